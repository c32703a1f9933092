import type { FirstSeen } from "../stateful/stateful.ts";
import type { Sighting } from "./sighting.ts";

/** What is remembered of a value of `firstSeen`. Plain JSON. */
export interface KnownValue {
  /** Identity of the event it was first met in. */
  readonly identity: string;
  /** When that happened, milliseconds since the epoch. */
  readonly first: number;
  /** When it was met last, give or take a day. */
  readonly last: number;
  /** Whether it was learned, and alerted nobody. */
  readonly learned?: true;
}

/** What an event's value is: new and alerts, or new while values are learned, or known. */
export type Meeting =
  | { readonly kind: "new" | "learned"; readonly value: KnownValue }
  /** `value` is there where what is remembered is to be renewed. */
  | { readonly kind: "known"; readonly value?: KnownValue };

/**
 * Decides what a value is that an event has.
 *
 * @param known What is remembered of the value.
 * @param learnedSince When the first event of the key happened, milliseconds since the epoch;
 * undefined if learning is over.
 */
export function meetValue(
  { days, learnDays }: Pick<FirstSeen, "days" | "learnDays">,
  { identity, time }: Pick<Sighting, "identity" | "time">,
  known: KnownValue | undefined,
  learnedSince: number | undefined,
): Meeting {
  if (known !== undefined && !isForgotten(known, time, days)) {
    // The event that was the first comes again.
    if (known.identity === identity) {
      return known.learned ? { kind: "known" } : { kind: "new", value: known };
    }
    return time - known.last <= DAY
      ? { kind: "known" }
      : { kind: "known", value: { ...known, last: time } };
  }
  const isLearned = learnedSince !== undefined && time < learnedSince + learnDays * DAY;
  const value = { identity, first: time, last: time };
  return isLearned
    ? { kind: "learned", value: { ...value, learned: true } }
    : { kind: "new", value };
}

/** Whether a value was not met for so many days that it is new once more. */
export function isForgotten({ last }: KnownValue, time: number, days: number): boolean {
  return time - last > days * DAY;
}

const DAY = 86_400_000;
