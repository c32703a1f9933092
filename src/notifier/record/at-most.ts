/** Runs a task as soon as fewer than the most others of its kind run. */
export type Limit = <T>(task: () => Promise<T>) => Promise<T>;

/** Makes a limit; tasks that wait are begun in the order they came. */
export function atMost(most: number): Limit {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (task) => {
    if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve));
    else running++;
    try {
      return await task();
    } finally {
      const next = waiting.shift();
      // The place is handed over, not given up: nobody slips in between.
      if (next === undefined) running--;
      else next();
    }
  };
}
