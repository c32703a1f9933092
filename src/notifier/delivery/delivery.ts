import type { Destination } from "../../core/alert/route.ts";
import type { Subject } from "../../core/alert/subject.ts";
import type { SnsMessage } from "../../core/sns/message.ts";

/** One subject to deliver to one destination. */
export interface Delivery {
  readonly subject: Subject;
  readonly destination: Destination;
  /** `destinationId` of the destination. */
  readonly channel: string;
  /** What tells it from all other deliveries to the channel. */
  readonly identity: string;
  /** What makes it one thread with other deliveries to the channel. */
  readonly thread: string;
  /** Table key by which the delivery is claimed, so that it happens once. */
  readonly claimKey: string;
  /** Table key of the thread it folds into; absent where it stands alone. */
  readonly threadKey?: string;
  readonly sns: () => SnsMessage;
}

/** What became of a delivery. */
export type Outcome =
  /** A message of its own. */
  | ({ readonly kind: "posted" } & Circumstances)
  /** Part of a thread: a reply, or beyond `maxReplies` a count. */
  | ({ readonly kind: "folded" } & Circumstances)
  /** The destination has it already. */
  | { readonly kind: "repeated" }
  /** Another notifier is at it; whether it succeeds is not known yet. */
  | { readonly kind: "busy" }
  /** May succeed later. */
  | { readonly kind: "later"; readonly reason: string; readonly afterSeconds: number }
  /** Can never succeed. */
  | { readonly kind: "refused"; readonly reason: string };

/** What was out of the ordinary about a delivery that reached its destination. */
export interface Circumstances {
  /** Posted as plain text, as Slack did not take the blocks. */
  readonly plain?: boolean;
  /** Without protection against repeats, as the table was down. */
  readonly unthreaded?: boolean;
}

/** Whether the destination has the subject now through this attempt. */
export function isDelivered(
  outcome: Outcome,
): outcome is Extract<Outcome, { readonly kind: "posted" | "folded" }> {
  return outcome.kind === "posted" || outcome.kind === "folded";
}
