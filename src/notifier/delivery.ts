import type { Destination } from "../core/alert/route.ts";
import type { Subject } from "../core/slack/subject.ts";
import type { SnsMessage } from "../core/sns/message.ts";

/** One subject to deliver to one destination. */
export interface Delivery {
  readonly subject: Subject;
  readonly destination: Destination;
  /** Table key by which the delivery is claimed, so that it happens once. */
  readonly claimKey: string;
  /** Table key of the thread it folds into; absent where it stands alone. */
  readonly threadKey?: string;
  readonly sns: () => SnsMessage;
}

/** What became of a delivery. */
export type Outcome =
  | { readonly kind: "posted" }
  | { readonly kind: "folded" }
  /** The destination has it already. */
  | { readonly kind: "repeated" }
  /** Another notifier is at it; whether it succeeds is not known yet. */
  | { readonly kind: "busy" }
  /** May succeed later. */
  | { readonly kind: "later"; readonly reason: string; readonly afterSeconds: number }
  /** Can never succeed. */
  | { readonly kind: "refused"; readonly reason: string };

/** Whether the destination has the subject now through this attempt. */
export function isDelivered({ kind }: Outcome): boolean {
  return kind === "posted" || kind === "folded";
}

/** Whether the attempt is a delivery in the sense of the counters. */
export function isAttempt({ kind }: Outcome): boolean {
  return kind !== "repeated" && kind !== "busy";
}
