import { suite } from "uvu";
import * as assert from "uvu/assert";
import { createTimestamps, isTimestamp } from "../../../../src/local/desk/slack/slack-ts.ts";

const timestamps = suite("createTimestamps()");

timestamps("spells seconds and six digits", () => {
  const next = createTimestamps(() => 1_700_000_000_000);
  assert.is(next(), "1700000000.000000");
  assert.is(next(), "1700000000.000001");
});

timestamps("never repeats nor goes back, whatever the clock does", () => {
  const clock = [1_700_000_000_123, 1_700_000_000_123, 1_600_000_000_000, 1_700_000_001_000];
  const next = createTimestamps(() => clock.shift() ?? 0);
  const given = Array.from({ length: 6 }, next);
  assert.equal(given, [...new Set(given)].sort());
});

timestamps.run();

const spelling = suite("isTimestamp()");

for (const wrong of ["", "1700000000", "1700000000.1", "1700000000,000100", "x.000100"]) {
  spelling(`refuses "${wrong}"`, () => assert.not(isTimestamp(wrong)));
}

spelling("takes Slack's own", () => assert.ok(isTimestamp("1503435956.000247")));

spelling.run();
