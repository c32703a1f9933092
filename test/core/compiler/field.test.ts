import { suite } from "uvu";
import * as assert from "uvu/assert";
import { isWildcard, toPatternField } from "../../../src/core/compiler/field.ts";
import type { PatternValue } from "../../../src/core/compiler/text-operator.ts";
import type { TextTest } from "../../../src/core/condition/text-test.ts";
import {
  ABSENT,
  equalTo,
  NOT_TEXT,
  PRESENT,
  type PresentMember,
  TEXT,
  textBy,
  textNotBy,
  type ValueSet,
} from "../../../src/core/condition/value-set.ts";

const test = suite("toPatternField()");

const ADDRESS = "any spelling of an address passes";
const BEYOND = "a number beyond the range of patterns";
const CANNOT = "a pattern cannot exclude this";
const ONE_KIND = "a pattern excludes one kind of thing";
const ONE_TEST = "a pattern tests one thing of a value";
const PART = "only part of a text can be compared";
const WILDCARD = "excluding text would cost a wildcard";

const X500 = "x".repeat(500);
const X501 = "x".repeat(501);

/** What is written → values, and what they do not say. */
const written: [name: string, set: ValueSet, values: unknown, losses: readonly string[]][] = [
  ["absence", [ABSENT], [{ exists: false }], []],
  ["presence", [PRESENT], [{ exists: true }], []],
  ["all there is", [ABSENT, PRESENT], undefined, []],
  ["a text", [equalTo("A")], ["A"], []],
  ["no text", [equalTo("")], [""], []],
  ["a text as long as can be", [equalTo(X500)], [X500], []],
  ["a text that is longer", [equalTo(X501)], [{ prefix: X500 }], [PART]],
  ["a text with half a pair", [equalTo("ab\ud83d")], [{ prefix: "ab" }], [PART]],
  ["a text with a quote", [equalTo('a"b')], ['a"b'], []],
  ["an address", [equalTo("192.0.2.7")], ["192.0.2.7"], [ADDRESS]],
  ["booleans", [equalTo(true), equalTo(false)], [false, true], []],
  ["a number", [equalTo(1.5)], [1.5], []],
  ["the largest number", [equalTo(5e9), equalTo(-5e9)], [-5e9, 5e9], []],
  ["a larger number", [equalTo(5e9 + 1)], [{ exists: true }], [BEYOND]],
  ["a lower number", [equalTo(-5e9 - 1)], [{ exists: true }], [BEYOND]],
  ["zero below zero", [equalTo(-0)], [{ exists: true }], [BEYOND]],
  ["values in one order", [equalTo("b"), equalTo("a"), ABSENT], ["a", "b", { exists: false }], []],
  ["a value once", [equalTo("a"), equalTo("a")], ["a"], []],
  [
    "what is any value for want of more",
    [equalTo("a"), equalTo(6e9)],
    [{ exists: true }],
    [BEYOND],
  ],
  ["that or absence", [ABSENT, equalTo("a"), equalTo(6e9)], undefined, [BEYOND]],
  ["each loss once", [equalTo(6e9), equalTo(7e9)], [{ exists: true }], [BEYOND]],
  ["any text", [TEXT], [{ prefix: "" }], []],
  ["what is no text", [NOT_TEXT], [{ exists: true }], [CANNOT]],
  ["a test", [textBy("prefix", "A")], [{ prefix: "A" }], []],
  [
    "the longest of several tests",
    [tests(["prefix", "A"], ["suffix", "BC"])],
    [{ suffix: "BC" }],
    [ONE_TEST],
  ],
  [
    "any other before a wildcard",
    [tests(["substring", "long"], ["prefix", "A"])],
    [{ prefix: "A" }],
    [ONE_TEST],
  ],
  [
    "a wildcard before nothing",
    [tests(["prefix", '"'], ["substring", "b"])],
    [{ wildcard: "*b*" }],
    [ONE_TEST],
  ],
  [
    "a test, and that some of what meets it is left out",
    [{ ...textBy("prefix", "A"), not: ["AB"] }],
    [{ prefix: "A" }],
    [ONE_TEST],
  ],
  [
    "a test alone where what is left out does not meet it",
    [{ ...textBy("prefix", "A"), not: ["B", 5] }],
    [{ prefix: "A" }],
    [],
  ],
  [
    "a test, and that another is left out",
    [{ ...textBy("prefix", "A"), none: [{ by: "suffix", text: "B" }] }],
    [{ prefix: "A" }],
    [ONE_TEST],
  ],
  ["a test that says too little", [textBy("prefix", 'A"B')], [{ prefix: "A" }], [PART]],
  ["an excluded text", [not("A")], [{ "anything-but": "A" }], []],
  ["excluded texts", [not("A", "B")], [{ "anything-but": ["A", "B"] }], []],
  ["excluded numbers", [not(5, 6)], [{ "anything-but": [5, 6] }], []],
  ["texts before numbers", [not(5, "A")], [{ "anything-but": "A" }], [ONE_KIND]],
  ["an excluded boolean", [not(true)], [{ exists: true }], [CANNOT]],
  ["texts without booleans", [not(true, "A")], [{ "anything-but": "A" }], [ONE_KIND]],
  ["an excluded number beyond the range", [not(6e9)], [{ exists: true }], [CANNOT]],
  ["an excluded zero below zero", [not(-0)], [{ exists: true }], [CANNOT]],
  ["an excluded text as long as can be", [not(X500)], [{ "anything-but": X500 }], []],
  ["an excluded text that is longer", [not(X501)], [{ exists: true }], [CANNOT]],
  ["an excluded text with half a pair", [not("\ud83d")], [{ exists: true }], [CANNOT]],
  ["an excluded prefix", [textNotBy("prefix", "A")], [{ "anything-but": { prefix: "A" } }], []],
  ["an excluded suffix", [textNotBy("suffix", "A")], [{ "anything-but": { suffix: "A" } }], []],
  [
    "an excluded text whatever its case",
    [textNotBy("equals", "a", "lower")],
    [{ "anything-but": { "equals-ignore-case": "a" } }],
    [],
  ],
  ["an excluded prefix with a quote", [textNotBy("prefix", 'A"')], [{ exists: true }], [CANNOT]],
  [
    "an excluded prefix of which more than one character is taken whatever its case",
    [textNotBy("prefix", "ab", "lower")],
    [{ exists: true }],
    [CANNOT],
  ],
  ["an excluded block", [textNotBy("cidr", "10.0.0.0/8")], [{ exists: true }], [CANNOT]],
  ["an excluded search", [textNotBy("substring", "A")], [{ exists: true }], [WILDCARD]],
  ["an excluded wildcard", [textNotBy("wildcard", "A*B")], [{ exists: true }], [WILDCARD]],
  [
    "prefixes before suffixes and texts",
    [{ ...not("C"), none: [textTest("suffix", "B"), textTest("prefix", "A")] }],
    [{ "anything-but": { prefix: "A" } }],
    [ONE_KIND],
  ],
  [
    "suffixes before texts whatever their case",
    [{ ...PRESENT, none: [{ by: "equals", text: "a", fold: "lower" }, textTest("suffix", "B")] }],
    [{ "anything-but": { suffix: "B" } }],
    [ONE_KIND],
  ],
];

