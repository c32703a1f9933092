import { suite } from "uvu";
import * as assert from "uvu/assert";
import { spanText, timeText } from "../../../../src/core/slack/text/time-text.ts";

const MIDNIGHT = Date.UTC(2026, 0, 24);

const test = suite("spanText()");

test("is one time where both are the same second", () => {
  assert.is(spanText(MIDNIGHT, MIDNIGHT + 400), "2026-01-24 00:00:00 UTC");
});

test("says the day once within a day, twice across days", () => {
  assert.is(spanText(MIDNIGHT, MIDNIGHT + 61_000), "2026-01-24 00:00:00 to 00:01:01 UTC");
  assert.is(spanText(MIDNIGHT - 1_000, MIDNIGHT), "2026-01-23 23:59:59 to 2026-01-24 00:00:00 UTC");
});

test("writes years of five digits too", () => {
  assert.is(timeText(Date.UTC(12_026, 0, 24)), "+012026-01-24 00:00:00 UTC");
});

test.run();
