import { suite } from "uvu";
import * as assert from "uvu/assert";
import { nearest } from "../../../src/core/record/nearest.ts";

const test = suite("nearest()");

const KNOWN = ["starts_with", "ends_with", "contains", "sum"];

for (const [word, expected] of [
  ["nonsense", undefined],
  ["", undefined],
  ["startswith", "starts_with"],
  ["ends_wiht", "ends_with"],
  ["contain", "contains"],
  ["CONTAINS", "contains"],
  ["sm", "sum"],
] as const) {
  test(`of "${word}" is ${expected}`, () => assert.is(nearest(word, KNOWN), expected));
}

// A word of nine letters may be three off, one of six two.
for (const [word, known, changes] of [
  ["abcdefghi", "abcdefghi", 0],
  ["abcdefghi", "abcdefgXYZ", 3],
  ["abcdefghi", "abcdefXYZ", 3],
  ["abcdefghi", "abcdeWXYZ", 4],
  ["abcdefghi", "XYZabcdefghi", 3],
  ["abcdefghi", "WXYZabcdefghi", 4],
  ["abcdefghi", "abcdefghiXYZ", 3],
  ["abcdefghi", "abcdefghiWXYZ", 4],
  ["abcdefghi", "defghi", 3],
  ["abcdefghi", "efghi", 4],
  ["abcdefghi", "abcdef", 3],
  ["abcdefghi", "abcde", 4],
  ["abcdefghi", "bacedfhgi", 3],
  ["abcdefghi", "bacedfhgX", 4],
  ["abcdefghi", "badcfehgi", 4],
  ["abcdefghi", "cabdefghi", 2],
  ["abcdefghi", "cbadefXgYi", 4],
  ["abcdab", "bXcdbY", 4],
  ["abcdab", "XacdYa", 4],
  ["abcdef", "bacedf", 2],
  ["abcdef", "badcfe", 3],
  ["abcdef", "bcadfe", 3],
  ["abcdef", "acbdXf", 2],
  ["abcdef", "aXbYcdef", 2],
  ["abcdef", "aXbYcZdef", 3],
  ["ab", "ba", 1],
  ["ab", "ABXY", 2],
  ["ab", "ABXYZ", 3],
  ["a", "xy", 2],
  ["a", "xyz", 3],
  ["", "xy", 2],
  ["", "xyz", 3],
  ["xy", "", 2],
  ["ABBA", "baab", 2],
] as const) {
  const most = word.length < 9 ? 2 : 3;
  const is = changes <= most ? known : undefined;
  test(`takes "${known}" for ${changes} off "${word}": ${is}`, () => {
    assert.is(nearest(word, [known]), is);
  });
}

test("takes the nearer one, of two as near the first", () => {
  assert.is(nearest("count", ["counts__", "county", "mount"]), "county");
  assert.is(nearest("count", ["mount", "county"]), "mount");
  assert.is(nearest("count", ["mount", "count"]), "count");
  assert.is(nearest("count", []), undefined);
});

test.run();
