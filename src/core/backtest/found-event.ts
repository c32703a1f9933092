import type { Alert } from "../alert/alert.ts";
import type { RuleFault } from "../rule/judge.ts";

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
  /** The narrowest ignore rule that makes sense for it; absent where it does not say who called what. */
  readonly exception?: NarrowMatch;
}

/** What an ignore rule asks, in JMESPath. */
export interface NarrowMatch {
  /** Who, what, where and how it ended. */
  readonly match: string;
  /** On which things: a clause each. */
  readonly on: readonly string[];
}
