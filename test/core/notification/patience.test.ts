import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  isOverdue,
  PATIENCE_HOURS,
  pauseSeconds,
} from "../../../src/core/notification/patience.ts";

const pauses = suite("pauseSeconds()");

for (const [before, least, most] of [
  [0, 4, 8],
  [1, 8, 16],
  [4, 64, 128],
  [6, 256, 512],
  [7, 450, 900],
  [30, 450, 900],
  [5_000, 450, 900],
] as const) {
  pauses(`is ${least} to ${most} after ${before} pauses, spread over the names`, () => {
    const all = Array.from({ length: 200 }, (_, i) => pauseSeconds(before, `s3://b/${i}`));
    assert.ok(all.every((seconds) => Number.isInteger(seconds)));
    assert.ok(Math.min(...all) >= least && Math.max(...all) <= most);
    assert.ok(new Set(all).size >= (most - least) / 3);
  });
}

pauses("is the same for the same name", () => {
  assert.is(pauseSeconds(7, "a"), pauseSeconds(7, "a"));
  assert.is.not(pauseSeconds(7, "a"), pauseSeconds(8, "a"));
});

pauses.run();

const overdue = suite("isOverdue()");

overdue("is what has been tried for all the hours", () => {
  const hours = PATIENCE_HOURS * 3_600_000;
  assert.equal(
    [0, hours - 1, hours, hours + 1].map((age) => isOverdue(1_000, 1_000 + age)),
    [false, false, true, true],
  );
});

overdue.run();
