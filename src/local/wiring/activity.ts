/** Counts the work under way, so that a stack knows exactly when nothing is left to do. */
export interface Activity {
  /** Notes that a piece of work has begun; call the answer, once, when it has ended. */
  begin(): () => void;
  /** Pieces of work under way. */
  count(): number;
  /** Resolves when nothing is under way; at once if so now. */
  quiet(): Promise<void>;
}

/** Makes a count of work under way. */
export function createActivity(): Activity {
  let count = 0;
  let waiting: (() => void)[] = [];
  const end = () => {
    count--;
    if (count > 0) return;
    const resolved = waiting;
    waiting = [];
    for (const resolve of resolved) resolve();
  };
  return {
    begin() {
      count++;
      let ended = false;
      return () => {
        if (ended) return;
        ended = true;
        end();
      };
    },
    count: () => count,
    quiet: () =>
      count === 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(() => resolve())),
  };
}
