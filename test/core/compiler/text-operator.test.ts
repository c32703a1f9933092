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
