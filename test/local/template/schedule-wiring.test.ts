import { suite } from "uvu";
import * as assert from "uvu/assert";
import { secondsOfRate } from "../../../src/local/template/schedule-wiring.ts";

const test = suite("secondsOfRate()");

for (const expression of [
  "",
  "rate(1 minutes)",
  "rate(5 minute)",
  "rate(0 minutes)",
  "rate(-1 minutes)",
  "rate(1.5 hours)",
  "rate(30 seconds)",
  "rate( 5 minutes )",
  "Rate(5 minutes)",
  "rate(5 minutes) ",
  "cron(0 12 * * ? *)",
  "at(2026-01-02T03:04:05)",
]) {
  test(`does not take ${expression || "nothing"} for a rate`, () => {
    assert.is(secondsOfRate(expression), undefined);
  });
}

for (const [expression, seconds] of [
  ["rate(1 minute)", 60],
  ["rate(5 minutes)", 300],
  ["rate(1 hour)", 3600],
  ["rate(12 hours)", 43_200],
  ["rate(1 day)", 86_400],
  ["rate(30 days)", 2_592_000],
] as const) {
  test(`reads ${expression}`, () => assert.is(secondsOfRate(expression), seconds));
}

test.run();
