import { suite } from "uvu";
import * as assert from "uvu/assert";
import { LEFT, plainlySpelled, StringEnds } from "../../../src/core/walk/string-ends.ts";

const test = suite("StringEnds");

/** Where the string ends that begins a text with something behind it. */
function endOf(string: string): number {
  const ends = new StringEnds();
  ends.open(`${string},"b":"\\n"`);
  return ends.end(0);
}

for (const [what, string] of [
  ["no escape of JSON", '"a\\x"'],
  ["one in capitals", '"a\\U0041"'],
  ["a control character by its number", '"\\u000a"'],
  ["more than ASCII by its number", '"\\u0080"'],
  ["a number that is cut", '"\\u004"'],
] as const) {
  test(`leaves ${what}`, () => assert.is(endOf(string), LEFT));
}

test("leaves what does not end", () => {
  const ends = new StringEnds();
  for (const text of ['"', '"a', '"a\\"', '"\\u0022']) {
    ends.open(text);
    assert.is(ends.end(0), LEFT, text);
  }
});

for (const string of ['""', '"a"', '"\\""', '"\\\\"', '"a\\\\\\"b"', '"\\u0022\\/\\n"']) {
  test(`finds the end of ${string}`, () => assert.is(endOf(string), string.length));
}

test("finds one string after another, whatever was passed between them", () => {
  const ends = new StringEnds();
  const text = '"a\\"b" \\ "c" \\" "d\\\\"';
  ends.open(text);
  assert.is(ends.end(0), 6);
  assert.is(ends.end(9), 12);
  ends.begin(16);
  assert.is(ends.end(16), text.length);
});

test("says where the last escape ended that JSON would not write", () => {
  const ends = new StringEnds();
  ends.open('"a\\n" "\\u0041b" "\\n"');
  ends.end(0);
  assert.is(ends.spelledEnd, 0);
  ends.end(6);
  assert.is(ends.spelledEnd, 13);
  ends.end(16);
  assert.is(ends.spelledEnd, 13);
});

test.run();

const spelling = suite("plainlySpelled()");

spelling("writes all of ASCII as JSON does", () => {
  for (let code = 0x20; code < 0x7f; code++) {
    const number = `\\u00${code.toString(16)}`;
    for (const string of [number, number.toUpperCase().replace("U", "u")]) {
      const literal = `"\\\\${string}\\n\\/"`;
      assert.is(plainlySpelled(literal), JSON.stringify(JSON.parse(literal)));
    }
  }
});

spelling.run();
