import type { Stack } from "aws-cdk-lib";
import { Match, type Template } from "aws-cdk-lib/assertions";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import { EventBus } from "aws-cdk-lib/aws-events";
import { LambdaFunction, SqsQueue } from "aws-cdk-lib/aws-events-targets";
import { DeliveryStream } from "aws-cdk-lib/aws-kinesisfirehose";
import { Function as Fn } from "aws-cdk-lib/aws-lambda";
import { Secret } from "aws-cdk-lib/aws-secretsmanager";
import { Topic } from "aws-cdk-lib/aws-sns";
import { Queue } from "aws-cdk-lib/aws-sqs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { RecordBus } from "../../../infra/bus/record-bus.ts";
import { recordPattern } from "../../../infra/consumer/pattern.ts";
import { ENV, grants, resource, resources, synth } from "../../support/synth.ts";

interface QueuePolicy {
  readonly Statement: readonly {
    readonly Condition?: { readonly ArnLike?: Readonly<Record<string, unknown>> };
  }[];
}

const test = suite("Consumer");

test("refuses to deliver records that events do not carry", () => {
  assert.throws(
    () =>
      synth((stack) => new RecordBus(stack, "Bus", { includeRecord: false }).addFirehose("Lake")),
    /Cannot give consumer "Lake" records as includeRecord must be true/,
  );
});

test("refuses a target with a dead-letter queue of its own", () => {
  assert.throws(
    () =>
      synth((stack) => {
        const deadLetterQueue = new Queue(stack, "Other");
        const target = new SqsQueue(new Queue(stack, "Queue"), { deadLetterQueue });
        new RecordBus(stack, "Bus").addTarget("Siem", { target });
      }),
    /consumer "Siem" as a consumer brings its own dead-letter queue/,
  );
});

test("refuses an endpoint without TLS", () => {
  assert.throws(
    () => synthApi("http://siem.example.com"),
    /Cannot post to "http:\/\/siem.example.com" as .* must begin with https/,
  );
});

test("sends to another account's queue by a role, as EventBridge asks, and to an own one without", () => {
  const targetOf = (account: string) => {
    const template = synth(
      (stack) =>
        new RecordBus(stack, "Bus").addQueue("Siem", {
          queue: Queue.fromQueueArn(stack, "Q", `arn:aws:sqs:eu-central-1:${account}:siem`),
        }),
      { env: ENV },
    );
    const { Targets } = resource(template, "AWS::Events::Rule").Properties as {
      Targets: { Arn: string; RoleArn?: unknown }[];
    };
    return { template, target: Targets[0] };
  };
  assert.is(targetOf(ENV.account).target?.RoleArn, undefined);
  const { template, target } = targetOf("777788889999");
  assert.is(target?.Arn, "arn:aws:sqs:eu-central-1:777788889999:siem");
  assert.ok(target?.RoleArn);
  assert.is(
    grants(template, "BusConsumersSiemEventsRole")["sqs:SendMessage"],
    "arn:aws:sqs:eu-central-1:777788889999:siem",
  );
});

test("has dead letters that its rules may fill, a retry policy and an alarm, whatever its kind", () => {
  const template = synth((stack) => {
    const bus = new RecordBus(stack, "Bus");
    bus.addFirehose("Firehose");
    bus.addQueue("Queue");
    bus.addAlarmAction(new SnsAction(new Topic(stack, "Told")));
    bus.addLogGroup("Log");
    bus.addApiDestination("Api", api(stack, "https://siem.example.com/collect"));
    const arn = "arn:aws:lambda:eu-central-1:111122223333:function:any";
    bus.addTarget("Any", { target: new LambdaFunction(Fn.fromFunctionArn(stack, "Fn", arn)) });
    assert.is(bus.consumers.length, 5);
  });
  const rules = Object.entries(resources(template, "AWS::Events::Rule"));
  assert.is(rules.length, 7, "two for each of those that get the record, else one");
  const admitted = new Set(
    Object.values(resources(template, "AWS::SQS::QueuePolicy"))
      .map(({ Properties }) => Properties.PolicyDocument as QueuePolicy)
      .flatMap(({ Statement }) => Statement)
      .flatMap(({ Condition }) => Condition?.ArnLike?.["aws:SourceArn"] ?? [])
      .map((source) => JSON.stringify(source)),
  );
  for (const [id, { Properties }] of rules) {
    const [target] = Properties.Targets as [Record<string, Record<string, unknown>>];
    assert.ok(target.DeadLetterConfig?.Arn, `${id} has no dead letters`);
    assert.equal(target.RetryPolicy, {
      MaximumEventAgeInSeconds: 86_400,
      MaximumRetryAttempts: 185,
    });
    assert.ok(admitted.has(JSON.stringify({ "Fn::GetAtt": [id, "Arn"] })), `${id} is not admitted`);
  }
  const alarms = Object.values(resources(template, "AWS::CloudWatch::Alarm"));
  const lasting = alarms.filter(({ Properties }) => Properties.Metrics === undefined);
  // One that lasts and one for each arrival, for every consumer.
  assert.equal([alarms.length, lasting.length], [10, 5]);
  for (const { Properties } of alarms) {
    assert.is((Properties.AlarmActions as unknown[]).length, 1);
  }
  for (const { Properties } of lasting) {
    assert.is(Properties.MetricName, "ApproximateNumberOfMessagesVisible");
  }
});

test("gets what its pattern names", () => {
  synth((stack) => {
    const pattern = recordPattern({ "userIdentity.type": ["Root"] });
    new RecordBus(stack, "Bus").addQueue("Root", { pattern });
  }).hasResourceProperties("AWS::Events::Rule", {
    EventPattern: {
      source: ["trailbridge"],
      "detail-type": [{ "anything-but": { prefix: "Trailbridge " } }],
      detail: { "userIdentity.type": ["Root"] },
    },
  });
});