for (const [name, set, values, losses] of written) {
  test(`writes ${name}`, () => {
    assert.equal(toPatternField(set, { wildcards: false }), { values, losses });
  });
}

/** What is excluded, where a wildcard may be spent → values, and what they do not say. */
const costly: [name: string, member: PresentMember, value: unknown, losses: readonly string[]][] = [
  ["a search", textNotBy("substring", "A"), { "anything-but": { wildcard: "*A*" } }, []],
  ["a wildcard", textNotBy("wildcard", "A*B"), { "anything-but": { wildcard: "A*B" } }, []],
  [
    "texts before searches",
    { ...not("B"), none: [textTest("substring", "A")] },
    { "anything-but": "B" },
    [ONE_KIND],
  ],
  ["what no wildcard can say", textNotBy("substring", 'A"'), { exists: true }, [CANNOT]],
];

for (const [name, member, value, losses] of costly) {
  test(`excludes ${name} where that may cost a wildcard`, () => {
    assert.equal(toPatternField([member], { wildcards: true }), { values: [value], losses });
  });
}

test("excludes as much as 1,000 characters take", () => {
  // Each takes 10 characters with its quotes and comma.
  const texts = Array.from({ length: 101 }, (_, n) => `${n}`.padStart(7, "a"));
  assert.equal(toPatternField([not(...texts.slice(0, 100))], { wildcards: false }), {
    values: [{ "anything-but": texts.slice(0, 100) }],
    losses: [],
  });
  assert.equal(toPatternField([not(...texts)], { wildcards: false }), {
    values: [{ "anything-but": texts.slice(0, 100) }],
    losses: [ONE_KIND],
  });
});

test("excludes one text at least, however many characters it is written with", () => {
  const lines = "\n".repeat(500);
  assert.equal(toPatternField([not(lines)], { wildcards: false }), {
    values: [{ "anything-but": lines }],
    losses: [],
  });
});

test.run();

const wild = suite("isWildcard()");

const values: [value: PatternValue, costs: boolean][] = [
  [{ wildcard: "a*" }, true],
  [{ "anything-but": { wildcard: "a*" } }, true],
  [{ "anything-but": { prefix: "a" } }, false],
  [{ "anything-but": "wildcard" }, false],
  [{ prefix: "a" }, false],
  ["wildcard", false],
  [5, false],
  [true, false],
];

for (const [value, costs] of values) {
  wild(`says ${costs} of ${JSON.stringify(value)}`, () => {
    assert.is(isWildcard(value), costs);
  });
}

wild.run();

function not(...values: PresentMember["not"]): PresentMember {
  return { ...PRESENT, not: values };
}

function textTest(by: TextTest["by"], text: string): TextTest {
  return { by, text };
}

function tests(...all: [by: TextTest["by"], text: string][]): PresentMember {
  return { ...PRESENT, all: all.map(([by, text]) => textTest(by, text)) };
}
