import { suite } from "uvu";
import * as assert from "uvu/assert";
import { itemName } from "../../../src/core/compiler/item-name.ts";

const test = suite("itemName()");

/** Items that AWS's matcher tells apart. */
const different: [name: string, item: unknown, other: unknown][] = [
  ["a text and a number", "1", 1],
  ["a text and a boolean", "true", true],
  ["a boolean and another", true, false],
  ["texts in another case", "a", "A"],
  ["two addresses", "192.0.2.1", "192.0.2.2"],
  ["an address and a text that is none", "192.0.2.1", "192.0.2.1."],
  ["addresses of two versions", "0.0.0.1", "::1"],
  ["a text and its prefix", "a", { prefix: "a" }],
  ["prefix and suffix", { prefix: "a" }, { suffix: "a" }],
  ["prefixes in another case", { prefix: "a" }, { prefix: "A" }],
  [
    "a prefix and one whose case is ignored",
    { prefix: "a" },
    { prefix: { "equals-ignore-case": "a" } },
  ],
  ["two texts whose case is ignored", { "equals-ignore-case": "a" }, { "equals-ignore-case": "b" }],
  ["there and not there", { exists: true }, { exists: false }],
  ["an exclusion and its value", { "anything-but": "a" }, "a"],
  ["exclusions of one and of two values", { "anything-but": "a" }, { "anything-but": ["a", "b"] }],
  ["exclusions of a text and of a number", { "anything-but": "1" }, { "anything-but": 1 }],
  [
    "exclusions of a text and of a prefix",
    { "anything-but": "a" },
    { "anything-but": { prefix: "a" } },
  ],
  [
    "exclusions of a prefix and of a suffix",
    { "anything-but": { prefix: "a" } },
    { "anything-but": { suffix: "a" } },
  ],
  ["a number and what is more", 5, { numeric: [">", 5] }],
  ["a number and a range from it", 5, { numeric: ["=", 5, "<", 6] }],
  [
    "exclusions of an address spelled in two ways",
    { "anything-but": "2001:db8::1" },
    { "anything-but": "2001:DB8::1" },
  ],
  ["two wildcards", { wildcard: "a*" }, { wildcard: "*a" }],
];

for (const [name, item, other] of different) {
  test(`tells ${name} apart`, () => {
    assert.is.not(itemName(item), itemName(other));
  });
}

/** Items that AWS's matcher takes for the same. */
const same: [name: string, item: unknown, other: unknown][] = [
  ["an address spelled in two ways", "2001:db8::1", "2001:DB8:0:0:0:0:0:1"],
  ["a number as itself and as a comparison", 5, { numeric: ["=", 5] }],
  ["a number with and without a fraction", { numeric: ["=", 5] }, JSON.parse("5.0")],
  ["a text whose case is ignored", { "equals-ignore-case": "aB" }, { "equals-ignore-case": "Ab" }],
  [
    "a prefix whose case is ignored",
    { prefix: { "equals-ignore-case": "aB" } },
    { prefix: { "equals-ignore-case": "Ab" } },
  ],
  ["one excluded value, in a list or not", { "anything-but": "a" }, { "anything-but": ["a"] }],
  ["excluded values in any order", { "anything-but": ["a", "b"] }, { "anything-but": ["b", "a"] }],
  ["an excluded value that stands twice", { "anything-but": ["a", "a"] }, { "anything-but": "a" }],
  [
    "excluded prefixes in any order",
    { "anything-but": { prefix: ["a", "b"] } },
    { "anything-but": { prefix: ["b", "a"] } },
  ],
  [
    "an excluded prefix, in a list or not",
    { "anything-but": { prefix: "a" } },
    { "anything-but": { prefix: ["a"] } },
  ],
  [
    "excluded texts whose case is ignored",
    { "anything-but": { "equals-ignore-case": ["A", "b"] } },
    { "anything-but": { "equals-ignore-case": ["B", "a"] } },
  ],
];

for (const [name, item, other] of same) {
  test(`takes ${name} for the same`, () => {
    assert.is(itemName(item), itemName(other));
  });
}

test.run();
