import fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { carefulDetail, wholeDetail } from "../../../../src/core/entry/trim/trimmed-detail.ts";
import { HOSTILE_RECORDS } from "../../../support/hostile.ts";
import { rawRecord } from "../../../support/raw-record.ts";
import { record as anyRecord } from "../../../support/record-arbitrary.ts";

const test = suite("wholeDetail()");

/** Gives up exactly where the careful way has to change something, and else makes the same. */
function assertAlike(record: object, budget: number, includeRecord: boolean): boolean {
  const raw = rawRecord(record);
  const careful = carefulDetail(raw, budget, includeRecord);
  const isAltered = careful.truncated.size > 0 || careful.quoted.size > 0;
  const whole = wholeDetail(raw, budget, includeRecord);
  assert.equal(whole, isAltered ? undefined : careful, `${JSON.stringify(record)} in ${budget}`);
  return isAltered;
}

test("gives up on what is too large, and on nothing else", () => {
  let altered = 0;
  let whole = 0;
  fc.assert(
    fc.property(
      anyRecord,
      fc.integer({ min: -4, max: 4 }),
      fc.boolean(),
      (record, by, includes) => {
        if (Object.keys(record).length === 0) return;
        const { flat } = carefulDetail(rawRecord(record), 1_000_000, false);
        // Around the size at which it just fits.
        const size = Buffer.byteLength(flat) + 1 + by;
        for (const budget of [Math.max(1, size), size + JSON.stringify(record).length]) {
          assertAlike(record, budget, includes) ? altered++ : whole++;
        }
      },
    ),
    { numRuns: 500 },
  );
  assert.ok(altered > 100 && whole > 100, `${altered} altered, ${whole} whole`);
});

for (const [index, record] of HOSTILE_RECORDS.entries()) {
  if (Object.keys(record).length === 0) continue;
  test(`gives up on hostile record ${index} where something has to be changed`, () => {
    for (const budget of [200, 5_000, 200_000]) assertAlike(record, budget, true);
  });
}

test("does not count what the bus event has no room for by its name", () => {
  assert.not(assertAlike({ record: "x".repeat(500), eventName: "GetObject" }, 100, false));
});

test("gives up on deep records by the lengths of their paths", () => {
  let inner: unknown = 1;
  for (let level = 0; level < 300; level++) inner = { a: level, inner };
  assert.ok(assertAlike({ requestParameters: inner }, 100_000, true));
  assert.not(assertAlike({ requestParameters: inner }, 1_000_000, true));
});

test.run();
