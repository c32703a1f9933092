import type { AlertRecords, Clock } from "../../ports.ts";
import type { Limit } from "./at-most.ts";

/** Milliseconds after which a call that fails was not refused but left without an answer. */
const SLOW = 1_000;

/** Calls in a row without an answer after which no other is tried. */
const MAX_SLOW = 3;

/**
 * The records as one batch sees them: so many calls at once, and none at all any more once the
 * table does not answer. It must cost seconds and not each message its own.
 *
 * @param deadline Until when calls may be begun, milliseconds since the epoch.
 */
export function patientRecords(
  records: AlertRecords,
  { clock, limit, deadline }: { clock: Clock; limit: Limit; deadline: number },
): AlertRecords {
  let slow = 0;
  const patient =
    <Args extends unknown[], T>(call: (...args: Args) => Promise<T>) =>
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
  return {
    currentWindow: patient(records.currentWindow),
    openWindow: patient(records.openWindow),
    claimed: patient(records.claimed),
    claim: patient(records.claim),
    addMembers: patient(records.addMembers),
    widen: patient(records.widen),
    mark: patient(records.mark),
    register: patient(records.register),
  };
}
