import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  elementOf,
  fieldOf,
  isEqual,
  isFalsy,
  objectOf,
  Reference,
  typeName,
} from "../../../src/core/function/value.ts";

const REFERENCE = new Reference((value) => value);

const types = suite("typeName()");

types("names every type", () => {
  for (const [value, name] of [
    ["a", "string"],
    [1, "number"],
    [false, "boolean"],
    [null, "null"],
    [undefined, "null"],
    [[], "array"],
    [{}, "object"],
    [{ apply: 1 }, "object"],
    [REFERENCE, "expression"],
  ] as const) {
    assert.is(typeName(value), name);
  }
});

types.run();

const falsy = suite("isFalsy()");

falsy("takes what is empty for false, and 0 for true", () => {
  for (const value of [null, undefined, false, "", [], {}, Object.create(null)]) {
    assert.is(isFalsy(value), true, JSON.stringify(value));
  }
  for (const value of [0, true, " ", [null], { a: null }, REFERENCE]) {
    assert.is(isFalsy(value), false, JSON.stringify(value));
  }
});

falsy.run();

const equality = suite("isEqual()");

equality("compares by value, whatever the order of keys", () => {
  const different: readonly [unknown, unknown][] = [
    [1, "1"],
    [0, false],
    [null, {}],
    [{}, null],
    [null, false],
    ["a", {}],
    [{}, "a"],
    [[], {}],
    [{}, []],
    [[1], [1, 2]],
    [[1, 2], [1]],
    [
      [1, 2],
      [2, 1],
    ],
    [{ a: 1 }, { a: 2 }],
    [{ a: 1 }, { b: 1 }],
    [{ a: 1 }, { a: 1, b: 2 }],
    [{ a: 1, b: 2 }, { a: 1 }],
    [{ a: null }, { b: null }],
    [{ toString: null }, { b: null }],
  ];
  for (const [a, b] of different) {
    assert.is(isEqual(a, b), false, `${JSON.stringify(a)} ${JSON.stringify(b)}`);
  }
  const equal: readonly [unknown, unknown][] = [
    [1, 1],
    ["a", "a"],
    [null, null],
    [[], []],
    [{}, {}],
    [
      [1, [2]],
      [1, [2]],
    ],
    [
      { a: 1, b: { c: [2] } },
      { b: { c: [2] }, a: 1 },
    ],
  ];
  for (const [a, b] of equal) assert.is(isEqual(a, b), true, JSON.stringify(a));
});

equality.run();

const access = suite("fieldOf(), elementOf() and objectOf()");

access("give null for what is not there", () => {
  for (const value of [null, undefined, 1, "abc", true, [1], {}]) {
    assert.is(fieldOf(value, "length"), null);
  }
  assert.is(fieldOf({}, "toString"), null);
  assert.is(fieldOf({ a: undefined }, "a"), null);
  for (const value of [null, "abc", { 0: 1 }, []]) assert.is(elementOf(value, 0), null);
  assert.is(elementOf([1], 1), null);
  assert.is(elementOf([1], -2), null);
  assert.is(elementOf([undefined], 0), null);
});

access("give what is there, false and 0 too", () => {
  assert.is(fieldOf({ a: 0 }, "a"), 0);
  assert.is(fieldOf({ length: false }, "length"), false);
  assert.is(elementOf([0, 2], 0), 0);
  assert.is(elementOf([1, 2], -1), 2);
});

access("make objects of own fields alone", () => {
  const made = objectOf([
    ["__proto__", 1],
    ["a", 2],
    ["a", 3],
  ]);
  assert.equal(Object.entries(made), [
    ["__proto__", 1],
    ["a", 3],
  ]);
});

access.run();
