import type { Stateful } from "./stateful.ts";

/** What a rule of several events alerts on. Plain JSON; every text is clipped. */
export interface SeveralEvents {
  readonly ruleId: string;
  /** What the rule asks. */
  readonly kind: keyof Stateful;
  /** Tells whose events they are: a hash of the rule's id and of the values of `by`. */
  readonly key: string;
  /** The values of the rule's `by`; null where the events have none. */
  readonly by: readonly (string | null)[];
  /** When the first and the last of them happened, milliseconds since the epoch. */
  readonly first: number;
  readonly last: number;
  /** By time; at most 200. None in alerts of an event that came long after they fired. */
  readonly events: readonly SeveralEvent[];
  /** What of this event is counted, or is new. */
  readonly values: readonly string[];
}

/** One of them. */
export interface SeveralEvent {
  /** Milliseconds since the epoch. */
  readonly time: number;
  readonly eventName?: string;
  readonly eventId?: string;
  /** What of it is counted once for each value, or is new. */
  readonly values?: readonly string[];
  readonly refused?: true;
}

/** Whether what several events came to was refused in all of them. */
export function isAllRefused({ events }: Pick<SeveralEvents, "events">): boolean {
  return events.every(({ refused }) => refused);
}
