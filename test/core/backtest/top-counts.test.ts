import { suite } from "uvu";
import * as assert from "uvu/assert";
import { TopCounts } from "../../../src/core/backtest/top-counts.ts";

const test = suite("TopCounts");

test("leaves out what has no value", () => {
  const counts = new TopCounts();
  counts.add(undefined);
  counts.add("");
  assert.equal(counts.top(5), []);
});

test("gives the most frequent, equals by value", () => {
  const counts = new TopCounts();
  for (const value of ["b", "a", "c", "c", "__proto__"]) counts.add(value);
  assert.equal(counts.top(3), [
    { value: "c", count: 2 },
    { value: "__proto__", count: 1 },
    { value: "a", count: 1 },
  ]);
});

test("keeps the frequent right among a hundred thousand others", () => {
  const counts = new TopCounts();
  for (let n = 0; n < 100_000; n++) {
    counts.add(`other-${n}`);
    if (n % 10 === 0) counts.add("frequent");
  }
  assert.equal(counts.top(1), [{ value: "frequent", count: 10_000 }]);
});

test.run();
