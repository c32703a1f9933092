import { GetObjectCommand, type S3Client, S3ServiceException } from "@aws-sdk/client-s3";
import { UnreadableError } from "../../core/log/unreadable.ts";
import type { LogFiles } from "../../ports.ts";

/** Reads log files from S3. */
export function s3LogFiles(client: S3Client): LogFiles {
  return {
    async open({ bucket, key }, etag) {
      try {
        const { Body, ETag } = await client.send(
          new GetObjectCommand({
            Bucket: bucket,
            Key: key,
            ...(etag !== undefined && { IfMatch: etag }),
          }),
        );
        if (Body === undefined)
          throw new Error(`S3 answered without a body for s3://${bucket}/${key}`);
        return { bytes: Body as unknown as AsyncIterable<Uint8Array>, etag: ETag };
      } catch (cause) {
        if (cause instanceof S3ServiceException && cause.name === "PreconditionFailed") {
          throw new UnreadableError(
            "Cannot read on in log file as it must be what it was when its first records were read: it was overwritten since",
            { cause },
          );
        }
        if (!(cause instanceof S3ServiceException) || !FINAL.has(cause.name)) throw cause;
        throw new UnreadableError(
          `Cannot read log file as S3 must give it out: ${cause.name}: ${cause.message}`,
          { cause },
        );
      }
    },
  };
}

/**
 * Errors that stay however often one asks; all others are worth a retry.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
 */
const FINAL: ReadonlySet<string> = new Set([
  "AccessDenied",
  "AllAccessDisabled",
  "InvalidBucketName",
  "InvalidObjectState",
  "KeyTooLongError",
  "KMS.DisabledException",
  "KMS.InvalidStateException",
  "KMS.NotFoundException",
  "NoSuchBucket",
  "NoSuchKey",
  "NotFound",
]);
