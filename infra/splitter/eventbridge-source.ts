import { Duration } from "aws-cdk-lib";
import { type EventPattern, Match, Rule } from "aws-cdk-lib/aws-events";
import { LambdaFunction } from "aws-cdk-lib/aws-events-targets";
import type { IBucket } from "aws-cdk-lib/aws-s3";
import { DETAIL_TYPES } from "../../src/contract.ts";
import { delivered } from "../delivery/rule-delivery.ts";
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
          delivered(new LambdaFunction(target.function), {
            deadLetters: target.deadLetters,
            maxEventAge: Duration.hours(24),
            retryAttempts: 185,
          }),
        ],
      });
    },
  };
}

/**
 * The pattern of CloudTrail's events of calls that removed objects under a prefix: a trail logs them
 * as data events, where it is told to. A call for many objects names no keys.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
 */
export function removalCallPattern(
  bucket: IBucket,
  prefix: string,
  bucketAccount: string | undefined,
): EventPattern {
  return s3Pattern(DETAIL_TYPES.AwsApiCall as string, bucketAccount, {
    eventSource: ["s3.amazonaws.com"],
    eventName: ["DeleteObject", "DeleteObjects"],
    errorCode: Match.doesNotExist(),
    requestParameters: {
      bucketName: [bucket.bucketName],
      ...(prefix !== "" && { key: [{ prefix }, { exists: false }] }),
    },
  });
}

/** The pattern of one kind of S3 event about keys under a prefix. */
export function objectPattern(
  detailType: "Object Created" | "Object Deleted",
  bucket: IBucket,
  prefix: string,
  bucketAccount: string | undefined,
): EventPattern {
  return s3Pattern(detailType, bucketAccount, {
    bucket: { name: [bucket.bucketName] },
    ...(prefix !== "" && { object: { key: Match.prefix(prefix) } }),
  });
}

function s3Pattern(
  detailType: string,
  bucketAccount: string | undefined,
  detail: NonNullable<EventPattern["detail"]>,
): EventPattern {
  return {
    source: ["aws.s3"],
    detailType: [detailType],
    // Whoever may put events on this bus could name any bucket, but not another account.
    ...(bucketAccount !== undefined && { account: [bucketAccount] }),
    detail,
  };
}
