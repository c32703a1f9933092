import type { Clock } from "../../ports.ts";
import type { Limit } from "./at-most.ts";

/** Milliseconds after which a call that fails was not refused but left without an answer. */
const SLOW = 1_000;

/** Calls in a row without an answer after which no other is tried. */
const MAX_SLOW = 3;

/** How long and how often a batch calls the table. */
export interface Patience {
  readonly clock: Clock;
  readonly limit: Limit;
  /** Until when calls may be begun, milliseconds since the epoch. */
  readonly deadline: number;
}

/**
 * Makes what turns calls to the table into those of one batch: so many at once, and none at all any
 * more once the table does not answer. It must cost seconds and not each message its own.
 */
export function patientCalls({ clock, limit, deadline }: Patience) {
  let slow = 0;
  return <Args extends unknown[], T>(call: (...args: Args) => Promise<T>) =>
    (...args: Args): Promise<T> =>
      limit(async () => {
        const started = clock.now();
        if (slow >= MAX_SLOW)
          throw new Error("Cannot call the table as it must answer: it does not");
        if (started >= deadline)
          throw new Error("Cannot call the table in time: there is none left");
        try {
          const answer = await call(...args);
          slow = 0;
          return answer;
        } catch (error) {
          if (clock.now() - started >= SLOW) slow++;
          throw error;
        }
      });
}
