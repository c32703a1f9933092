import { setTimeout as sleep } from "node:timers/promises";
import type { Queue } from "./sqs/queue.ts";
import type { IdleReport } from "./stack-types.ts";
import type { Activity } from "./wiring/activity.ts";

/**
 * Waits until nothing is under way and no message of the queues becomes visible within the
 * patience.
 *
 * @param queues Those that a function is fed from: messages elsewhere move nobody.
 */
export async function untilIdle(
  activity: Activity,
  queues: readonly Queue[],
  patienceSeconds: number,
): Promise<IdleReport> {
  for (;;) {
    await activity.quiet();
    const times = queues.flatMap((queue) => queue.dueTimes());
    const next = Math.min(...times);
    const now = Date.now();
    if (next > now + patienceSeconds * 1000) return { waiting: times.length };
    // The queue's own timer shows the message, and its poller begins work at once.
    await sleep(Math.max(1, next - now));
  }
}
