import { suite } from "uvu";
import * as assert from "uvu/assert";
import { createRateLimiter } from "../../../../src/local/desk/slack/rate-limit.ts";

const test = suite("createRateLimiter()");

test("makes the second message of a second wait", () => {
  const take = createRateLimiter({ perSecond: 1 }, () => 0);
  assert.equal([take("a"), take("a")], [0, 1]);
});

test("says how long, in whole seconds", () => {
  const take = createRateLimiter({ perSecond: 0.25 }, () => 0);
  assert.equal([take("a"), take("a")], [0, 4]);
});

test("lets a burst through after a pause, and no larger one", () => {
  let now = 0;
  const take = createRateLimiter({ perSecond: 1, burst: 3 }, () => now);
  const burst = (): number[] => [take("a"), take("a"), take("a"), take("a")];
  assert.equal(burst(), [0, 0, 0, 1]);
  now = 60_000;
  assert.equal(burst(), [0, 0, 0, 1]);
});

test("does not make one key wait for another", () => {
  const take = createRateLimiter({ perSecond: 1 }, () => 0);
  assert.equal([take("a"), take("b")], [0, 0]);
});

test.run();
