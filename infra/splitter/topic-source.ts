import { Stack } from "aws-cdk-lib";
import { ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { type CfnSubscription, type ITopic, Topic } from "aws-cdk-lib/aws-sns";
import { LambdaSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import { RegionInfo } from "aws-cdk-lib/region-info";
import { admitBucketToTopic, bucketTopic } from "../delivery/bucket-delivery.ts";
import { keepUndelivered } from "../delivery/topic-delivery.ts";
import { foreignRegion } from "../shared/foreign.ts";
import { acknowledge } from "../shared/nag-evidence.ts";
import { topicKey } from "../shared/topic-key.ts";
import { requireStandard } from "../shared/usable.ts";
import type { LogSource, LogSourceTarget, TopicSourceProps } from "./log-source.ts";
import { bucketSource, notify } from "./s3-source.ts";

/**
 * A topic the splitter subscribes to: the bucket's, or CloudTrail's own, which names log files in
 * a message of its own shape. With a Control Tower landing zone that is the audit account's
 * `aws-controltower-AllConfigNotifications`.
 *
 * A topic in another account must allow this one `sns:Subscribe`. From a topic in another Region
 * nothing goes to the dead letters that SNS could not hand to Lambda: SNS tries for 23 days, and
 * takes no dead-letter queue of another Region.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-dead-letter-queues.html
 */
export function topicSource({ topic }: TopicSourceProps = {}): LogSource {
  return {
    bind(target) {
      requireStandard("topic", topic, "S3, CloudTrail and Lambda take no FIFO topic");
      const source = topic ?? createdTopic(target);
      const elsewhere = foreignRegion(source, target);
      if (elsewhere !== undefined) admitTopicOf(elsewhere, source, target);
      const subscription = source.addSubscription(new LambdaSubscription(target.function));
      if (elsewhere === undefined) keepUndelivered(subscription, source, target.deadLetters);
      else {
        acknowledge(subscription, {
          id: "Serverless-SNSRedrivePolicy",
          reason: "SNS takes no dead-letter queue of another Region than the topic's.",
        });
      }
      if (topic !== undefined) {
        const resource = subscription.node.defaultChild as CfnSubscription;
        resource.filterPolicyScope = "MessageBody";
        resource.filterPolicy = aboutBucket(target.logBucket.bucketName);
      }
    },
  };
}

/**
 * What SNS needs beyond its own Region: from one that an account must opt into it comes by a name of
 * its own, and to such a one it does not come from elsewhere.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-cross-region-delivery.html
 * @see https://docs.aws.amazon.com/sns/latest/dg/lambda-prereq.html
 */
function admitTopicOf(region: string, topic: ITopic, target: LogSourceTarget): void {
  const here = Stack.of(target).region;
  if (RegionInfo.get(here).isOptInRegion) {
    throw new Error(
      `Cannot use topic "${topic.topicName}" of ${region} as SNS does not deliver to functions in ${here}, a Region to opt into, from others: deploy in ${region}, or have it fill a queue here (setting logs.via: sqs)`,
    );
  }
  if (!RegionInfo.get(region).isOptInRegion) return;
  target.function.addPermission("OptInTopic", {
    principal: new ServicePrincipal(`sns.${region}.amazonaws.com`),
    sourceArn: topic.topicArn,
  });
}

/**
 * Messages about new files of one bucket, in S3's shape or in CloudTrail's. An existing topic may
 * carry others, those of AWS Config about the same bucket among them, which have a `messageType`.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/and-or-logic.html
 * @see https://docs.aws.amazon.com/config/latest/developerguide/notifications-for-AWS-Config.html
 */
function aboutBucket(name: string): unknown {
  return {
    messageType: [{ exists: false }],
    $or: [{ s3Bucket: [name] }, { Records: { s3: { bucket: { name: [name] } } } }],
  };
}

function createdTopic(target: LogSourceTarget): ITopic {
  const key = topicKey(target);
  const topic = new Topic(target, "LogFiles", {
    displayName: "New CloudTrail log files",
    masterKey: key,
    enforceSSL: true,
  });
  const bucket = bucketSource(target);
  if (target.bucketAccount === undefined) notify(target, bucketTopic(topic, key, bucket));
  else admitBucketToTopic(topic, key, bucket);
  return topic;
}
