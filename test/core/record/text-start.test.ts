import * as fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { textStart } from "../../../src/core/record/text-start.ts";

const test = suite("textStart()");

for (const [text, max, start] of [
  ["abc", -1, ""],
  ["abc", 0, ""],
  ["abc", 2, "ab"],
  ["abc", 3, "abc"],
  ["abc", 9, "abc"],
  ["😀", 1, ""],
  ["😀", 2, "😀"],
  ["a😀b", 2, "a"],
  ["a😀b", 3, "a😀"],
  ["\ud83d\ud83d\ude00", 2, "\ud83d"],
  ["\ud83dab", 1, "\ud83d"],
  ["\ude00ab", 1, "\ude00"],
] as const) {
  test(`begins ${JSON.stringify(text)} with ${JSON.stringify(start)} in ${max} units`, () => {
    assert.is(textStart(text, max), start);
  });
}

test("is the longest run of whole characters there is room for", () => {
  const text = fc.string({ unit: fc.constantFrom("a", "é", "😀", "\ud83d", "\ude00") });
  fc.assert(
    fc.property(text, fc.nat(24), (text, max) => {
      let expected = "";
      for (const character of text) {
        if (expected.length + character.length > max) break;
        expected += character;
      }
      assert.is(textStart(text, max), expected);
    }),
  );
});

test.run();
