import { clip } from "../record/event-text.ts";
import type { CloudTrailRecord } from "../record/record.ts";
import { layoutOf } from "./object-key.ts";

/**
 * The account whose records a log file holds, by its key.
 *
 * @param key Decoded.
 * @returns Undefined for a key that does not say: one of a copy under a name of its own.
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/get-and-view-cloudtrail-log-files.html
 */
export function accountOfKey(key: string): string | undefined {
  return layoutOf(key.split("/").slice(0, -1))?.account ?? FILE_NAME.exec(key)?.[1];
}

const FILE_NAME = /(?:^|\/)(\d{12})_CloudTrail(?:-[A-Za-z]+)?_[^/]*$/;

/**
 * The account a record says it was delivered to, if that is another than its file's.
 *
 * CloudTrail puts each record into the file of the account that receives it, of an organisation's
 * trail as well; who made the call may be of any account. What is in the wrong file, somebody else
 * has written. A record that names no receiver, as before version 1.02, contradicts nothing.
 *
 * @param account Of the file: {@linkcode accountOfKey}.
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
export function strangeAccount(
  { recipientAccountId }: CloudTrailRecord,
  account: string | undefined,
): string | undefined {
  const receiver: unknown = recipientAccountId;
  if (account === undefined || receiver === undefined || receiver === null) return undefined;
  // As a number it has lost its leading zeros.
  const text = typeof receiver === "number" ? String(receiver).padStart(12, "0") : receiver;
  if (text === account) return undefined;
  return typeof text === "string" ? clip(text, 100) : "no text";
}
