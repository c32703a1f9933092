import { suite } from "uvu";
import * as assert from "uvu/assert";
import { UsageError } from "../../../src/cli/command.ts";
import { periodOf } from "../../../src/cli/input/period.ts";
import { ALL_TIME, isOfPeriod } from "../../../src/core/notification/period.ts";

const NOW = Date.parse("2026-11-27T10:00:00Z");

const test = suite("periodOf()");

for (const text of [
  "",
  "yesterday",
  "2026-11",
  "2026-02-30",
  "2026-13-01",
  "2026-11-26T08:00:00",
  "2026-11-26T25:00:00Z",
  "7",
  "7y",
  "-7d",
  "1e3d",
  "26.11.2026",
]) {
  test(`refuses "${text}" and says what it takes`, () => {
    assert.throws(
      () => period({ from: text }),
      (error: unknown) =>
        error instanceof UsageError && /--from takes a day, .*7d; it is/.test(error.message),
    );
  });
}

test("refuses an end that is before the beginning", () => {
  assert.throws(() => period({ from: "2026-11-27", to: "2026-11-26" }), /--from must be before/);
  assert.throws(() => period({ from: "1h", to: "2h" }), /they are "1h" and "2h"/);
});

for (const [from, to, first, last] of [
  ["2026-11-26", "2026-11-26", "2026-11-26T00:00:00Z", "2026-11-27T00:00:00Z"],
  ["2026-11-26T08:00Z", "2026-11-26T09:00:00+02:00", undefined, undefined],
  [
    "2026-11-26T08:00:00Z",
    "2026-11-26T08:00:00.5Z",
    "2026-11-26T08:00:00Z",
    "2026-11-26T08:00:00.5Z",
  ],
  ["7d", "12h", "2026-11-20T10:00:00Z", "2026-11-26T22:00:00Z"],
  ["1w", "30m", "2026-11-20T10:00:00Z", "2026-11-27T09:30:00Z"],
] as const) {
  test(`takes ${from} to ${to}`, () => {
    if (first === undefined) {
      assert.throws(() => period({ from, to }), /must be before/);
    } else {
      assert.equal(period({ from, to }), { from: Date.parse(first), to: Date.parse(last) });
    }
  });
}

test("is all there is without either, and open where one is missing", () => {
  assert.equal(period({}), ALL_TIME);
  assert.is(period({ from: "2026-11-26" }).to, Number.POSITIVE_INFINITY);
  assert.is(period({ to: "2026-11-26" }).from, Number.NEGATIVE_INFINITY);
});

test.run();

const ofPeriod = suite("isOfPeriod()");

const DAY = { from: Date.parse("2026-11-26"), to: Date.parse("2026-11-27") };

ofPeriod("has its beginning and not its end", () => {
  assert.ok(isOfPeriod("2026-11-26T00:00:00Z", DAY));
  assert.ok(isOfPeriod("2026-11-26T23:59:59Z", DAY));
  assert.not(isOfPeriod("2026-11-27T00:00:00Z", DAY));
  assert.not(isOfPeriod("2026-11-25T23:59:59Z", DAY));
});

ofPeriod("passes over no record whose time cannot be told", () => {
  for (const time of [undefined, null, 5, "", "2026-11-20"]) assert.ok(isOfPeriod(time, DAY));
});

ofPeriod.run();

function period(values: Readonly<Record<string, string>>) {
  return periodOf({ value: (name) => values[name] }, NOW);
}
