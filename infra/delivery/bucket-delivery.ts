import { type Conditions, PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { IKey } from "aws-cdk-lib/aws-kms";
import {
  BucketNotificationDestinationType,
  type IBucketNotificationDestination,
} from "aws-cdk-lib/aws-s3";
import type { Topic } from "aws-cdk-lib/aws-sns";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { onBehalfOf, type Source } from "./source-conditions.ts";

/** A queue that a bucket notifies; the CDK's own destination says nothing of the bucket's account. */
export function bucketQueue(queue: Queue, bucket: Source): IBucketNotificationDestination {
  admitBucketToQueue(queue, bucket);
  return {
    bind: () => ({
      arn: queue.queueArn,
      type: BucketNotificationDestinationType.QUEUE,
      dependencies: [queue],
    }),
  };
}

/** A topic that a bucket notifies; the CDK's own destination says nothing of the bucket's account. */
export function bucketTopic(
  topic: Topic,
  key: IKey,
  bucket: Source,
): IBucketNotificationDestination {
  admitBucketToTopic(topic, key, bucket);
  return {
    bind: () => ({
      arn: topic.topicArn,
      type: BucketNotificationDestinationType.TOPIC,
      dependencies: [topic],
    }),
  };
}

/** Lets S3 send news of one bucket to a queue. */
export function admitBucketToQueue(queue: Queue, bucket: Source): void {
  queue.addToResourcePolicy(
    statement("sqs:SendMessage", queue.queueArn, onBehalfOf(bucket), "LogBucketNotifies"),
  );
}

/**
 * Lets S3 publish news of one bucket on a topic, and use the topic's key for it.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/grant-destinations-permissions-to-s3.html
 */
export function admitBucketToTopic(topic: Topic, key: IKey, bucket: Source): void {
  topic.addToResourcePolicy(
    statement("sns:Publish", topic.topicArn, onBehalfOf(bucket), "LogBucketNotifies"),
  );
  key.addToResourcePolicy(
    new PolicyStatement({
      sid: "LogBucketNotifies",
      principals: [S3],
      actions: ["kms:GenerateDataKey*", "kms:Decrypt"],
      resources: ["*"],
      conditions: { StringEquals: { "aws:SourceAccount": bucket.account } },
    }),
  );
}

function statement(action: string, resource: string, conditions: Conditions, sid: string) {
  return new PolicyStatement({
    sid,
    principals: [S3],
    actions: [action],
    resources: [resource],
    conditions,
  });
}

const S3 = new ServicePrincipal("s3.amazonaws.com");
