import { ArnFormat, Stack } from "aws-cdk-lib";
import { PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { type ITopic, Topic } from "aws-cdk-lib/aws-sns";
import { EmailSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { onBehalfOf } from "../delivery/source-conditions.ts";
import { keepUndelivered } from "../delivery/topic-delivery.ts";
import { deadLetterQueue } from "../shared/dead-letters.ts";
import { topicKey } from "../shared/topic-key.ts";
import { requireHere, requireStandard } from "../shared/usable.ts";

/** Whom alarms tell. */
export interface AlarmTopicProps {
  /**
   * Existing topic. CloudWatch must be allowed to publish to it, and to use its key.
   *
   * @default - an encrypted topic is created
   */
  readonly topic?: ITopic;

  /**
   * Addresses told of alarms; each must confirm once.
   *
   * @default - none
   */
  readonly emails?: readonly string[];
}

/** Defines the topic alarms tell: encrypted, TLS only, for this account's alarms alone. */
export class AlarmTopic extends Construct {
  /** The topic that was given, or the one that was made. */
  readonly topic: ITopic;

  /** Alarms that an address did not take; only with `emails`. */
  readonly undelivered?: Queue;

  constructor(scope: Construct, id: string, { topic, emails = [] }: AlarmTopicProps) {
    super(scope, id);
    requireHere(this, "alarms.topic", topic, "CloudWatch alarms tell topics of their own Region");
    requireStandard("alarms.topic", topic, "CloudWatch publishes without a message group");
    this.topic = topic ?? this.created();
    if (emails.length === 0) return;
    const undelivered = deadLetterQueue(this, "Undelivered");
    this.undelivered = undelivered;
    for (const email of emails) {
      const subscription = this.topic.addSubscription(new EmailSubscription(email));
      keepUndelivered(subscription, this.topic, undelivered);
    }
  }

  private created(): Topic {
    const key = topicKey(this);
    const topic = new Topic(this, "Topic", {
      displayName: "trailbridge alarms",
      masterKey: key,
      enforceSSL: true,
    });
    const cloudWatch = new ServicePrincipal("cloudwatch.amazonaws.com");
    const stack = Stack.of(this);
    const alarms = stack.formatArn({
      service: "cloudwatch",
      resource: "alarm",
      resourceName: "*",
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    // https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html#sns-publish-from-cloudwatch
    const conditions = onBehalfOf({ arn: alarms, account: stack.account });
    topic.addToResourcePolicy(
      new PolicyStatement({
        sid: "AlarmsPublish",
        principals: [cloudWatch],
        actions: ["sns:Publish"],
        resources: [topic.topicArn],
        conditions,
      }),
    );
    // https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services
    key.addToResourcePolicy(
      new PolicyStatement({
        sid: "AlarmsEncrypt",
        principals: [cloudWatch],
        actions: ["kms:GenerateDataKey*", "kms:Decrypt"],
        resources: ["*"],
        conditions,
      }),
    );
    return topic;
  }
}
