import fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { type Collisions, flatten, leavesAt } from "../../../src/core/record/flatten.ts";
import { keyedRecord } from "../../support/keyed-record.ts";

const test = suite("leavesAt()");

for (const path of ["toString", "a.length", "a.push", "a.0.length", "none", "", "a.", "a"]) {
  test(`finds nothing at ${path === "" ? "no path" : path}`, () => {
    const { last, values } = leavesAt({ a: ["x"], none: null }, path);
    assert.equal([last, values.size], [undefined, 0]);
  });
}

test("finds what several ways lead to, in the order of the record", () => {
  const record = { "a.b": { c: 1 }, a: { "b.c": 2, b: { c: 1 } } };
  const { last, values } = leavesAt(record, "a.b.c");
  assert.equal([last, [...values]], [1, [1, 2]]);
});

const KEYS = ["a", "b", "a.b", "b.a", "", ".", "0", "length", "__proto__"] as const;

/** Few keys, so that many paths are alike. */
const KEY = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom("a", "b", "a.b") },
  fc.constantFrom(...KEYS),
);

test("finds at each path what flatten has there, and its collisions, and nothing at any other", () => {
  let several = 0;
  fc.assert(
    fc.property(
      keyedRecord(KEY, { maxKeys: 5, depthSize: "max" }),
      fc.array(fc.constantFrom(...KEYS), { minLength: 1, maxLength: 4 }),
      (record, path) => {
        const collisions: Collisions = new Map();
        const flat = flatten(record, collisions);
        for (const key of [...Object.keys(flat), path.join(".")]) {
          const { last, values } = leavesAt(record, key);
          const expected = Object.hasOwn(flat, key) ? flat[key] : undefined;
          assert.is(last, expected, key);
          const one = expected === undefined ? [] : [expected];
          assert.equal([...values], collisions.get(key) ?? one, key);
          if (values.size > 1) several++;
        }
      },
    ),
    { numRuns: 3_000 },
  );
  assert.ok(several > 0, "some paths have several values");
});

test.run();
