import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  compileField,
  type Membership,
  mergeMembership,
  NO_MEMBERSHIP,
} from "../../../src/core/pattern/event-field.ts";

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

test("finds nothing by a path with an empty segment", () => {
  for (const path of ["", "a.", ".a", "a..b"]) {
    assert.equal(leaves(path, { "": 1, a: { "": 2 }, "a.": 3, "a..b": 4, ".a": 5 }), [], path);
  }
});

test("finds no field that an object has from elsewhere", () => {
  assert.equal(leaves("toString.name", {}), []);
});

test.run();

const merging = suite("mergeMembership()");

const [LIST, OTHER] = [["a", "b"], ["c"]];
const of = (array: readonly unknown[], index: number, outer?: Membership): Membership => ({
  array,
  index,
  outer,
});

merging("adds what lies in another array", () => {
  const soFar = of(LIST, 1);
  assert.is(mergeMembership(soFar, undefined), soFar);
  assert.equal(mergeMembership(soFar, of(OTHER, 0)), of(OTHER, 0, soFar));
});

merging("adds nothing for the same element, and joins no two elements of one array", () => {
  const soFar = of(OTHER, 0, of(LIST, 1));
  assert.is(mergeMembership(soFar, of(LIST, 1)), soFar);
  assert.is(mergeMembership(soFar, of(LIST, 0)), undefined);
  assert.is(mergeMembership(soFar, of(["d"], 0, of(LIST, 0))), undefined);
});

merging("starts with no array of an event", () => {
  assert.equal(mergeMembership(NO_MEMBERSHIP, of(LIST, 1))?.index, 1);
});

merging.run();
