import { setTimeout as sleep } from "node:timers/promises";
import type { Queue } from "./sqs/queue.ts";
import type { IdleOptions, IdleReport } from "./stack-types.ts";
import type { Activity } from "./wiring/activity.ts";

/**
 * Waits until nothing is under way and no message of the queues becomes visible within the
 * patience; or until nothing has come of what is under way for too long.
 *
 * @param queues Those that a function is fed from: messages elsewhere move nobody.
 */
export async function untilIdle(
  activity: Activity,
  queues: readonly Queue[],
  options: IdleOptions = {},
): Promise<IdleReport> {
  const { patienceSeconds = 30, stillSeconds, movedAt = () => 0 } = options;
  const millis = (seconds: number | (() => number)) =>
    1000 * (typeof seconds === "number" ? seconds : seconds());
  const since = Date.now();
  const stillAt = () =>
    Math.max(since, movedAt()) + millis(stillSeconds ?? Number.POSITIVE_INFINITY);
  for (;;) {
    await quietOrStill(activity, stillAt);
    const times = queues.flatMap((queue) => queue.dueTimes());
    const next = Math.min(...times.map(({ due }) => due));
    const time = Date.now();
    if (time >= stillAt() || next > time + millis(patienceSeconds)) {
      const delayed = times.filter((it) => it.delayed).length;
      return { waiting: times.length - delayed, delayed };
    }
    // The queue's own timer shows the message, and its poller begins work at once.
    await sleep(Math.max(1, next - time));
  }
}

/** Milliseconds between looks at whether something has moved. */
const LOOK_INTERVAL = 1000;

/** Waits until nothing is under way, or until a time has come that may move on meanwhile. */
async function quietOrStill(activity: Activity, stillAt: () => number): Promise<void> {
  if (stillAt() === Number.POSITIVE_INFINITY) return activity.quiet();
  let isQuiet = false;
  const quiet = activity.quiet().then(() => {
    isQuiet = true;
  });
  while (!isQuiet && Date.now() < stillAt()) {
    const wait = Math.min(LOOK_INTERVAL, stillAt() - Date.now());
    await Promise.race([quiet, sleep(wait, undefined, { ref: false })]);
  }
}
