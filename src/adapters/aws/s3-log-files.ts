import { S3ServiceException } from "@aws-sdk/client-s3";
import { DeniedError, OverwrittenError, UnreadableError } from "../../core/log/unreadable.ts";
import type { LogFiles } from "../../ports.ts";
import type { GivenObject, WantedObject } from "./lean/get-object.ts";

/** Reads log files from S3. */
export function s3LogFiles(getObject: (wanted: WantedObject) => Promise<GivenObject>): LogFiles {
  return {
    async open({ bucket, key }, etag) {
      try {
        const { Body, ETag } = await getObject({ bucket, key, etag });
        if (Body === undefined)
          throw new Error(`S3 answered without a body for s3://${bucket}/${key}`);
        return { bytes: Body, etag: ETag };
      } catch (cause) {
        throw cause instanceof S3ServiceException ? toOwnError(cause) : cause;
      }
    },
  };
}

function toOwnError(cause: S3ServiceException): Error {
  const { name, message } = cause;
  if (name === "PreconditionFailed") {
    return new OverwrittenError(
      "Cannot read on in log file as it must be what it was when its first records were read: it was overwritten since",
      { cause },
    );
  }
  if (DENIED.has(name)) return new DeniedError(deniedCode(name, message), message, { cause });
  const isAlone = FINAL.get(name);
  if (isAlone === undefined) return cause;
  return new UnreadableError(`Cannot read log file as S3 must give it out: ${name}: ${message}`, {
    cause,
    code: isAlone ? undefined : name,
  });
}

/**
 * Says what is denied and why, in words that are the same for every object of a bucket: S3's own
 * name the object.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
function deniedCode(name: string, message: string): string {
  const kms = /\bkms\b|ciphertext|master key/i.test(message) ? "kms:Decrypt" : undefined;
  const [, action = kms] = /not authorized to perform: (\w+:\w+)/.exec(message) ?? [];
  const [why] = POLICY.exec(message) ?? [];
  return [name, action, why].filter((part) => part !== undefined).join(", ");
}

/** The words S3 has for why, and no others: a key may have anything in it. */
const POLICY =
  /(no|explicit deny in an?) (identity-based|resource-based|service control|resource control|session|VPC endpoint) policy|(no|explicit deny in a) permissions boundary/;

/**
 * Errors that whoever owns bucket or key can end, by a grant that is still to come or by enabling
 * what is disabled. What the caller is to blame for, expired credentials or a clock that is wrong,
 * is no denial: it passes.
 *
 * Without `s3:ListBucket`, S3 says AccessDenied of an object that is gone as well.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
 */
const DENIED: ReadonlySet<string> = new Set([
  "AccessDenied",
  "AllAccessDisabled",
  "Forbidden",
  "KMS.DisabledException",
  "KMS.InvalidStateException",
]);

/**
 * Errors that stay however often one asks, with whether they are of one object alone; all others
 * are worth a retry. A bucket that is gone took its files along: it was there when it sent the
 * news, and one made anew has others.
 */
const FINAL: ReadonlyMap<string, boolean> = new Map([
  ["InvalidBucketName", false],
  ["InvalidObjectState", false],
  ["KeyTooLongError", true],
  ["KMS.NotFoundException", false],
  ["NoSuchBucket", false],
  ["NoSuchKey", true],
  ["NotFound", true],
]);
