import type { Alert } from "../alert/alert.ts";
import type { Detail } from "../record/event-text.ts";
import type { RuleFault, Verdict } from "../rule/judge.ts";

/** One event of the history that rules have something to say of, as the notifier would take it. */
export interface FoundEvent {
  /** When it comes to the notifier, milliseconds since the epoch. */
  readonly at: number;
  /** What became of it by the rules. */
  readonly kind: "matched" | "ignored" | "fault";
  /** Ignore rule that silenced it. */
  readonly ignoredBy?: string;
  readonly faults?: readonly RuleFault[];
  /** Of one that matched. */
  readonly alert?: Alert;
  /** Its thread key. */
  readonly thread?: string;
  /** Of one that rules of several events match, until it is known what it comes to: what it is counted by. */
  readonly counted?: CountedEvent;
  /** Ids of rules of several events that it counts for and that do not alert of it. */
  readonly held?: readonly string[];
  /** The narrowest ignore rule that makes sense for it; absent where it does not say who called what. */
  readonly exception?: NarrowMatch;
}

/** What an event is counted by. */
export interface CountedEvent {
  /** The bus event's. */
  readonly detail: Detail;
  readonly matched: readonly string[];
  readonly steps?: NonNullable<Verdict["steps"]>;
  readonly severities?: NonNullable<Verdict["severities"]>;
}

/** What an ignore rule asks, in JMESPath. */
export interface NarrowMatch {
  /** Who, what, where and how it ended. */
  readonly match: string;
  /** On which things: a clause each. */
  readonly on: readonly string[];
}
