import * as fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { partOf } from "../../../src/core/record/event-text.ts";
import { flatten, type Scalar } from "../../../src/core/record/flatten.ts";
import { unflatten } from "../../../src/core/record/unflatten.ts";

const test = suite("unflatten()");

const CASES: readonly [what: string, flat: Record<string, Scalar>, nested: string][] = [
  ["nothing", {}, "{}"],
  [
    "objects and lists",
    { "a.b": 1, "c.0.d": "x", "c.1.d": true },
    '{"a":{"b":1},"c":[{"d":"x"},{"d":true}]}',
  ],
  ["a gap in a list as null", { "a.0": 1, "a.2": 3 }, '{"a":[1,null,3]}'],
  ["elements in any order", { "a.1": 2, "a.0": 1 }, '{"a":[1,2]}'],
  ["few elements of a long list by their index", { "a.900": 1 }, '{"a":{"900":1}}'],
  ["keys that only look like indices", { "a.00": 1, "a.1": 2 }, '{"a":{"1":2,"00":1}}'],
  ["a container before a leaf of the same path", { a: 1, "a.b": 2 }, '{"a":{"b":2}}'],
  [
    "names that objects inherit as their own",
    { "__proto__.x": 1, "a.constructor": 2 },
    '{"__proto__":{"x":1},"a":{"constructor":2}}',
  ],
];

for (const [what, flat, nested] of CASES) {
  test(`puts together ${what}`, () => {
    assert.is(JSON.stringify(unflatten(Object.entries(flat))), nested);
  });
}

test("leaves as one key what lies deeper than an event can be", () => {
  const deep = Array.from({ length: 100_000 }, () => "a").join(".");
  let node: unknown = unflatten([[deep, 1]]);
  let levels = 0;
  while (typeof node === "object" && node !== null) {
    node = Object.values(node)[0];
    levels++;
  }
  assert.is(node, 1);
  assert.is(levels, 1_001);
});

test("makes what has the same flat keys again, whatever the record, as long as no key has a dot", () => {
  const key = fc
    .oneof(fc.constantFrom("0", "1", "2", "00", "__proto__", "a", ""), fc.string())
    .filter((it) => !it.includes("."));
  const values = [fc.string(), fc.integer(), fc.boolean(), fc.constant(null)];
  fc.assert(
    fc.property(fc.object({ key, values, maxDepth: 4 }), (record) => {
      const flat = flatten(record);
      const again = flatten(unflatten(Object.entries(flat)));
      assert.equal(new Map(Object.entries(again)), new Map(Object.entries(flat)));
    }),
  );
});

test.run();

const parts = suite("partOf()");

parts("is the same from the flat keys as from the record, gaps aside", () => {
  const record = { requestParameters: { list: [1, { b: [null, "x"] }], name: "n" } };
  const flat = flatten(record);
  for (const detail of [{ ...flat, record }, flat]) {
    assert.is(
      JSON.stringify(partOf(detail, "requestParameters")),
      JSON.stringify(record.requestParameters),
    );
  }
});

parts("is undefined where there is nothing", () => {
  for (const detail of [
    {},
    { record: {} },
    { record: { a: null } },
    { record: { a: {} } },
    { a: "" },
  ]) {
    assert.is(partOf(detail, "a"), undefined);
  }
});

parts.run();
