import { suite } from "uvu";
import * as assert from "uvu/assert";
import { compileField } from "../../../src/core/pattern/event-field.ts";

const test = suite("compileField()");

const leaves = (path: string, event: object) =>
  compileField(path)(event as Record<string, unknown>).map(({ leaf }) => leaf);

test("finds no object, array or missing key", () => {
  assert.equal(leaves("a", { a: {} }), []);
  assert.equal(leaves("a", { a: [] }), []);
  assert.equal(leaves("a", { a: undefined }), []);
  assert.equal(leaves("a.b", { a: "b" }), []);
});

test("finds every way of writing a path", () => {
  const event = { "a.b.c": 1, "a.b": { c: 2 }, a: { "b.c": 3, b: { c: 4 } } };
  assert.equal(leaves("a.b.c", event).sort(), [1, 2, 3, 4]);
});

test("enters arrays and tells their elements apart", () => {
  const event = { a: [{ b: 1 }, { b: [2, 3] }] };
  const found = compileField("a.b")(event);
  assert.equal(
    found.map(({ leaf, membership }) => [leaf, membership?.index, membership?.array === event.a]),
    [
      [1, 0, true],
      [2, 1, true],
      [3, 1, true],
    ],
  );
});

test("leaves scalars of an array without an element of their own", () => {
  assert.equal(compileField("a")({ a: ["x", null] }), [
    { leaf: "x", membership: undefined },
    { leaf: null, membership: undefined },
  ]);
});

test.run();
