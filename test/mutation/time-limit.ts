import { Script } from "node:vm";

// The limits of what runs for one mutant.

const CALL = "callOfMutation";
const STOPPED = "ERR_SCRIPT_EXECUTION_TIMEOUT";

/**
 * Ends a loop that a mutant made endless: nothing in the loop itself can, and StrykerJS waits longer.
 *
 * @param limit Milliseconds of the processor.
 */
export function withinTime<T>(call: () => T, limit: number): T {
  const start = processorTime();
  for (let timeout = Math.ceil(limit); ; timeout *= 2) {
    try {
      Object.assign(globalThis, { [CALL]: call });
      return new Script(`${CALL}()`).runInThisContext({ timeout });
    } catch (error) {
      // On a busy machine, time passes in which nothing runs.
      if (!isStopped(error) || processorTime() - start > limit) throw error;
    }
  }
}

/**
 * Ends the wait for what a mutant never answers: StrykerJS would start a new process for it.
 *
 * @param limit Milliseconds on the clock.
 */
export async function answered(answer: unknown, limit: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const never = new Promise<never>((_, reject) => {
    const error = Object.assign(new Error("nothing answers"), { code: STOPPED });
    timer = setTimeout(() => reject(error), limit);
  });
  try {
    await Promise.race([answer, never]);
  } finally {
    clearTimeout(timer);
  }
}

/** Whether an error is that of a limit here. */
export function isStopped(error: unknown): boolean {
  return (error as { code?: unknown } | null)?.code === STOPPED;
}

/** Milliseconds this process has used. */
export function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}
