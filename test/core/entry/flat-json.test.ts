import { suite } from "uvu";
import * as assert from "uvu/assert";
import { flatJson } from "../../../src/core/entry/flat-json.ts";

const test = suite("flatJson()");

const LONGEST = 1_000;

/** Keys of all objects in a value, as its text has them. */
function membersOf(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  const inner = Object.values(value).reduce((sum, child) => sum + membersOf(child), 0);
  return inner + (Array.isArray(value) ? 0 : Object.keys(value).length);
}

const flat: [name: string, record: Record<string, unknown>, json: string][] = [
  ["nothing", {}, ""],
  ["scalars", { a: "x", b: 1, c: true, d: false }, '"a":"x","b":1,"c":true,"d":false'],
  ["null as if it were not there", { a: null, b: { c: null }, d: [null, 1] }, '"d.1":1'],
  ["objects", { a: { b: { c: "x" }, d: 2 }, e: "y" }, '"a.b.c":"x","a.d":2,"e":"y"'],
  ["lists", { a: ["x", { b: 1 }, ["y"]] }, '"a.0":"x","a.1.b":1,"a.2.0":"y"'],
  ["empty lists and objects as if they were not there", { a: [], b: {}, c: 1 }, '"c":1'],
  ["an empty key", { "": "x", a: { "": 1 } }, '"":"x","a.":1'],
  [
    "what JSON escapes, in keys and values",
    { 'a"b': { "c\n": 'x"\\\u0000' } },
    '"a\\"b.c\\n":"x\\"\\\\\\u0000"',
  ],
  ["half a character", { a: "\ud800" }, '"a":"\\ud800"'],
  ["whole characters", { a: "Zoë 🙂" }, '"a":"Zoë 🙂"'],
  [
    "names of the bus event's own below the top",
    { a: { record: 1, trailbridge: "x" } },
    '"a.record":1,"a.trailbridge":"x"',
  ],
  [
    "an object under such a name",
    { record: { a: 1 }, trailbridge: [2] },
    '"record.a":1,"trailbridge.0":2',
  ],
  ["plain numbers", { a: 0, b: -1.5, c: 1_000_000 }, '"a":0,"b":-1.5,"c":1000000'],
];

for (const [name, record, json] of flat) {
  test(`writes ${name}`, () => {
    assert.is(flatJson(record, membersOf(record), LONGEST), json);
  });
}

for (const [name, record] of [
  ["a key with a dot", { "a.b": 1 }],
  ["a key with a dot inside", { a: { "b.c": 1 } }],
  ["a key with a dot in a list", { a: [{ ".": null }] }],
  ["the bus event's own key for the record", { record: "x" }],
  ["the bus event's own key for where it lies", { trailbridge: 1 }],
  ["a number that has no end", { a: 1e300 }],
] as const) {
  test(`leaves to more care ${name}`, () => {
    assert.is(flatJson(record, membersOf(record), LONGEST), undefined);
  });
}

test("leaves to more care a record with a key that is written twice", () => {
  const record = { a: 1, b: { c: [{ d: 2 }] } };
  assert.is(membersOf(record), 4);
  assert.is(flatJson(record, 5, LONGEST), undefined);
  assert.type(flatJson(record, 4, LONGEST), "string");
});

test("ends once it is too long, before it is much longer", () => {
  const record = { a: "x".repeat(10), b: 1 };
  const length = '"a":"xxxxxxxxxx"'.length;
  assert.is(flatJson(record, 2, length - 1), undefined);
  assert.is(flatJson(record, 2, length), '"a":"xxxxxxxxxx","b":1');
});

test.run();
