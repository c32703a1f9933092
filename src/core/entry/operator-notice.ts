import { EVENT_SOURCE, EVENT_VERSION, NOTICE_DETAIL_TYPE, POINTER_KEY } from "../../contract.ts";
import type { ObjectRef } from "../record/object-ref.ts";
import { queueText } from "../record/queue-text.ts";
import type { BusEntry } from "./bus-entry.ts";

/**
 * The bus event that tells operators of a log file nobody can read.
 *
 * @param reason Why, as the error says it.
 * @param code What keeps every file of the bucket from being read: then it is told once for all.
 */
export function unreadableFileNotice(
  { bucket, key }: ObjectRef,
  reason: string,
  code?: string,
): BusEntry {
  const address = `s3://${bucket}/${key}`;
  return noticeEntry({
    kind: "unreadable-log-file",
    title: "A log file could not be read",
    text: `${address}: ${reason}`,
    bucket,
    key,
    reason,
    dedupe:
      code === undefined
        ? `unreadable-log-file#${address}`
        : `unreadable-log-files#${bucket}#${code}`,
  });
}

/** Why files of a bucket wait: `code` is the same for all of them, `message` tells of one. */
export interface FileObstacle {
  readonly code: string;
  readonly message: string;
}

/**
 * The bus event that tells operators that S3 does not give out log files: one for each bucket and
 * reason, however many files it is.
 *
 * @param object One of them.
 * @param hours How long each is tried.
 */
export function deniedFilesNotice(
  { bucket, key }: ObjectRef,
  { code, message }: FileObstacle,
  hours: number,
): BusEntry {
  return noticeEntry({
    kind: "denied-log-files",
    title: "Log files may not be read",
    text: `s3://${bucket}/${key}, and maybe others of the bucket: ${message}`,
    advice: `Each is tried again for ${hours} hours, then it is a dead letter; nothing is lost. Check that the bucket's policy and the reader role allow s3:GetObject, and that the KMS key's policy grants kms:Decrypt. S3 says the same of an object that is gone, as the splitter may not list the bucket.`,
    bucket,
    key,
    reason: code,
    dedupe: `denied-log-files#${bucket}#${code}`,
  });
}

/**
 * The bus event that tells operators that log files were tried for hours and are dead letters now:
 * one for each bucket and reason.
 *
 * @param object One of them.
 */
export function overdueFilesNotice(
  { bucket, key }: ObjectRef,
  { code, message }: FileObstacle,
  hours: number,
): BusEntry {
  return noticeEntry({
    kind: "overdue-log-files",
    title: "Log files were given up",
    text: `s3://${bucket}/${key}, and maybe others of the bucket: ${message}`,
    advice: `Each was tried for ${hours} hours and waits in the splitter's dead letters: remove the cause, then redrive them. Nothing is lost.`,
    bucket,
    key,
    reason: code,
    dedupe: `overdue-log-files#${bucket}#${code}`,
  });
}

function noticeEntry(notice: Readonly<Record<string, string>>): BusEntry {
  return {
    source: EVENT_SOURCE,
    detailType: NOTICE_DETAIL_TYPE,
    resources: [],
    detail: queueText(JSON.stringify({ [POINTER_KEY]: { version: EVENT_VERSION }, notice })),
  };
}
