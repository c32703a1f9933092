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
  /** The field that says who did it, and what it says: what an ignore rule can go by. */
  readonly who?: readonly [path: string, value: string];
}
