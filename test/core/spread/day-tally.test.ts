import { suite } from "uvu";
import * as assert from "uvu/assert";
import { DayTally } from "../../../src/core/spread/day-tally.ts";

const test = suite("DayTally");

const HOUR = 3_600_000;

test("has the days in order, each with how many, the first and the last", () => {
  const tally = new DayTally();
  for (const time of [50, 3, 7, 49, 5].map((hour) => hour * HOUR)) tally.add(time);
  assert.equal(tally.days(), [
    { count: 3, first: 3 * HOUR, last: 7 * HOUR },
    { count: 2, first: 49 * HOUR, last: 50 * HOUR },
  ]);
});

test("is the same from parts", () => {
  const [a, b, both] = [new DayTally(), new DayTally(), new DayTally()];
  for (const [n, hour] of [30, 2, 26, 1, 100, 3].entries()) {
    (n % 2 === 0 ? a : b).add(hour * HOUR);
    both.add(hour * HOUR);
  }
  const sum = new DayTally();
  sum.addAll(b.days());
  sum.addAll(a.days());
  assert.equal(sum.days(), both.days());
});

test("leaves the days of another as they are", () => {
  const one = new DayTally();
  one.add(HOUR);
  const days = one.days();
  const other = new DayTally();
  other.addAll(days);
  other.addAll(days);
  assert.equal(days, [{ count: 1, first: HOUR, last: HOUR }]);
});

test.run();
