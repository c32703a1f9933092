import { Duration } from "aws-cdk-lib";
import { type EventPattern, Match, Rule } from "aws-cdk-lib/aws-events";
import { LambdaFunction } from "aws-cdk-lib/aws-events-targets";
import type { IBucket } from "aws-cdk-lib/aws-s3";
import { admitForeignBucket } from "./foreign-bucket.ts";
import type { LogSource } from "./log-source.ts";
import { enableEventBridge } from "./s3-source.ts";

/**
 * The bucket's events reach the splitter through the default bus. Any number of others may listen
 * to the same bucket.
 *
 * A bucket in another account has its events forwarded from there, by `LogArchiveForwarder` or by
 * hand; this side lets that account's events in.
 */
export function eventBridgeSource(): LogSource {
  return {
    bind(target) {
      const { bucketAccount, logBucket, logPrefix } = target;
      if (bucketAccount === undefined) enableEventBridge(logBucket);
      else admitForeignBucket(target, bucketAccount);
      new Rule(target, "OnLogFile", {
        description: "New CloudTrail log file: to the trailbridge splitter",
        eventPattern: objectPattern("Object Created", logBucket, logPrefix, bucketAccount),
        targets: [
          new LambdaFunction(target.function, {
            deadLetterQueue: target.deadLetters,
            maxEventAge: Duration.hours(24),
            retryAttempts: 185,
          }),
        ],
      });
    },
  };
}

/** The pattern of one kind of S3 event about keys under a prefix. */
export function objectPattern(
  detailType: "Object Created" | "Object Deleted",
  bucket: IBucket,
  prefix: string,
  bucketAccount: string | undefined,
): EventPattern {
  return {
    source: ["aws.s3"],
    detailType: [detailType],
    // Whoever may put events on this bus could name any bucket, but not another account.
    ...(bucketAccount !== undefined && { account: [bucketAccount] }),
    detail: {
      bucket: { name: [bucket.bucketName] },
      ...(prefix !== "" && { object: { key: Match.prefix(prefix) } }),
    },
  };
}
