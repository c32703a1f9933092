import type { Random } from "../support/random.ts";

/** Lets one of many wait at a time go on, in an order that a seed decides. */
export interface Scheduler {
  /** Waits until it is one's turn. */
  turn(): Promise<void>;
  /** Gives turns until nobody waits. */
  run(): Promise<void>;
}

/** Makes one. */
export function createScheduler(random: Random): Scheduler {
  const waiting: (() => void)[] = [];
  return {
    turn: () => new Promise((resolve) => void waiting.push(resolve)),
    async run() {
      // Who goes on may come to wait again, in any number of steps of its own.
      await settled();
      while (waiting.length > 0) {
        const [next] = waiting.splice(random.below(waiting.length), 1);
        next?.();
        await settled();
      }
    },
  };
}

function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
