import { EVENT_SOURCE, EVENT_VERSION, NOTICE_DETAIL_TYPE, POINTER_KEY } from "../../contract.ts";
import type { ObjectRef } from "../record/object-ref.ts";
import { queueText } from "../record/queue-text.ts";
import { textStart } from "../record/text-start.ts";
import type { BusEntry } from "./bus-entry.ts";

/**
 * The bus event that tells operators of log files nobody can read: one for each bucket, reason and
 * hour, however many files it is, as whoever writes files chooses their names.
 *
 * @param object One of them.
 * @param reason Why, as the error says it.
 * @param code What keeps every file of the bucket from being read; else the rule that the error names.
 * @param now Milliseconds since the epoch.
 */
export function unreadableFileNotice(
  { bucket, key }: ObjectRef,
  reason: string,
  code: string | undefined,
  now: number,
): BusEntry {
  return noticeEntry({
    kind: "unreadable-log-file",
    title: "A log file could not be read",
    text: `s3://${bucket}/${key}, and maybe others of the bucket: ${reason}`,
    bucket,
    key,
    reason,
    dedupe: `unreadable-log-files#${bucket}#${unreadableKind(reason, code)}#${hourOf(now)}`,
  });
}

/** What files that cannot be read have in common: in the error's words what must be, without what is. */
export function unreadableKind(reason: string, code: string | undefined): string {
  return code ?? textStart(reason.split(":", 1)[0] ?? "", 200).replace(/\d+/g, "0");
}

/** Of a time in milliseconds since the epoch: `2026-01-02`. */
export function dayOf(now: number): string {
  return new Date(now).toISOString().slice(0, 10);
}

/** Of a time in milliseconds since the epoch: `2026-01-02T03`. */
export function hourOf(now: number): string {
  return new Date(now).toISOString().slice(0, 13);
}

/** Why files of a bucket wait: `code` is the same for all of them, `message` tells of one. */
export interface FileObstacle {
  readonly code: string;
  readonly message: string;
}

/**
 * The bus event that tells operators that S3 does not give out log files: one for each bucket,
 * reason and day, however many files it is.
 *
 * @param object One of them.
 * @param hours How long each is tried.
 */
export function deniedFilesNotice(
  { bucket, key }: ObjectRef,
  { code, message }: FileObstacle,
  hours: number,
  now: number,
): BusEntry {
  return noticeEntry({
    kind: "denied-log-files",
    title: "Log files may not be read",
    text: `s3://${bucket}/${key}, and maybe others of the bucket: ${message}`,
    advice: `Each is tried again for ${hours} hours, then it is a dead letter; nothing is lost. Check that the bucket's policy and the reader role allow s3:GetObject, and that the KMS key's policy grants kms:Decrypt. S3 says the same of an object that is gone, as the splitter may not list the bucket.`,
    bucket,
    key,
    reason: code,
    dedupe: `denied-log-files#${bucket}#${code}#${dayOf(now)}`,
  });
}

/**
 * The bus event that tells operators that log files were tried for hours and are dead letters now:
 * one for each bucket, reason and day.
 *
 * @param object One of them.
 */
export function overdueFilesNotice(
  { bucket, key }: ObjectRef,
  { code, message }: FileObstacle,
  hours: number,
  now: number,
): BusEntry {
  return noticeEntry({
    kind: "overdue-log-files",
    title: "Log files were given up",
    text: `s3://${bucket}/${key}, and maybe others of the bucket: ${message}`,
    advice: `Each was tried for ${hours} hours and waits in the splitter's dead letters: remove the cause, then redrive them. Nothing is lost.`,
    bucket,
    key,
    reason: code,
    dedupe: `overdue-log-files#${bucket}#${code}#${dayOf(now)}`,
  });
}

/**
 * The bus event that tells operators of records in files of another account than they say they are
 * of: one for each bucket and day, however many files it is, as whoever writes them chooses their names.
 *
 * @param object One of the files.
 * @param stranger A record in it, and the account it says it is of.
 */
