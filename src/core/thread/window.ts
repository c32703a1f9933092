import type { CallOutcome } from "../record/outcome.ts";
import { sha256 } from "../record/sha256.ts";
import type { Severity } from "../rule/rule.ts";

/** What a window of a thread begins with: all a drawer needs beside the members. */
export interface WindowHead {
  readonly id: string;
  /** `destinationId` of the destination. */
  readonly channel: string;
  readonly threadKey: string;
  readonly kind: "alert" | "removed-object" | "notice";
  /** Of the first event. */
  readonly identity: string;
  /** Leading rule of an alert. */
  readonly ruleId?: string;
  /** Of an alert its own; removed objects are critical, notices high. */
  readonly severity: Severity;
  /** Tells an alert's actor from others: type, issuer and account. */
  readonly actorKey?: string;
  /** Of an alert's first event, where its call did not succeed. */
  readonly outcome?: Exclude<CallOutcome, "succeeded">;
  /** JSON of the first event's `Subject`. */
  readonly subject: string;
  /** JSON of the first event's `SnsMessage`, for SNS destinations. */
  readonly sns?: string;
  /** Arrival of the first event, milliseconds since the epoch. */
  readonly openedAt: number;
  /** Until when the window takes events, milliseconds since the epoch. */
  readonly closesAt: number;
  /** Parts its members are spread over: 1, or {@linkcode MANY_SHARDS}. */
  readonly shards: number;
}

/** Parts of a window that many events come to: one partition takes 1,000 writes a second. */
export const MANY_SHARDS = 8;

/**
 * The id of a new window: same channel and thread, same beginning. Holds no `#`, so that it can be
 * part of a table key.
 *
 * @param openedAt Milliseconds since the epoch.
 * @param random A text that no other has, of letters and digits; its first six characters are used.
 */
export function windowIdOf(
  channel: string,
  threadKey: string,
  openedAt: number,
  random: string,
): string {
  const thread = sha256(JSON.stringify([channel, threadKey])).slice(0, 40);
  return `${thread}-${openedAt.toString(36)}-${random.replace(/[^0-9A-Za-z]/g, "").slice(0, 6)}`;
}

/** When a window was opened, by its id: milliseconds since the epoch. */
export function openedAtOf(window: string): number {
  return Number.parseInt(window.split("-")[1] ?? "", 36) || 0;
}

/** The part of a window that a member belongs to: always the same one for the same identity. */
export function shardOf(identity: string, shards: number): number {
  if (shards <= 1) return 0;
  let mixed = 0;
  for (let at = 0; at < identity.length; at++) {
    mixed = (Math.imul(mixed, 31) + identity.charCodeAt(at)) | 0;
  }
  return (mixed >>> 0) % shards;
}
