import type { Buses } from "./events/buses.ts";
import type { FunctionHost } from "./lambda/function-host.ts";
import type { Queue } from "./sqs/queue.ts";
import type { StackReport } from "./stack-types.ts";

/** Counts what became of everything so far. */
export function stackReport(
  queues: readonly Queue[],
  deadLetterQueues: ReadonlySet<string>,
  buses: Buses,
  functions: readonly FunctionHost[],
): StackReport {
  const depths = queues.map((queue) => ({
    queue: queue.name,
    deadLetters: deadLetterQueues.has(queue.name),
    ...queue.depth(),
  }));
  const dead = depths.filter(({ deadLetters }) => deadLetters);
  return {
    queues: depths,
    buses: buses.counts(),
    functions: functions.map((host) => host.counts()),
    deadLetters: dead.reduce((sum, { visible, invisible }) => sum + visible + invisible, 0),
  };
}
