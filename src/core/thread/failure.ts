import type { DeliveryError } from "../alert/delivery-error.ts";
import {
  type CallMethod,
  isAuthFinal,
  type Pace,
  pacedAfterLimit,
  pacedAfterTrouble,
} from "./pace.ts";

/** What a failed call means for what was to be drawn. */
export type Consequence =
  /** The channel waits, what was to be drawn with it. */
  | { readonly do: "wait"; readonly pace: Pace }
  /** No retry can help. */
  | { readonly do: "give-up"; readonly pace: Pace; readonly reason: string }
  /** The message to change or to reply to is not there any more. */
  | { readonly do: "replace"; readonly pace: Pace };

/**
 * What follows from a failed call.
 *
 * @param now Milliseconds since the epoch.
 */
export function consequenceOf(
  error: DeliveryError,
  method: CallMethod,
  pace: Pace,
  now: number,
): Consequence {
  switch (error.fault) {
    case "gone":
      return { do: "replace", pace };
    case "refused":
    // Even the plain text was not taken.
    case "content":
      return { do: "give-up", pace, reason: error.code };
    case "auth": {
      const troubled = pacedAfterTrouble(pace, "auth", now);
      if (!isAuthFinal(troubled, now)) return { do: "wait", pace: troubled };
      // The others are tried as soon, each once, so that none waits behind what is given up.
      const trouble = troubled.trouble && { ...troubled.trouble, until: now };
      return {
        do: "give-up",
        pace: { ...troubled, ...(trouble && { trouble }) },
        reason: error.code,
      };
    }
    case "later": {
      const { retryAfterSeconds, isUnsure } = error;
      if (retryAfterSeconds !== undefined) {
        const seconds = Math.min(LONGEST_PAUSE_SECONDS, Math.max(1, retryAfterSeconds));
        return { do: "wait", pace: pacedAfterLimit(pace, method, now, seconds) };
      }
      return { do: "wait", pace: pacedAfterTrouble(pace, isUnsure ? "unsure" : "down", now) };
    }
  }
}

/** A destination that asks for more than this is asked again all the same. */
const LONGEST_PAUSE_SECONDS = 900;