export function misplacedRecordsNotice(
  { bucket, key }: ObjectRef,
  { index, account }: { readonly index: number; readonly account: string },
  now: number,
): BusEntry {
  return noticeEntry({
    kind: "misplaced-records",
    title: "Records are in another account's log file",
    text: "CloudTrail does not write such files. Their records are judged like all others, but may be made up.",
    advice:
      "Find out who wrote the file: CloudTrail's data events of the bucket, or S3's access logs, name the caller. Compare it with the trail's digest files by `aws cloudtrail validate-logs`. Other files of the bucket may hold such records as well; the splitter's log names each.",
    bucket,
    key,
    reason: `record ${index} says it is of account ${account}`,
    dedupe: `misplaced-records#${bucket}#${dayOf(now)}`,
  });
}

/**
 * The bus event that tells operators of a notification of log files in a bucket that is not the
 * settings': one a day for all such buckets, as whoever sends them chooses their names.
 *
 * @param object One of the files.
 * @param expected The bucket whose files are read.
 */
export function otherBucketNotice(
  { bucket, key }: ObjectRef,
  expected: string,
  now: number,
): BusEntry {
  return noticeEntry({
    kind: "other-bucket",
    title: "A notification names log files of another bucket",
    text: "They are not read.",
    advice: `Only files of ${expected} are read, as the settings say (logs.bucket). If the trail writes elsewhere, correct the setting; else see who sends to the topic, queue or bus that notifications come by. Others may follow; the splitter's log names each.`,
    bucket,
    key,
    reason: `the settings name the bucket ${expected}`,
    dedupe: `other-bucket#${dayOf(now)}`,
  });
}

/**
 * The bus event that tells of a log file whose content is not what it was: one for each content.
 *
 * @param etag Of what is there now.
 * @param since When the first content was read, milliseconds since the epoch; undefined if it was
 * overwritten before.
 */
export function overwrittenFileNotice(
  { bucket, key }: ObjectRef,
  tag: string,
  since?: number,
): BusEntry {
  // S3 quotes tags in answers, and not in news.
  const etag = tag.replaceAll('"', "");
  const before =
    since === undefined
      ? "Its first content was never read: it was overwritten before"
      : `Its first content was read at ${new Date(since).toISOString()}`;
  return noticeEntry({
    kind: OVERWRITTEN_KIND,
    title: "A log file was overwritten",
    text: `s3://${bucket}/${key}: what is there now is not what was there. ${before}.`,
    advice: "CloudTrail writes each file once. Find out who wrote this one again.",
    bucket,
    key,
    etag,
    reason: before,
    dedupe: `${OVERWRITTEN_KIND}#${bucket}#${etag}#${key}`,
  });
}

/** `kind` of the notice of a log file that was overwritten, which alerts as removed ones do. */
export const OVERWRITTEN_KIND = "overwritten-log-file";

/**
 * The bus event that tells operators that nobody looks whether log files were overwritten: one an hour.
 *
 * @param reason Why not.
 * @param now Milliseconds since the epoch.
 */
export function uncomparedFilesNotice(reason: string, now: number): BusEntry {
  return noticeEntry({
    kind: "uncompared-log-files",
    title: "Log files cannot be compared with what they were",
    text: "Their records are published and judged all the same, but one that is overwritten is not told of now.",
    advice:
      "See that the splitter's table of published files is there and that its role may update and get its items. `trailbridge validate` compares all files with CloudTrail's digests.",
    reason,
    dedupe: `uncompared-log-files#${hourOf(now)}`,
  });
}

/** A bus event that tells operators something. */
export function noticeEntry(notice: Readonly<Record<string, string>>): BusEntry {
  return {
    source: EVENT_SOURCE,
    detailType: NOTICE_DETAIL_TYPE,
    resources: [],
    detail: queueText(JSON.stringify({ [POINTER_KEY]: { version: EVENT_VERSION }, notice })),
  };
}
