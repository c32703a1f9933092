import fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { batchEntries, MAX_ENTRIES } from "../../../src/core/entry/batch.ts";
import { type BusEntry, entryBytes, MAX_REQUEST_BYTES } from "../../../src/core/entry/bus-entry.ts";

const test = suite("batchEntries()");

for (const [name, sizes, expected] of [
  ["makes no batch of nothing", [], []],
  ["fills a batch to ten entries", Array(10).fill(100), [10]],
  ["opens a second batch for the eleventh", Array(11).fill(100), [10, 1]],
  ["splits by bytes", [400_000, 400_000, 400_000], [2, 1]],
  ["stays under the limit, not at it", [500_000, 500_000], [1, 1]],
  ["comes up to the limit", [500_000, 499_999], [2]],
  ["isolates an entry that is too large", [100, 2_000_000, 100], [1, 1, 1]],
] as const) {
  test(name, () => {
    const batches = batchEntries(sizes.map(entryOf), MAX_REQUEST_BYTES);
    assert.equal(
      batches.map((batch) => batch.length),
      expected,
    );
  });
}

test("keeps every entry, in order, within both limits, and never two batches where one would do", () => {
  const sizes = fc.array(fc.integer({ min: 10, max: 700 }), { maxLength: 60 });
  fc.assert(
    fc.property(sizes, (bytes) => {
      const entries = bytes.map(entryOf);
      const batches = batchEntries(entries, 1000);
      assert.equal(batches.flat(), entries);
      const total = (batch: BusEntry[]) => batch.reduce((sum, entry) => sum + entryBytes(entry), 0);
      for (const [i, batch] of batches.entries()) {
        assert.ok(batch.length <= MAX_ENTRIES && total(batch) < 1000);
        const next = batches[i + 1]?.[0];
        if (next === undefined || batch.length === MAX_ENTRIES) continue;
        assert.ok(total(batch) + entryBytes(next) >= 1000);
      }
    }),
  );
});

test.run();

/** An entry of exactly so many bytes. */
function entryOf(bytes: number): BusEntry {
  return { source: "s", detailType: "t", resources: [], detail: "x".repeat(bytes - 2) };
}
