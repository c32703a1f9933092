import type { Claim, Claims, Log, Threads } from "../../ports.ts";

/**
 * The table as one batch sees it: after the first failure it counts as down until the batch ends.
 * Alerts matter more than threads, and a table that times out must not eat the function's time.
 */
export interface BatchTable {
  readonly isDown: boolean;
  /** @returns Undefined if the table is down. */
  claim(key: string): Promise<Claim | undefined>;
  complete(key: string): Promise<void>;
  release(key: string, lease: string): Promise<void>;
  /** @returns Undefined if the table is down. */
  threads<T>(use: (threads: Threads) => Promise<T>): Promise<Answer<T> | undefined>;
}

/** What the table answered; boxed, as the answer itself may be undefined. */
export interface Answer<T> {
  readonly value: T;
}

/** Makes a batch's view of the table. */
export function batchTable(claims: Claims, threads: Threads, log: Log): BatchTable {
  let down = false;
  async function attempt<T>(use: () => Promise<T>): Promise<Answer<T> | undefined> {
    if (down) return undefined;
    try {
      return { value: await use() };
    } catch (error) {
      down = true;
      log.error("The table cannot be reached: this batch goes unthreaded", { error });
      return undefined;
    }
  }
  return {
    get isDown() {
      return down;
    },
    claim: async (key) => (await attempt(() => claims.claim(key)))?.value,
    complete: async (key) => {
      await attempt(() => claims.complete(key));
    },
    release: async (key, lease) => {
      await attempt(() => claims.release(key, lease));
    },
    threads: (use) => attempt(() => use(threads)),
  };
}
