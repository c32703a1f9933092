import { EVENT_SOURCE, EVENT_VERSION, NOTICE_DETAIL_TYPE, POINTER_KEY } from "../../contract.ts";
import type { ObjectRef } from "../record/object-ref.ts";
import { queueText } from "../record/queue-text.ts";
import type { BusEntry } from "./bus-entry.ts";

/**
 * The bus event that tells operators of a log file nobody can read.
 *
 * @param reason Why, as the error says it.
 */
export function unreadableFileNotice({ bucket, key }: ObjectRef, reason: string): BusEntry {
  const address = `s3://${bucket}/${key}`;
  const notice = {
    kind: "unreadable-log-file",
    title: "A log file could not be read",
    text: `${address}: ${reason}`,
    bucket,
    key,
    reason,
    dedupe: `unreadable-log-file#${address}`,
  };
  return {
    source: EVENT_SOURCE,
    detailType: NOTICE_DETAIL_TYPE,
    resources: [],
    detail: queueText(JSON.stringify({ [POINTER_KEY]: { version: EVENT_VERSION }, notice })),
  };
}
