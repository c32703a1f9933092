import { DeliveryError } from "../../core/alert/delivery-error.ts";
import type { Clock } from "../../ports.ts";
import type { Outcome } from "./delivery.ts";

/** Milliseconds one call to a destination may take at most. */
const CALL_MILLISECONDS = 10_000;

/** A destination asking for no more than this many seconds is waited for in place. */
const PATIENCE_SECONDS = 3;

/** Seconds after which a failed delivery comes again, where the destination does not say. */
const LATER_SECONDS = 5;

/**
 * The line to one destination during one batch: waits a little where asked to, and once the
 * destination wants a longer pause, holds everything else for it back.
 */
export interface DestinationLine {
  /** The outcome of all that is not tried any more; undefined while the line is open. */
  held(): Outcome | undefined;
  /**
   * Makes one call, {@linkcode patiently}.
   *
   * @throws {DeliveryError} If the call fails. With a Retry-After, the line is held from then on.
   */
  call<T>(send: () => Promise<T>): Promise<T>;
  /** What a failed call means for its delivery. */
  outcomeOf(error: unknown): Outcome;
}

/**
 * Opens a line.
 *
 * @param deadline When the function must be done, in milliseconds since the epoch: no call but
 * the first is begun that may not end before.
 */
export function openLine(clock: Clock, deadline: number): DestinationLine {
  let holdSeconds: number | undefined;
  let turnedAway = 0;
  let called = false;

  function held(): Outcome | undefined {
    if (holdSeconds !== undefined) {
      // One message a second is what Slack takes: those held back come again one by one.
      turnedAway++;
      return later("held back as the destination is rate limited", holdSeconds + turnedAway);
    }
    // The first call is always made: a function with little time still gets somewhere.
    return called && clock.now() + CALL_MILLISECONDS > deadline
      ? later("out of time in this batch", LATER_SECONDS)
      : undefined;
  }

  return {
    held,
    async call(send) {
      called = true;
      try {
        return await patiently(send, clock);
      } catch (error) {
        const seconds = waitOf(error);
        if (seconds !== undefined) holdSeconds = Math.max(holdSeconds ?? 0, seconds);
        throw error;
      }
    },
    outcomeOf(error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (!(error instanceof DeliveryError)) return later(reason, LATER_SECONDS);
      if (error.fault === "later") {
        return later(error.code, Math.max(LATER_SECONDS, error.retryAfterSeconds ?? 0));
      }
      return { kind: "refused", reason: error.code };
    },
  };
}

/** Makes one call, and once more if the destination asks for no more than a short pause. */
export async function patiently<T>(send: () => Promise<T>, clock: Clock): Promise<T> {
  try {
    return await send();
  } catch (error) {
    const seconds = waitOf(error);
    if (seconds === undefined || seconds > PATIENCE_SECONDS) throw error;
    await clock.sleep(seconds * 1_000);
  }
  return await send();
}

function waitOf(error: unknown): number | undefined {
  return error instanceof DeliveryError ? error.retryAfterSeconds : undefined;
}

function later(reason: string, afterSeconds: number): Outcome {
  return { kind: "later", reason, afterSeconds };
}
