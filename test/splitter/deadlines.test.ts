import { suite } from "uvu";
import * as assert from "uvu/assert";
import { deadlinesOf, readingEnd, turnOf } from "../../src/splitter/deadlines.ts";

const test = suite("deadlinesOf()");

for (const [now, left, read, send] of [
  [0, 120_000, 90_000, 108_000],
  [1_800_000_000_000, 20_000, 1_800_000_015_000, 1_800_000_018_000],
  [5_000, 0, 5_000, 5_000],
] as const) {
  test(`reads until ${read} and sends until ${send} when ${left} ms are left at ${now}`, () => {
    assert.equal(deadlinesOf(now, left), { read, send });
  });
}

test.run();

const reading = suite("readingEnd()");

for (const [now, end] of [
  [0, 750],
  [599, 750],
  [601, 750.5],
  [750, 825],
  [880, 890],
  [900, 900],
] as const) {
  reading(`is ${end} when a file's first record comes at ${now}`, () => {
    assert.is(readingEnd(deadlinesOf(0, 1_000), now), end);
  });
}

reading.run();

const turns = suite("turnOf()");

const DEADLINES = deadlinesOf(0, 300_000);

for (const [now, left, end] of [
  [0, 10, 22_500],
  [200_000, 2, 212_500],
  [0, 1_000, 10_000],
  [220_000, 3, 225_000],
] as const) {
  turns(`ends at ${end} for the first of ${left} files at ${now}`, () => {
    assert.equal(turnOf(DEADLINES, now, left), { read: end, send: end });
  });
}

turns("is all the time there is for the last file", () => {
  assert.is(turnOf(DEADLINES, 100_000, 1), DEADLINES);
});

turns.run();
