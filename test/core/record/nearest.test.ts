import { suite } from "uvu";
import * as assert from "uvu/assert";
import { nearest } from "../../../src/core/record/nearest.ts";

const test = suite("nearest()");

const KNOWN = ["starts_with", "ends_with", "contains", "sum"];

const words: [word: string, expected: string | undefined][] = [
  ["nonsense", undefined],
  ["", undefined],
  ["startswith", "starts_with"],
  ["ends_wiht", "ends_with"],
  ["contain", "contains"],
  ["CONTAINS", "contains"],
  ["sm", "sum"],
];

for (const [word, expected] of words) {
  test(`of "${word}" is ${expected}`, () => assert.is(nearest(word, KNOWN), expected));
}

test.run();
