import { Token } from "aws-cdk-lib";
import type { IEventBus } from "aws-cdk-lib/aws-events";
import type { IKey } from "aws-cdk-lib/aws-kms";
import type { IBucket } from "aws-cdk-lib/aws-s3";
import type { ITopic } from "aws-cdk-lib/aws-sns";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import type { DestinationSettings } from "../../src/core/alert/route.ts";
import {
  bucketField,
  type CallField,
  keyFields,
  queueField,
  secretFields,
  topicFields,
} from "./call-field.ts";

/** Where log files come from. */
export interface LogFilesComeFrom {
  readonly logBucket: IBucket;
  /** Account of the bucket, when it is another than the stack's. */
  readonly bucketAccount: string | undefined;
  /** Queues of log files that wait to be read. */
  readonly waiting: readonly IQueue[];
}

/** Keys that the product may use and did not make. */
export interface KeysInUse {
  readonly logKey?: IKey;
  readonly secretKey?: IKey;
  readonly topicKey?: IKey;
  readonly deadLettersKey?: IKey;
  readonly bus?: { readonly encryptionKey?: IKey };
}

/** How calls name what the product depends on and may not have made: bus, bucket, keys, secrets, topics, queues. */
export function existingFields(
  { logBucket, bucketAccount, waiting }: LogFilesComeFrom,
  { destinations }: { readonly destinations: DestinationSettings },
  alarmTopic: ITopic,
  { eventBusName, eventBusArn }: IEventBus,
  { logKey, secretKey, topicKey, deadLettersKey, bus }: KeysInUse,
): readonly CallField[] {
  const { slackTokenSecretId, defaults, routes } = destinations;
  const keys = [logKey, secretKey, topicKey, deadLettersKey, bus?.encryptionKey];
  const targets = [defaults, ...routes];
  const secrets = targets.map(({ slackWebhookSecretId }) => slackWebhookSecretId);
  const topics = targets.map(({ snsTopicArn }) => snsTopicArn);
  return [
    ...(bucketAccount === undefined ? [bucketField(logBucket.bucketName)] : []),
    ...known([slackTokenSecretId, ...secrets]).flatMap(secretFields),
    ...known([alarmTopic.topicArn, ...topics]).flatMap((arn) => topicFields(arn, arn.length)),
    ...known(keys.map((key) => key?.keyArn)).flatMap((arn) =>
      keyFields(arn.slice(arn.lastIndexOf("/") + 1), arn),
    ),
    // The rules on a bus are known by it.
    ...known([eventBusName, eventBusArn]).map((value) => ({
      field: "eventBusName",
      value,
      characters: value.length,
    })),
    ...known([eventBusArn]).map((value) => ({
      field: "eventSourceArn",
      value,
      characters: value.length,
    })),
    ...waiting.map(({ queueName }) => queueField(queueName, 80)),
  ];
}

/** What is known before the deploy: the rest is of this app, and watched as such. */
function known(ids: readonly (string | undefined)[]): readonly string[] {
  return ids.filter((it) => it !== undefined && !Token.isUnresolved(it)) as string[];
}
