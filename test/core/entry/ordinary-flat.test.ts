import { deepStrictEqual } from "node:assert";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { ordinaryFlat } from "../../../src/core/entry/ordinary-flat.ts";
import { flatten } from "../../../src/core/record/flatten.ts";

const test = suite("ordinaryFlat()");

function flatOf(text: string, maxBytes = 100_000) {
  return ordinaryFlat({ text, value: JSON.parse(text), index: 0, depth: 1, members: 0 }, maxBytes);
}

for (const [name, text] of [
  ["a key written twice", '{"a":1,"a":2}'],
  ["a key written twice with blanks behind it", '{"a" :1,"a" :":"}'],
  ["a key with a dot", '{"a.b":1}'],
  ["a key that assignments take for another thing", '{"__proto__":1}'],
  ["a number that loses digits", '{"a":[12345678901234567890]}'],
  ["a leaf where the bus event has its own", '{"trailbridge":1}'],
  ["what is nested deeply", `{"a":${"[".repeat(40)}1${"]".repeat(40)}}`],
  ["a large record", `{"a":"${"x".repeat(100_000)}"}`],
] as const) {
  test(`leaves ${name}`, () => {
    assert.is(flatOf(text, 10_000_000), undefined);
  });
}

test("leaves what might not fit", () => {
  const text = '{"a":"0123456789"}';
  assert.is(flatOf(text, 6 * text.length), undefined);
  assert.ok(flatOf(text, 1_000));
});

test("leaves many short leaves under a long path that might not fit", () => {
  const text = `{"${"a".repeat(500)}":[${"0,".repeat(99)}0]}`;
  assert.is(flatOf(text, 100_000), undefined);
  assert.ok(flatOf(text, 500_000));
});

test("is what flattening makes of a record, in the same order", () => {
  const text =
    '{"eventName":"A","readOnly":true,"none":null,"record":{"a":1},"list":[{"b":"é"},[],{},[2,"x"]],"":{"":-1.5}}';
  for (let times = 0; times < 2; times++) {
    const flat = flatOf(text);
    deepStrictEqual(flat, flatten(JSON.parse(text)));
    assert.equal(Object.keys(flat ?? {}), Object.keys(flatten(JSON.parse(text))));
  }
});

test.run();
