import type { ObjectRef } from "../record/object-ref.ts";
import type { BusEntry } from "./bus-entry.ts";
import { dayOf, noticeEntry } from "./operator-notice.ts";

/** `kind` of the notice of a file that is not as CloudTrail wrote it, which alerts as removed ones do. */
export const FINDING_KIND = "validated-log-file";

/** What may be the matter with a file: see `Finding`. */
export type FindingKind = "missing" | "altered" | "unsigned" | "broken chain" | "unreadable";

/** The bus event that tells of a file that is not as CloudTrail's digests say: one for each file and fault. */
export function findingNotice(
  finding: FindingKind,
  { bucket, key }: ObjectRef,
  why: string,
): BusEntry {
  return noticeEntry({
    kind: FINDING_KIND,
    title: "A file of the trail is not as CloudTrail wrote it",
    text: `s3://${bucket}/${key}: ${finding}: ${why}`,
    finding,
    bucket,
    key,
    reason: why,
    dedupe: `${FINDING_KIND}#${finding}#${bucket}#${key}`,
  });
}

/**
 * The bus event that tells operators that log files are not validated: one a day for each reason.
 *
 * @param now Milliseconds since the epoch.
 */
export function unvalidatedNotice(where: ObjectRef, reason: string, now: number): BusEntry {
  return noticeEntry({
    kind: "unvalidated-trail",
    title: "Log files cannot be validated",
    text: `s3://${where.bucket}/${where.key}: CloudTrail's digests could not be compared with the log files.`,
    advice:
      "The trail must validate its log files (EnableLogFileValidation); who reads log files must be allowed s3:ListBucket and s3:GetObject on the trail's folder, and the splitter's role cloudtrail:ListPublicKeys.",
    bucket: where.bucket,
    key: where.key,
    reason,
    dedupe: `unvalidated-trail#${where.bucket}#${reason}#${dayOf(now)}`,
  });
}
