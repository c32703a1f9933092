import { suite } from "uvu";
import * as assert from "uvu/assert";
import { accountOf, clip, isObject, partOf, textOf } from "../../../src/core/record/event-text.ts";

const text = suite("textOf()");

for (const [name, detail, is] of [
  ["no such key", {}, undefined],
  ["a key of every object's", Object.create({ a: "inherited" }), undefined],
  ["nothing", { a: undefined }, undefined],
  ["null", { a: null }, undefined],
  ["an empty text", { a: "" }, undefined],
  ["an object", { a: { b: 1 } }, undefined],
  ["a list without leaves", { a: [] }, undefined],
  ["two leaves of one path", { a: ["b", "c"] }, "c"],
  ["a blank", { a: " " }, " "],
  ["a text", { a: "b" }, "b"],
  ["a number", { a: 0 }, "0"],
  ["true", { a: true }, "true"],
  ["false", { a: false }, "false"],
] as const) {
  text(`of ${name} is ${JSON.stringify(is)}`, () => assert.is(textOf(detail, "a"), is));
}

text("knows no field by what every object inherits", () => {
  for (const name of ["constructor", "__proto__", "toString"])
    assert.is(textOf({}, name), undefined);
});

text.run();

const account = suite("accountOf()");

for (const [name, value, is] of [
  ["nothing", undefined, undefined],
  ["an object", {}, undefined],
  ["a text", "111122223333", "111122223333"],
  ["a short text, which is no number that lost its zeros", "123", "123"],
  ["a word", "anonymous", "anonymous"],
  ["a number", 111122223333, "111122223333"],
  ["a number that lost its zeros", 1122223333, "001122223333"],
] as const) {
  account(`of ${name} is ${is}`, () => assert.is(accountOf({ a: value }, "a"), is));
}

account.run();

const part = suite("partOf()");

for (const [name, detail, is] of [
  ["a record without it, whatever the flat keys say", { record: {}, p: "x" }, undefined],
  ["a record that has null", { record: { p: null } }, undefined],
  ["a record that has an empty text", { record: { p: "" } }, undefined],
  ["a record that has an empty object", { record: { p: {} } }, undefined],
  ["a record that has an empty list", { record: { p: [] } }, undefined],
  ["a record with a text", { record: { p: "x" } }, "x"],
  ["a record with a number", { record: { p: 0 } }, 0],
  ["a record with false", { record: { p: false } }, false],
  ["a record with an object", { record: { p: { a: null } } }, { a: null }],
  ["flat keys without it", { "q.a": 1, pp: 1, "pp.a": 1 }, undefined],
  ["an empty text under the flat key", { p: "" }, undefined],
  ["a text under the flat key", { p: "x", "p.a": 1 }, "x"],
  ["a number under the flat key", { p: 7 }, "7"],
  [
    "flat keys below it",
    { "p.a": 1, "p.b.0": "x", "p.b.1": true, q: 1, "q.p.a": 2 },
    { a: 1, b: ["x", true] },
  ],
  ["flat keys below it that hold no scalar", { "p.a": { b: 1 }, "p.c": null, "p.d": 2 }, { d: 2 }],
  ["flat keys below it, none a scalar", { "p.a": {}, "p.b": null }, undefined],
  ["a record that is a list", { record: [1], p: "x" }, "x"],
  ["a record that is null", { record: null, p: "x" }, "x"],
] as const) {
  part(`of ${name} is ${JSON.stringify(is)}`, () => {
    assert.equal(plain(partOf(detail, "p")), is);
  });
}

part("knows no part by what every object inherits", () => {
  assert.is(partOf({ record: {} }, "constructor"), undefined);
  assert.is(partOf({}, "constructor"), undefined);
});

part.run();

const object = suite("isObject()");

for (const [value, is] of [
  [undefined, false],
  [null, false],
  ["", false],
  [0, false],
  [true, false],
  [[], false],
  [() => 1, false],
  [{}, true],
  [Object.create(null), true],
] as const) {
  object(`of ${typeof value} ${String(JSON.stringify(value))} is ${is}`, () =>
    assert.is(isObject(value), is),
  );
}

object.run();

const cut = suite("clip()");

for (const [whole, max, is] of [
  ["", 0, ""],
  ["abc", 4, "abc"],
  ["abc", 3, "abc"],
  ["abcd", 3, "ab…"],
  ["abcd", 1, "…"],
  ["a😀b", 4, "a😀b"],
  ["a😀bc", 4, "a😀…"],
  ["a😀b", 3, "a…"],
  ["😀😀x", 4, "😀…"],
  ["\ud83dabc", 3, "\ud83da…"],
] as const) {
  cut(`of ${JSON.stringify(whole)} to ${max} is ${JSON.stringify(is)}`, () =>
    assert.is(clip(whole, max), is),
  );
}

cut.run();

/** Objects without a prototype are as equal as others here. */
function plain(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}
