import type { Clock } from "../../ports.ts";

/** Waits before each further try, milliseconds. */
const WAITS = [100, 300, 700, 1_500];

/**
 * Writes what must not be forgotten: a message that is posted and not written down is posted again.
 *
 * @throws What the last try threw.
 */
export async function persist<T>(clock: Clock, write: () => Promise<T>): Promise<T> {
  for (const wait of WAITS) {
    try {
      return await write();
    } catch {
      // The last try tells why.
      await clock.sleep(wait);
    }
  }
  return await write();
}
