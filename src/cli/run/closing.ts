/** What must be closed when a command ends, however it ends. */
export interface Closing {
  /** Adds something opened; once all is closed, it is closed at once. */
  add(close: () => void | Promise<void>): void;
  /** Closes everything, what was opened last first. */
  close(): Promise<void>;
}

/** Makes an empty list of what must be closed. */
export function createClosing(): Closing {
  const closers: (() => void | Promise<void>)[] = [];
  let isClosed = false;
  return {
    add(close) {
      if (isClosed) void close();
      else closers.push(close);
    },
    async close() {
      isClosed = true;
      for (const close of closers.splice(0).reverse()) await close();
    },
  };
}
