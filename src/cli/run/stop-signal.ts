/** The end of the program, asked for from outside. */
export interface StopSignal {
  /** Resolves when it is asked for. */
  readonly stopped: Promise<void>;
  /** Stops listening: the next signal ends the process at once. */
  dispose(): void;
}

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Milliseconds between looks at the parent. */
const PARENT_INTERVAL = 500;

/**
 * Listens for whatever ends a program: Control-C, a service manager, a terminal that closes; and,
 * where npm started it, npm's own end, as npm hands on no hang-up and no kill.
 */
export function listenForStop(): StopSignal {
  const parent = process.ppid;
  let resolve = () => {};
  const stopped = new Promise<void>((done) => {
    resolve = done;
  });
  const stop = () => {
    dispose();
    resolve();
  };
  const watch = setInterval(() => {
    if (process.ppid !== parent) stop();
  }, PARENT_INTERVAL);
  watch.unref();
  if (process.env.npm_lifecycle_event === undefined) clearInterval(watch);
  const dispose = () => {
    clearInterval(watch);
    for (const signal of SIGNALS) process.off(signal, stop);
  };
  for (const signal of SIGNALS) process.on(signal, stop);
  return { stopped, dispose };
}
