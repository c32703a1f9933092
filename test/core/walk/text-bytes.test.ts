import { suite } from "uvu";
import * as assert from "uvu/assert";
import { asciiOf, standsAt } from "../../../src/core/walk/text-bytes.ts";

const test = suite("standsAt()");

const BYTES = asciiOf('{"ab":"abc"');

for (const [what, text, at] of [
  ["another text", '"ac":', 1],
  ["one that goes on otherwise", '"ab",', 1],
  ["one that stands elsewhere", '"ab":', 0],
  ["one that goes on behind the end", 'abc",', 7],
  ["any text behind the end", "a", 20],
] as const) {
  test(`does not find ${what}`, () => assert.not(standsAt(asciiOf(text), BYTES, at)));
}

for (const [what, text, at] of [
  ["a text where it stands", '"ab":', 1],
  ["one at the very end", 'abc"', 7],
  ["nothing, anywhere", "", 5],
] as const) {
  test(`finds ${what}`, () => assert.ok(standsAt(asciiOf(text), BYTES, at)));
}

test.run();
