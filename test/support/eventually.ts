import * as assert from "uvu/assert";

/** Milliseconds after which what has not come true never will: a loaded machine is slow. */
const PATIENCE = 60_000;

/** Milliseconds between two readings. */
const PAUSE = 25;

/**
 * Reads until what is read is as expected: for what comes true by itself, but not at once.
 *
 * @param expected A value to equal, or a pattern to match.
 * @throws The assertion that fails to the last.
 */
export async function eventually<T>(
  read: () => T | Promise<T>,
  expected: T | RegExp,
  what?: string,
): Promise<void> {
  const deadline = performance.now() + PATIENCE;
  for (;;) {
    const value = await read();
    try {
      if (expected instanceof RegExp) assert.match(String(value), expected, what);
      else assert.equal(value, expected, what);
      return;
    } catch (error) {
      if (performance.now() > deadline) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
}
