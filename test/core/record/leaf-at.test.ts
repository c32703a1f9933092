import fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { flatten, hasPlainPaths, leafAt } from "../../../src/core/record/flatten.ts";
import { keyedRecord } from "../../support/keyed-record.ts";

const plain = suite("hasPlainPaths()");

plain("answers false where a key has a dot, on any level and in lists", () => {
  assert.is(hasPlainPaths({ "a.b": 1 }), false);
  assert.is(hasPlainPaths({ a: { b: [{ "c.d": null }] } }), false);
});

plain("looks into what is nested very deeply, without overflowing the stack", () => {
  const depth = 100_000;
  const deep = (key: string) =>
    JSON.parse(`${'{"a":'.repeat(depth)}{"${key}":1}${"}".repeat(depth)}`);
  assert.is(hasPlainPaths(deep("b")), true);
  assert.is(hasPlainPaths(deep("b.c")), false);
});

plain("answers true for a record as CloudTrail writes them", () => {
  assert.is(hasPlainPaths({ eventName: "x", resources: [{ ARN: "a.b" }], readOnly: null }), true);
});

plain.run();

const leaf = suite("leafAt()");

for (const [path, what] of [
  ["toString", "what an object inherits"],
  ["list.length", "a list's length"],
  ["list.push", "a list's method"],
  ["text.length", "a text's length"],
  ["text.0", "a text's letter"],
  ["list", "a list"],
  ["none", "null"],
  ["", "no path"],
  ["list.", "a path that ends in a dot"],
] as const) {
  leaf(`finds nothing at ${what}`, () => {
    assert.is(leafAt({ list: ["a"], text: "abc", none: null }, path), undefined);
  });
}

/** Keys that objects have anyway, that lists have, that are empty or look like a number. */
const KEYS = ["a", "b", "0", "1", "length", "__proto__", "constructor", "", "x.y"] as const;

leaf("finds at each path what flatten has there, and nothing at any other", () => {
  let plainOnes = 0;
  fc.assert(
    fc.property(
      keyedRecord(fc.constantFrom(...KEYS), { maxKeys: 4 }),
      fc.array(fc.constantFrom(...KEYS), { minLength: 1, maxLength: 4 }),
      (record, path) => {
        if (!hasPlainPaths(record)) return;
        plainOnes++;
        const flat = flatten(record);
        for (const key of [...Object.keys(flat), path.join(".")]) {
          const expected = Object.hasOwn(flat, key) ? flat[key] : undefined;
          assert.is(leafAt(record, key), expected, key);
        }
      },
    ),
    { numRuns: 2_000 },
  );
  assert.ok(plainOnes > 300, "enough records are plain");
});

leaf.run();
