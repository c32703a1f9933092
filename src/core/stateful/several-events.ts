import type { Severity } from "../severity/severity.ts";
import type { Stateful } from "./stateful.ts";

/** What a rule of several events alerts on. Plain JSON; every text is clipped. */
export interface SeveralEvents {
  /** The rule that asks. */
  readonly ruleId: string;
  /** What the rule asks. */
  readonly kind: keyof Stateful;
  /** Tells whose events they are: a hash of the rule's id and of the values of `by`. */
  readonly key: string;
  /** The values of the rule's `by`; null where the events have none. */
  readonly by: readonly (string | null)[];
  /** When the first of them happened, milliseconds since the epoch. */
  readonly first: number;
  /** When the last of them happened, milliseconds since the epoch. */
  readonly last: number;
  /** By time; at most 200. None in alerts of an event that came long after they fired. */
  readonly events: readonly SeveralEvent[];
  /** What of this event is counted, or is new. */
  readonly values: readonly string[];
}

/** One of them. */
export interface SeveralEvent {
  /** When it happened, milliseconds since the epoch. */
  readonly time: number;
  /** The call, as its record names it; absent where it has no name. */
  readonly eventName?: string;
  /** Its record's id, by which `show` finds it; absent where it has none. */
  readonly eventId?: string;
  /** What of it is counted once for each value, or is new. */
  readonly values?: readonly string[];
  /** Present where the call was refused. */
  readonly refused?: true;
  /** The rule's severity in the context of this event; absent of a rule that is the same in all. */
  readonly severity?: Severity;
}

/** Whether what several events came to was refused in all of them. */
export function isAllRefused({ events }: Pick<SeveralEvents, "events">): boolean {
  return events.every(({ refused }) => refused);
}
