import { suite } from "uvu";
import * as assert from "uvu/assert";
import { durationOf, durationText } from "../../../src/core/stateful/duration.ts";

const test = suite("durationOf()");

test("takes no other text for a duration", () => {
  for (const text of ["", "5", "m", "5 m", "5M", "-5m", "0m", "05m", "1.5h", "5min", "1h30m"]) {
    assert.is(durationOf(text), undefined, text);
  }
});

test("reads seconds, minutes, hours and days", () => {
  assert.equal(["90s", "5m", "1h", "1d"].map(durationOf), [90_000, 300_000, 3_600_000, 86_400_000]);
});

test.run();

const text = suite("durationText()");

text("writes what it reads, in the largest unit that fits", () => {
  assert.equal([90_000, 300_000, 3_600_000, 172_800_000].map(durationText), [
    "90s",
    "5m",
    "1h",
    "2d",
  ]);
});

text.run();
