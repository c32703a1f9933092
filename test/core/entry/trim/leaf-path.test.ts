import fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { LeafPath, LeafPlace } from "../../../../src/core/entry/trim/leaf-path.ts";
import { queueText } from "../../../../src/core/record/queue-text.ts";

const test = suite("LeafPath");

const KEY = fc.oneof(
  fc.nat(1_000_000),
  fc.string({ unit: "binary", maxLength: 4 }),
  fc.constantFrom("", ".", '"', "\\", "é", "\ud83d", "\ude00", "\uffff", "\u0000"),
);

function at(keys: readonly (string | number)[]): LeafPath {
  let place = new LeafPlace("", "", 0, undefined);
  for (const key of keys.slice(0, -1)) place = place.below(key);
  return new LeafPath(place, keys.at(-1) as string | number);
}

test("knows how long its text is, and how many bytes as JSON, as if it were written", () => {
  fc.assert(
    fc.property(fc.array(KEY, { minLength: 1, maxLength: 5 }), fc.nat(12), (keys, most) => {
      const path = at(keys);
      const text = keys.join(".");
      const json = queueText(JSON.stringify(text));
      assert.is(path.length, text.length);
      assert.is(path.bytes, Buffer.byteLength(json) - 2);
      assert.is(path.slice(0, most), text.slice(0, most));
      assert.is(`"${path.json}"`, json);
    }),
    { numRuns: 1_000 },
  );
});

test("is the bus event's own under its names on the first level alone", () => {
  assert.ok(at(["record"]).isOfBusEvent);
  assert.ok(at(["trailbridge"]).isOfBusEvent);
  assert.not(at(["a", "record"]).isOfBusEvent);
  assert.not(at(["", "record"]).isOfBusEvent);
});

test.run();
