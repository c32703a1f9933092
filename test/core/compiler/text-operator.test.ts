import { suite } from "uvu";
import * as assert from "uvu/assert";
import { textOperator } from "../../../src/core/compiler/text-operator.ts";
import { meets, type TextTest } from "../../../src/core/condition/text-test.ts";
import { patternMatcher } from "../../../src/core/pattern/match.ts";

/** Characters that are, or become in another case, something with an ASCII letter. */
const FOLDING = Array.from({ length: 0x110000 }, (_, code) => code)
  .filter((code) => code < 0xd800 || code > 0xdfff)
  .map((code) => String.fromCodePoint(code))
  .filter((char) => /[a-z]/i.test(char + char.toLowerCase() + char.toUpperCase()));

const test = suite("textOperator()");

const X500 = "x".repeat(500);

const written: [name: string, test: TextTest, value: unknown, isWhole: boolean][] = [
  ["a prefix", { by: "prefix", text: "ab" }, { prefix: "ab" }, true],
  ["any text", { by: "prefix", text: "" }, { prefix: "" }, true],
  ["a suffix behind a quote", { by: "suffix", text: 'a"bc' }, { suffix: "bc" }, false],
  ["a quote alone", { by: "prefix", text: '"' }, { exists: true }, false],
  ["text within, escaped", { by: "substring", text: "a*b" }, { wildcard: "*a\\*b*" }, true],
  ["a wildcard", { by: "wildcard", text: "a*b" }, { wildcard: "a*b" }, true],
  ["a wildcard with a quote", { by: "wildcard", text: 'a*"b' }, { prefix: "a" }, false],
  ["a block", { by: "cidr", text: "192.0.2.0/24" }, { cidr: "192.0.2.0/24" }, true],
  ["a block of one address", { by: "cidr", text: "192.0.2.7/32" }, "192.0.2.7", true],
  ["a block of all addresses", { by: "cidr", text: "0.0.0.0/0" }, { cidr: "0.0.0.0/0" }, false],
  [
    "text in lower case",
    { by: "equals", text: "ada", fold: "lower" },
    { "equals-ignore-case": "ada" },
    true,
  ],
  [
    "text in upper case",
    { by: "equals", text: "BUD", fold: "upper" },
    { "equals-ignore-case": "BUD" },
    true,
  ],
  [
    "a prefix in lower case that ends with i",
    { by: "prefix", text: "admi", fold: "lower" },
    { prefix: { "equals-ignore-case": "adm" } },
    false,
  ],
  [
    "text in lower case with k in it",
    { by: "equals", text: "kalilinux", fold: "lower" },
    { suffix: { "equals-ignore-case": "alilinux" } },
    false,
  ],
  [
    "text within, in lower case",
    { by: "substring", text: "a", fold: "lower" },
    { exists: true },
    false,
  ],
  ["a prefix as long as can be", { by: "prefix", text: X500 }, { prefix: X500 }, true],
  ["a prefix that is longer", { by: "prefix", text: `${X500}y` }, { prefix: X500 }, false],
  ["a suffix as long as can be", { by: "suffix", text: X500 }, { suffix: X500 }, true],
  ["a suffix that is longer", { by: "suffix", text: `y${X500}` }, { suffix: X500 }, false],
  [
    "text within that is longer",
    { by: "substring", text: `${X500}y` },
    { wildcard: `*${X500}*` },
    false,
  ],
  ["a prefix before a quote", { by: "prefix", text: 'ab"c' }, { prefix: "ab" }, false],
  [
    "the longest text between quotes",
    { by: "substring", text: 'a"bcd"ef' },
    { wildcard: "*bcd*" },
    false,
  ],
  ["the first of two as long", { by: "substring", text: 'ab"cd' }, { wildcard: "*ab*" }, false],
  ["a prefix before half a pair", { by: "prefix", text: "a\ud83db" }, { prefix: "a" }, false],
  ["a whole pair", { by: "prefix", text: "a\u{1f600}" }, { prefix: "a\u{1f600}" }, true],
  [
    "a prefix without the pair that cutting halves",
    { by: "prefix", text: `${"x".repeat(499)}\u{1f600}` },
    { prefix: "x".repeat(499) },
    false,
  ],
  [
    "a suffix without the pair that cutting halves",
    { by: "suffix", text: `\u{1f600}${"x".repeat(499)}` },
    { suffix: "x".repeat(499) },
    false,
  ],
  [
    "text within, with a backslash",
    { by: "substring", text: "a\\b" },
    { wildcard: "*a\\\\b*" },
    true,
  ],
  ["an exact text as a prefix", { by: "equals", text: "a" }, { prefix: "a" }, true],
  [
    "a wildcard as long as can be",
    { by: "wildcard", text: `${X500.slice(1)}*` },
    { wildcard: `${X500.slice(1)}*` },
    true,
  ],
  ["a wildcard that is longer", { by: "wildcard", text: `a*${X500}` }, { prefix: "a" }, false],
  ["two stars in a row", { by: "wildcard", text: "ab**c" }, { prefix: "ab" }, false],
  ["a wildcard with half a pair", { by: "wildcard", text: "ab*\ud83d" }, { prefix: "ab" }, false],
  ["what precedes an escape", { by: "wildcard", text: 'ab\\*c"*' }, { prefix: "ab" }, false],
  [
    "a wildcard that begins with a star and holds a quote",
    { by: "wildcard", text: '*"' },
    { exists: true },
    false,
  ],
  ["a block of version 6", { by: "cidr", text: "2001:db8::/32" }, { cidr: "2001:db8::/32" }, true],
  [
    "a block of one address of version 6",
    { by: "cidr", text: "2001:db8::1/128" },
    "2001:db8::1",
    true,
  ],
  ["a block of ten bits", { by: "cidr", text: "10.0.0.0/10" }, { cidr: "10.0.0.0/10" }, true],
  ["what is no block", { by: "cidr", text: "x" }, { exists: true }, false],
  [
    "text in lower case as long as can be",
    { by: "equals", text: X500, fold: "lower" },
    { "equals-ignore-case": X500 },
    true,
  ],
  [
    "text in lower case that is longer",
    { by: "equals", text: `${X500}y`, fold: "lower" },
    { prefix: { "equals-ignore-case": X500 } },
    false,
  ],
  [
    "a suffix in lower case that is longer",
    { by: "suffix", text: `y${X500}`, fold: "lower" },
    { suffix: { "equals-ignore-case": X500 } },
    false,
  ],
  [
    "a prefix in lower case with k in it",
    { by: "prefix", text: "parker", fold: "lower" },
    { prefix: { "equals-ignore-case": "par" } },
    false,
  ],
  [
    "a suffix in upper case with S in it",
    { by: "suffix", text: "XSAB", fold: "upper" },
    { suffix: { "equals-ignore-case": "AB" } },
    false,
  ],
  [
    "the beginning, of two parts as long",
    { by: "equals", text: "abkcd", fold: "lower" },
    { prefix: { "equals-ignore-case": "ab" } },
    false,
  ],
  ["k alone in lower case", { by: "prefix", text: "k", fold: "lower" }, { exists: true }, false],
  ["i alone in lower case", { by: "prefix", text: "i", fold: "lower" }, { exists: true }, false],
  [
    "a suffix in lower case that begins with i",
    { by: "suffix", text: "ix", fold: "lower" },
    { suffix: { "equals-ignore-case": "ix" } },
    true,
  ],
  [
    "a suffix in upper case that begins with N",
    { by: "suffix", text: "NNA", fold: "upper" },
    { suffix: { "equals-ignore-case": "A" } },
    false,
  ],
  [
    "a prefix in upper case that ends with letters that follow others in one character",
    { by: "prefix", text: "BUDJHWYA", fold: "upper" },
    { prefix: { "equals-ignore-case": "BUD" } },
    false,
  ],
  [
    "what is beyond ASCII in lower case",
    { by: "prefix", text: "zo\u00eb", fold: "lower" },
    { prefix: { "equals-ignore-case": "zo" } },
    false,
  ],
  [
    "a backslash in lower case",
    { by: "equals", text: "ab\\c", fold: "lower" },
    { prefix: { "equals-ignore-case": "ab" } },
    false,
  ],
  [
    "a wildcard in lower case",
    { by: "wildcard", text: "a*", fold: "lower" },
    { exists: true },
    false,
  ],
  [
    "a block in upper case",
    { by: "cidr", text: "10.0.0.0/8", fold: "upper" },
    { exists: true },
    false,
  ],
];

for (const [name, given, value, isWhole] of written) {
  test(`writes ${name}`, () => {
    const operator = textOperator(given);
    assert.equal(operator.value, value);
    assert.is(operator.loss === undefined, isWhole);
  });
}

test("lets through every text that meets a test of lower or upper case, whatever its characters", () => {
  const letters = "abcdefghijklmnopqrstuvwxyz";
  for (const fold of ["lower", "upper"] as const) {
    const inCase = (text: string) => (fold === "lower" ? text.toLowerCase() : text.toUpperCase());
    for (const by of ["equals", "prefix", "suffix"] as const) {
      for (const letter of letters) {
        for (const text of [letter, `${letter}x`, `x${letter}`, `x${letter}x`].map(inCase)) {
          const given: TextTest = { by, text, fold };
          const passes = patternMatcher({ detail: { f: [textOperator(given).value] } });
          for (const char of FOLDING) {
            for (const value of [char, `${char}x`, `x${char}`, `x${char}x`, `X${char}X`]) {
              if (!meets(value, given)) continue;
              assert.ok(
                passes({ detail: { f: value } }),
                `${by} ${text} in ${fold} case: ${value}`,
              );
            }
          }
        }
      }
    }
  }
});

test.run();