test.run();

const firehose = suite("firehoseTarget()");

firehose("sends the untouched record, a line each, and what is left of one too large", () => {
  const template = synth((stack) => new RecordBus(stack, "Bus").addFirehose("Lake"));
  const inputs = Object.values(resources(template, "AWS::Events::Rule")).map(({ Properties }) => {
    const [target] = Properties.Targets as [{ InputPath: string }];
    return [target.InputPath, (Properties.EventPattern as { detail: unknown }).detail];
  });
  assert.equal(inputs, [
    ["$.detail.record", { trailbridge: { truncated: [{ exists: false }] } }],
    ["$.detail", { trailbridge: { truncated: [{ exists: true }] } }],
  ]);
  template.hasResourceProperties("AWS::KinesisFirehose::DeliveryStream", {
    DeliveryStreamEncryptionConfigurationInput: { KeyType: "AWS_OWNED_CMK" },
    ExtendedS3DestinationConfiguration: {
      CompressionFormat: "GZIP",
      ProcessingConfiguration: {
        Enabled: true,
        Processors: [Match.objectLike({ Type: "AppendDelimiterToRecord" })],
      },
    },
  });
  template.hasResourceProperties("AWS::S3::Bucket", {
    BucketEncryption: Match.anyValue(),
    PublicAccessBlockConfiguration: { BlockPublicAcls: true, RestrictPublicBuckets: true },
  });
});

firehose("uses an existing stream, and lets EventBridge write to it alone", () => {
  const arn = "arn:aws:firehose:eu-central-1:111122223333:deliverystream/siem";
  const template = synth((stack) => {
    const stream = DeliveryStream.fromDeliveryStreamArn(stack, "Stream", arn);
    new RecordBus(stack, "Bus").addFirehose("Lake", { stream, deliver: "event" });
  });
  template.resourceCountIs("AWS::KinesisFirehose::DeliveryStream", 0);
  template.resourceCountIs("AWS::Events::Rule", 1);
  assert.equal(grants(template, "BusConsumersLakeEventsRole"), {
    "firehose:PutRecord": arn,
    "firehose:PutRecordBatch": arn,
  });
});

firehose.run();

const kinds = suite("apiTarget(), queueTarget(), logGroupTarget(), busTarget()");

kinds("an API destination takes its key from the secret and posts the record", () => {
  const template = synthApi("https://siem.example.com/collect");
  const text = JSON.stringify(resource(template, "AWS::Events::Connection").Properties);
  assert.match(text, "{{resolve:secretsmanager:");
  template.hasResourceProperties("AWS::Events::ApiDestination", {
    InvocationEndpoint: "https://siem.example.com/collect",
    HttpMethod: "POST",
    InvocationRateLimitPerSecond: 300,
  });
  template.hasResourceProperties("AWS::Events::Rule", {
    Targets: [Match.objectLike({ InputPath: "$.detail.record", RoleArn: Match.anyValue() })],
  });
});

kinds("a queue gets whole events, encrypted, TLS only, without a role", () => {
  const template = synth((stack) => new RecordBus(stack, "Bus").addQueue("Siem"));
  template.hasResourceProperties("AWS::SQS::Queue", {
    SqsManagedSseEnabled: true,
    RedrivePolicy: { maxReceiveCount: 10, deadLetterTargetArn: Match.anyValue() },
  });
  template.hasResourceProperties("AWS::Events::Rule", {
    Targets: [Match.objectLike({ InputPath: Match.absent(), RoleArn: Match.absent() })],
  });
});

kinds("log groups are let written by one policy for all, without a custom resource", () => {
  const template = synth((stack) => {
    const bus = new RecordBus(stack, "Bus");
    bus.addLogGroup("A");
    bus.addLogGroup("B");
  });
  template.resourceCountIs("AWS::Logs::ResourcePolicy", 1);
  template.resourceCountIs("AWS::Lambda::Function", 0);
  template.hasResourceProperties("AWS::Logs::LogGroup", { RetentionInDays: 365 });
  const policy = JSON.stringify(resource(template, "AWS::Logs::ResourcePolicy").Properties);
  const groups = Object.entries(resources(template, "AWS::Logs::LogGroup"));
  for (const [id, { Properties }] of groups) {
    assert.match(policy, (Properties.LogGroupName as string | undefined) ?? id);
  }
});

kinds("another account's bus is reached with a role, without retry policy or input", () => {
  const arn = "arn:aws:events:us-east-1:444455556666:event-bus/trailbridge";
  const template = synth((stack) => {
    const eventBus = EventBus.fromEventBusArn(stack, "There", arn);
    new RecordBus(stack, "Bus").addEventBus("Production", { eventBus });
  });
  template.hasResourceProperties("AWS::Events::Rule", {
    Targets: [
      {
        Id: "Target0",
        Arn: arn,
        RoleArn: Match.anyValue(),
        DeadLetterConfig: { Arn: Match.anyValue() },
      },
    ],
  });
  template.hasResourceProperties("AWS::IAM::Policy", {
    PolicyDocument: {
      Statement: [{ Action: "events:PutEvents", Effect: "Allow", Resource: arn }],
    },
  });
});

kinds.run();

function synthApi(endpoint: string): Template {
  return synth((stack) => {
    new RecordBus(stack, "Bus").addApiDestination("Siem", api(stack, endpoint));
  });
}

function api(stack: Stack, endpoint: string) {
  const secret = Secret.fromSecretNameV2(stack, "Secret", "siem/key");
  return { endpoint, authorization: { header: "Authorization", secret } };
}
