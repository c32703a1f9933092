import "../../support/handler-bundles.ts";
import { type App, Stack } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { EventBus } from "aws-cdk-lib/aws-events";
import { Key } from "aws-cdk-lib/aws-kms";
import { Bucket, BucketEncryption } from "aws-cdk-lib/aws-s3";
import { Topic } from "aws-cdk-lib/aws-sns";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { eventBridgeSource } from "../../../infra/splitter/eventbridge-source.ts";
import type { LogSource } from "../../../infra/splitter/log-source.ts";
import { queueSource } from "../../../infra/splitter/queue-source.ts";
import { s3Source } from "../../../infra/splitter/s3-source.ts";
import { Splitter } from "../../../infra/splitter/splitter.ts";
import { topicSource } from "../../../infra/splitter/topic-source.ts";
import { ENV, resources, synthApp } from "../../support/synth.ts";

/** How a template names what is in another stack's: by its exports, or its outputs alone. */
const OF_ANOTHER_STACK = /Fn::(ImportValue|GetStackOutput)/;

const test = suite("a bucket of another stack of the app");

for (const [way, source] of [
  ["invokes the splitter itself", s3Source],
  ["tells a topic", topicSource],
  ["fills a queue", queueSource],
  ["tells by EventBridge", eventBridgeSource],
] as const) {
  test(`${way}, and its stack needs not the splitter's`, () => {
    const { template, trail } = synthTwo(source());
    const [notified] = Object.values(resources(template, "Custom::S3BucketNotifications"));
    assert.is(notified?.Properties.Managed, false);
    assert.match(JSON.stringify(notified?.Properties.BucketName), OF_ANOTHER_STACK);
    assert.not.match(JSON.stringify(trail.toJSON()), OF_ANOTHER_STACK);
  });
}

test("hands on its key: what the splitter reads it may decrypt", () => {
  const { template } = synthTwo(s3Source(), (stack) => new Key(stack, "LogKey"));
  const policies = JSON.stringify(resources(template, "AWS::IAM::Policy"));
  assert.match(policies, /"kms:Decrypt".*Fn::(ImportValue|GetStackOutput)/);
});

test("of another Region is refused where it would tell of its files, naming what works", () => {
  for (const source of [s3Source, queueSource, topicSource, eventBridgeSource]) {
    assert.throws(
      () => synthOf("eu-central-1", { bucketRegion: "us-west-2", source: source() }),
      /Cannot use logBucket as a bucket tells its own Region alone .*topicSource\(\) with a topic there.*us-west-2, the stack in eu-central-1/,
    );
  }
});

test("of another Region is read where a topic there tells of its files", () => {
  synthOf("eu-central-1", { bucketRegion: "us-west-2", topicRegion: "us-west-2" });
});

test.run();

const optIn = suite("a topic of another Region");

optIn("is let in by its Region's own name where that is one to opt into", () => {
  const template = synthOf("eu-central-1", { topicRegion: "eu-south-1" });
  const principals = Object.values(resources(template, "AWS::Lambda::Permission")).map(
    ({ Properties }) => Properties.Principal,
  );
  assert.equal(principals.sort(), ["sns.amazonaws.com", "sns.eu-south-1.amazonaws.com"]);
});

optIn("is let in by SNS's usual name where it is none", () => {
  const template = synthOf("eu-central-1", { topicRegion: "us-west-2" });
  template.resourceCountIs("AWS::Lambda::Permission", 1);
});

optIn("is refused in a Region to opt into, which SNS does not reach from outside", () => {
  for (const topicRegion of ["eu-central-1", "af-south-1"]) {
    assert.throws(
      () => synthOf("eu-south-1", { topicRegion }),
      /SNS does not deliver to functions in eu-south-1, a Region to opt into.*logs\.via: sqs/,
    );
  }
  synthOf("eu-south-1", { topicRegion: "eu-south-1" });
});

optIn.run();

function synthTwo(
  logSource: LogSource,
  keyOf: (stack: Stack) => Key | undefined = () => undefined,
) {
  let trail: Template | undefined;
  const template = synthApp((app) => {
    const owner = new Stack(app, "Trail", { env: ENV });
    const encryptionKey = keyOf(owner);
    const logBucket = new Bucket(owner, "Logs", {
      ...(encryptionKey && { encryptionKey, encryption: BucketEncryption.KMS }),
    });
    const stack = new Stack(app, "Test", { env: ENV });
    new Splitter(stack, "Splitter", {
      logBucket,
      eventBus: new EventBus(stack, "Bus"),
      logSource,
    });
    trail = Template.fromStack(owner);
    return stack;
  });
  return { template, trail: trail as Template };
}

function synthOf(
  region: string,
  at: {
    readonly bucketRegion?: string;
    readonly topicRegion?: string;
    readonly source?: LogSource;
  },
): Template {
  return synthApp((app: App) => {
    const stack = new Stack(app, "Test", { env: { ...ENV, region } });
    const topicArn = `arn:aws:sns:${at.topicRegion}:111122223333:news`;
    new Splitter(stack, "Splitter", {
      logBucket: Bucket.fromBucketAttributes(stack, "Logs", {
        bucketName: "org-logs",
        ...(at.bucketRegion && { region: at.bucketRegion }),
      }),
      eventBus: new EventBus(stack, "Bus"),
      logSource: at.source ?? topicSource({ topic: Topic.fromTopicArn(stack, "Topic", topicArn) }),
    });
    return stack;
  });
}
