import { suite } from "uvu";
import * as assert from "uvu/assert";
import { DayTally } from "../../../src/core/spread/day-tally.ts";
import { mainPeriod } from "../../../src/core/spread/main-period.ts";

const test = suite("mainPeriod()");

/** The main period of records at these times, each as many as are said, in words. */
function periodOf(times: Readonly<Record<string, number>>) {
  const tally = new DayTally();
  for (const [time, count] of Object.entries(times)) {
    for (let n = 0; n < count; n++) tally.add(Date.parse(time));
  }
  const main = mainPeriod(tally.days());
  if (main === undefined) return undefined;
  const { from, to, stray } = main;
  const days = stray.days.map(({ day, records }) => `${day} ${records}`);
  return [...[from, to].map((time) => new Date(time).toISOString().slice(0, 16)), ...days];
}

test("is none where there is no record", () => {
  assert.is(periodOf({}), undefined);
});

test("is the moment of a single record, wrong as it may be", () => {
  assert.equal(periodOf({ "2099-01-01T00:00Z": 1 }), ["2099-01-01T00:00", "2099-01-01T00:00"]);
});

test("leaves out the few whose clock was wrong, and counts and names them", () => {
  assert.equal(
    periodOf({
      "1970-01-01T00:00Z": 1,
      "2026-01-02T03:00Z": 30,
      "2026-01-03T04:30Z": 20,
      "2099-01-01T00:00Z": 2,
      "2099-05-01T00:00Z": 1,
    }),
    ["2026-01-02T03:00", "2026-01-03T04:30", "1970-01-01 1", "2099-01-01 2", "2099-05-01 1"],
  );
});

test("keeps what is as near as the rest is long, or as a month", () => {
  assert.equal(periodOf({ "2026-01-02T00:00Z": 50, "2026-01-31T00:00Z": 1 }), [
    "2026-01-02T00:00",
    "2026-01-31T00:00",
  ]);
  assert.equal(
    periodOf({ "2024-01-01T00:00Z": 50, "2025-01-01T00:00Z": 50, "2025-12-01T00:00Z": 1 }),
    ["2024-01-01T00:00", "2025-12-01T00:00"],
  );
});

test("keeps two periods of some weight, however far apart", () => {
  assert.equal(periodOf({ "2019-01-02T00:00Z": 20, "2026-01-31T00:00Z": 80 }), [
    "2019-01-02T00:00",
    "2026-01-31T00:00",
  ]);
});

test("counts every record once: in the period, or stray", () => {
  const days = [1, 40, 400, 500, 20_000].map((day, n) => {
    const first = day * 86_400_000;
    return { count: 10 ** n, first, last: first + n };
  });
  for (let at = 1; at <= days.length; at++) {
    const seen = days.slice(0, at);
    const main = mainPeriod(seen);
    const within = seen.filter(({ first }) => main && main.from <= first && first <= main.to);
    const counted = within.reduce((sum, { count }) => sum + count, main?.stray.records ?? 0);
    assert.is(
      counted,
      seen.reduce((sum, { count }) => sum + count, 0),
    );
  }
});

test.run();
