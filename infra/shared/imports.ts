import { Arn, ArnFormat, type ResourceEnvironment } from "aws-cdk-lib";
import { EventBus, type IEventBus } from "aws-cdk-lib/aws-events";
import { type IKey, Key } from "aws-cdk-lib/aws-kms";
import { type ILogGroup, LogGroup } from "aws-cdk-lib/aws-logs";
import { Bucket, type IBucket } from "aws-cdk-lib/aws-s3";
import { type ISecret, Secret } from "aws-cdk-lib/aws-secretsmanager";
import { type ITopic, Topic } from "aws-cdk-lib/aws-sns";
import { type IQueue, Queue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";

/** Existing resources that settings name: each imported once, however often it is named. */
export class Imports extends Construct {
  key(arn: string): IKey {
    return this.once(arn, (id) => Key.fromKeyArn(this, id, arn));
  }

  /** A secret by ARN, with or without the six characters Secrets Manager adds, or by name. */
  secret(id: string): ISecret {
    return this.once(`secret:${id}`, (constructId) => {
      if (!id.startsWith("arn:")) return Secret.fromSecretNameV2(this, constructId, id);
      return /-[A-Za-z0-9]{6}$/.test(id)
        ? Secret.fromSecretCompleteArn(this, constructId, id)
        : Secret.fromSecretPartialArn(this, constructId, id);
    });
  }

  topic(arn: string): ITopic {
    return this.once(arn, (id) => Topic.fromTopicArn(this, id, arn));
  }

  queue(arn: string): IQueue {
    return this.once(arn, (id) => Queue.fromQueueArn(this, id, arn));
  }

  queueOrTopic(arn: string): IQueue | ITopic {
    const { service } = Arn.split(arn, ArnFormat.NO_RESOURCE_NAME);
    return service === "sqs" ? this.queue(arn) : this.topic(arn);
  }

  /** A Firehose stream; nothing of it is made, so it is not a construct. */
  stream(arn: string): { readonly deliveryStreamArn: string; readonly env: ResourceEnvironment } {
    const { account = "", region = "" } = Arn.split(arn, ArnFormat.SLASH_RESOURCE_NAME);
    return { deliveryStreamArn: arn, env: { account, region } };
  }

  bucket(name: string): IBucket {
    return this.once(`bucket:${name}`, (id) => Bucket.fromBucketName(this, id, name));
  }

  logGroup(name: string): ILogGroup {
    return this.once(`log-group:${name}`, (id) => LogGroup.fromLogGroupName(this, id, name));
  }

  eventBus(arn: string): IEventBus {
    return this.once(arn, (id) => EventBus.fromEventBusArn(this, id, arn));
  }

  private once<T>(name: string, make: (id: string) => T): T {
    const id = name.replaceAll("/", "|");
    return (this.node.tryFindChild(id) as T | undefined) ?? make(id);
  }
}
