import {
  CANARY_DETAIL_TYPE,
  DETAIL_TYPES,
  EVENT_SOURCE,
  NOTICE_DETAIL_TYPE,
  POINTER_KEY,
} from "../contract.ts";
import type { Alert } from "../core/alert/alert.ts";
import { type Notice, noticeOf } from "../core/alert/notice.ts";
import {
  isLifecycleExpiry,
  type RemovedObject,
  removedByCall,
  removedObjectOf,
  toldObjectOf,
} from "../core/alert/removed-object.ts";
import { tamperNotice } from "../core/alert/tamper.ts";
import { canaryOfDetail } from "../core/entry/canary.ts";
import { type Detail, isObject, textOf } from "../core/record/event-text.ts";
import { textStart } from "../core/record/text-start.ts";

/** What the notifier can be woken by. */
export type BusEvent =
  | (Replayable &
      (
        | { readonly kind: "record"; readonly detail: Detail; readonly source: Alert["source"] }
        | { readonly kind: "notice"; readonly notice: Notice }
        | { readonly kind: "canary"; readonly way: string; readonly at: number }
        | {
            readonly kind: "removed-object";
            readonly removed: RemovedObject;
            /** Removed by S3's own lifecycle. */
            readonly expired: boolean;
          }
      ))
  | { readonly kind: "malformed"; readonly reason: string };

interface Replayable {
  /**
   * Whether a replay brings it again: an archive's, or one of log files.
   *
   * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-replay-archived-event.html
   */
  readonly isReplay: boolean;
}

/**
 * Reads an EventBridge event.
 *
 * @param event The parsed event, or its JSON text as a queue carries it.
 */
export function busEventOf(event: unknown): BusEvent {
  const parsed = typeof event === "string" ? parse(event) : event;
  if (!isObject(parsed)) return malformed(event, "must be a JSON object");
  const { source, detail } = parsed;
  const isReplay = "replay-name" in parsed;
  if (!isObject(detail)) return malformed(parsed, "must hold an object in `detail`");
  if (source === EVENT_SOURCE) return ownEvent(parsed, detail, isReplay);
  if (source === "aws.s3" && parsed["detail-type"] === "Object Deleted") {
    const removed = removedObjectOf(parsed);
    return removed === undefined
      ? malformed(parsed, "must name bucket and key")
      : { kind: "removed-object", removed, expired: isLifecycleExpiry(parsed), isReplay };
  }
  if (isOfAws(source) && parsed["detail-type"] === DETAIL_TYPES.AwsApiCall) {
    const removed = source === "aws.s3" ? removedByCall(parsed) : undefined;
    if (removed !== undefined) return { kind: "removed-object", removed, expired: false, isReplay };
    const notice = tamperNotice(parsed);
    return notice === undefined
      ? malformed(parsed, "must say which call it was, to which service")
      : { kind: "notice", notice, isReplay };
  }
  return malformed(
    parsed,
    `must be of source "${EVENT_SOURCE}" or tell of an object S3 removed or of a call to AWS`,
  );
}

function ownEvent(event: Detail, detail: Detail, isReplay: boolean): BusEvent {
  if (event["detail-type"] === NOTICE_DETAIL_TYPE) {
    const told = toldObjectOf(event);
    if (told !== undefined) {
      return { kind: "removed-object", removed: told, expired: false, isReplay };
    }
    const notice = noticeOf(detail);
    return notice === undefined
      ? malformed(event, "must hold a notice with title and dedupe")
      : { kind: "notice", notice, isReplay };
  }
  if (event["detail-type"] === CANARY_DETAIL_TYPE) {
    const canary = canaryOfDetail(detail);
    return canary === undefined
      ? malformed(event, "must say by which way the canary comes, and when it set out")
      : { kind: "canary", ...canary, isReplay };
  }
  const pointer = detail[POINTER_KEY];
  const bucket = isObject(pointer) ? textOf(pointer, "bucket") : undefined;
  const key = isObject(pointer) ? textOf(pointer, "key") : undefined;
  if (!isObject(pointer) || bucket === undefined || key === undefined) {
    return malformed(event, `must say bucket and key in \`detail.${POINTER_KEY}\``);
  }
  const index = typeof pointer.index === "number" ? pointer.index : 0;
  // The splitter says so; it takes nothing of a record for its own part of the detail.
  const isAgain = isReplay || textOf(pointer, "replay") !== undefined;
  return { kind: "record", detail, source: { bucket, key, index }, isReplay: isAgain };
}

/** Nobody but AWS's services puts events of such a source on a bus. */
function isOfAws(source: unknown): boolean {
  return typeof source === "string" && source.startsWith("aws.");
}

function malformed(event: unknown, rule: string): BusEvent {
  const text = typeof event === "string" ? event : JSON.stringify(event);
  return {
    kind: "malformed",
    reason: `Cannot read bus event as it ${rule}: ${JSON.stringify(textStart(String(text), 200))}`,
  };
}

/** Undefined for text that is no JSON, which no event is. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The caller reports it as malformed, with the text itself.
    return undefined;
  }
}
