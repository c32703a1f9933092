import { CANARY_METRIC, CANARY_MINUTES, CANARY_WAYS } from "../../contract.ts";
import type { CanaryReceipts, Clock, Log } from "../../ports.ts";

/** What watching canaries needs. */
export interface CanaryWatchDeps {
  readonly receipts: CanaryReceipts;
  /** Ways on which canaries are waited for. */
  readonly ways: readonly string[];
  readonly clock: Pick<Clock, "now">;
  readonly log: Log;
}

/** Waits for canaries, and says for how long the one was not seen that is missed most. */
export interface CanaryWatch {
  /** Writes down that a canary came. Never rejects: what is not written down is missed. */
  received(way: string, at: number): Promise<void>;
  /** Counts how long the last canary of each way is ago, and sends the next by the queue of turns. */
  look(): Promise<void>;
}

/** Seconds after which a canary is said to be missed: a whole one did not come. */
const MISSED_SECONDS = CANARY_MINUTES * 60 * 1.8;

/** Makes the watch over the canaries of some ways; none at all is no watch. */
export function createCanaryWatch({ receipts, ways, clock, log }: CanaryWatchDeps): CanaryWatch {
  return {
    async received(way, at) {
      // Who sends one by an unknown way must not fill the table.
      if (!ways.includes(way)) return;
      try {
        // One from the future would count for ever.
        await receipts.received(way, Math.min(at, clock.now()));
      } catch (error) {
        log.error("The receipt of a canary cannot be written", { way, error });
      }
    },
    async look() {
      if (ways.length === 0) return;
      const now = clock.now();
      const last = await receipts.last(ways, now);
      const ages = [...last].map(([way, at]) => ({ way, seconds: Math.max(0, now - at) / 1_000 }));
      const missed = ages.filter(({ seconds }) => seconds > MISSED_SECONDS);
      if (missed.length > 0) log.error("Canaries are missed: these ways are closed", { missed });
      const oldest = ages.reduce((most, { seconds }) => Math.max(most, seconds), 0);
      log.metrics({ [CANARY_METRIC]: Math.round(oldest) });
      const turn = last.get(CANARY_WAYS.turns);
      // The sweep comes each minute, and never quite on it.
      const isDue = turn !== undefined && now - turn > (CANARY_MINUTES - 1.5) * 60_000;
      if (isDue) await receipts.sendTurn(now);
    },
  };
}
