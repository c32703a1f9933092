import * as fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  ignoreCaseTest,
  prefixTest,
  suffixTest,
  wildcardTest,
} from "../../../src/core/pattern/text.ts";

const wildcard = suite("wildcardTest()");

wildcard("agrees with a regular expression", () => {
  const piece = fc.constantFrom("a", "b", "ab", "*", "\\*", "\\\\", ".");
  const text = (maxLength: number) =>
    fc.string({ unit: fc.constantFrom("a", "b", "*", "\\", "."), maxLength });
  /** Pieces of a pattern, and what may stand for each that is a star. */
  const drawn = fc.array(fc.tuple(piece, text(3)), { maxLength: 8 });
  let matched = 0;
  fc.assert(
    fc.property(drawn, fc.option(text(12)), fc.boolean(), (all, other, fits) => {
      const pattern = all.filter(([it], at) => it !== "*" || all[at - 1]?.[0] !== "*");
      const fitting = pattern.map(([it, stands]) => (it === "*" ? stands : it.replace("\\", "")));
      const value = fits ? fitting.join("") : (other ?? `${fitting.join("")}a`);
      const source = pattern.map(([it]) => (it === "*" ? "[^]*" : it.replace(".", "\\.")));
      const expected = new RegExp(`^${source.join("")}$`).test(value);
      if (expected) matched++;
      assert.is(wildcardTest(pattern.map(([it]) => it).join(""), "a")(value), expected);
    }),
    { numRuns: 500 },
  );
  assert.ok(matched > 150, `${matched} match`);
});

wildcard("takes line breaks as any other character", () => {
  assert.ok(wildcardTest("a*c", "a")("a\nb\r\nc"));
});

const wildcards: [pattern: string, matching: string[], others: string[]][] = [
  ["", [""], ["a"]],
  ["ab", ["ab"], ["a", "abb", "xab"]],
  ["*", ["", "a"], []],
  ["a*", ["a", "ab"], ["", "ba"]],
  ["*a", ["a", "ba"], ["", "ab"]],
  ["ab*ba", ["abba", "abxba"], ["aba", "ab", "ba", "abb"]],
  ["*a*", ["a", "xay"], ["", "b"]],
  ["a*b*c", ["abc", "axbxc"], ["acb", "ac", "abx", "bc"]],
  ["*ab*ab*", ["abab", "xabyabz"], ["ab", "aab", "abb", "abxa"]],
  ["a*b*b", ["abb", "axbxb"], ["ab", "axb"]],
  ["x*ab*b", ["xabb"], ["xab", "xb"]],
  ["a\\*b", ["a*b"], ["ab", "axb"]],
  ["a\\\\b", ["a\\b"], ["ab"]],
  ["*\\**", ["*", "a*b"], ["", "ab"]],
];

for (const [pattern, matching, others] of wildcards) {
  wildcard(`matches by ${pattern}`, () => {
    const matches = wildcardTest(pattern, "a");
    for (const text of matching) assert.is(matches(text), true, text);
    for (const text of others) assert.is(matches(text), false, text);
  });
}

for (const [pattern, rule] of [
  ["a**", 'a wildcard must not have "**"'],
  ["a\\b", 'a backslash of a wildcard must stand before "*" or a backslash'],
  ["a\\", 'a backslash of a wildcard must stand before "*" or a backslash'],
] as const) {
  wildcard(`refuses ${pattern}`, () => {
    assert.throws(
      () => wildcardTest(pattern, "detail.a"),
      (error: Error) =>
        error.message ===
        `Cannot compile event pattern at "detail.a" as ${rule}: ${JSON.stringify(pattern)}`,
    );
  });
}

wildcard.run();

const others = suite("prefixTest(), suffixTest() and ignoreCaseTest()");

others("take every character for itself", () => {
  const special = ".*+?^$()|[]{}\\/-";
  for (const make of [prefixTest, suffixTest, (text: string) => ignoreCaseTest(text, "all")]) {
    assert.ok(make(special)(special));
    assert.not(make(".")("a"));
  }
});

others("compare with the quotes around a value, as the service does", () => {
  const tests: [matches: (text: string) => boolean, matching: string, other: string][] = [
    [prefixTest("ab"), "abc", "cab"],
    [prefixTest('ab"'), "ab", "abc"],
    [suffixTest("ab"), "cab", "abc"],
    [suffixTest('"ab'), "ab", "cab"],
    [ignoreCaseTest('AB"', "prefix"), "ab", "abc"],
    [ignoreCaseTest('"AB', "suffix"), "ab", "cab"],
    [ignoreCaseTest("AB", "prefix"), "abc", "cab"],
    [ignoreCaseTest("AB", "suffix"), "cab", "abc"],
    [ignoreCaseTest("AB", "all"), "ab", "abc"],
    [ignoreCaseTest("A😀", "all"), "a??", "a😀"],
    [ignoreCaseTest("ABC", "suffix"), "abc", "bc"],
  ];
  for (const [matches, matching, other] of tests) {
    assert.is(matches(matching), true, matching);
    assert.is(matches(other), false, other);
  }
});

others("agree with a comparison in lower case, on ASCII", () => {
  const ascii = fc.string({ unit: "binary-ascii", maxLength: 6 });
  fc.assert(
    fc.property(ascii, ascii, (pattern, rest) => {
      const [low, up] = [pattern.toLowerCase(), pattern.toUpperCase()];
      assert.ok(ignoreCaseTest(low, "all")(up));
      assert.ok(ignoreCaseTest(up, "prefix")(low + rest));
      assert.ok(ignoreCaseTest(up, "suffix")(rest + low));
      assert.is(ignoreCaseTest(low, "all")(up + rest), rest === "" || up + rest === up);
    }),
  );
});

others("end at once on a text that differs in its last character alone", () => {
  const pattern = `arn:aws:iam::111122223333:role/${"1".repeat(200)}`;
  for (const part of ["all", "prefix"] as const) {
    assert.not(ignoreCaseTest(pattern, part)(`${pattern.slice(0, -1)}2`));
  }
  assert.not(ignoreCaseTest(pattern, "suffix")(`b${pattern.slice(1)}`));
  assert.not(ignoreCaseTest("ß".repeat(600), "all")("s".repeat(1_199)));
});

others.run();
