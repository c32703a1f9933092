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
  const text = fc.string({ unit: fc.constantFrom("a", "b", "*", "\\", "."), maxLength: 12 });
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), text, (pieces, value) => {
      const pattern = pieces.filter((it, at) => it !== "*" || pieces[at - 1] !== "*");
      const source = pattern.map((it) => (it === "*" ? "[^]*" : it.replace(".", "\\.")));
      const expected = new RegExp(`^${source.join("")}$`).test(value);
      assert.is(wildcardTest(pattern.join(""), "a")(value), expected);
    }),
    { numRuns: 500 },
  );
});

wildcard("takes line breaks as any other character", () => {
  assert.ok(wildcardTest("a*c", "a")("a\nb\r\nc"));
});

wildcard.run();

const others = suite("prefixTest(), suffixTest() and ignoreCaseTest()");

others("take every character for itself", () => {
  const special = ".*+?^$()|[]{}\\/-";
  for (const make of [prefixTest, suffixTest, (text: string) => ignoreCaseTest(text, "all")]) {
    assert.ok(make(special)(special));
    assert.not(make(".")("a"));
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
