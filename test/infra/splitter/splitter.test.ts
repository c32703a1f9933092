import "../../support/handler-bundles.ts";
import { Duration, Lazy, type Stack } from "aws-cdk-lib";
import { Match, type Template } from "aws-cdk-lib/assertions";
import { EventBus } from "aws-cdk-lib/aws-events";
import { Key } from "aws-cdk-lib/aws-kms";
import { Bucket } from "aws-cdk-lib/aws-s3";
import { Topic } from "aws-cdk-lib/aws-sns";
import { Queue } from "aws-cdk-lib/aws-sqs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { eventBridgeSource } from "../../../infra/splitter/eventbridge-source.ts";
import { queueSource } from "../../../infra/splitter/queue-source.ts";
import { Splitter } from "../../../infra/splitter/splitter.ts";
import type { SplitterProps } from "../../../infra/splitter/splitter-props.ts";
import { topicSource } from "../../../infra/splitter/topic-source.ts";
import { LOG_LEVEL_ENV, SPLITTER_ENV } from "../../../src/contract.ts";
import { ENV, grants, resource, resources, synth } from "../../support/synth.ts";

const LOG_KEY = "arn:aws:kms:eu-central-1:111122223333:key/1a2b3c4d-1111-2222-3333-444455556666";

/** The function's environment. */
function variables(made: ReturnType<typeof template>): Readonly<Record<string, unknown>> {
  const { Environment } = resource(made, "AWS::Lambda::Function", "SplitterFunction")
    .Properties as { Environment: { Variables: Record<string, unknown> } };
  return Environment.Variables;
}

const test = suite("Splitter");

test("runs as Lambda's newest Node on arm64, traced, with what the handler asks for", () => {
  template().hasResourceProperties("AWS::Lambda::Function", {
    FunctionName: "Test-Splitter-079371f9",
    Runtime: "nodejs24.x",
    Architectures: ["arm64"],
    MemorySize: 512,
    Timeout: 120,
    TracingConfig: { Mode: "Active" },
  });
  const { readRoleArn, readRoleExternalId, logQueueName, ...always } = SPLITTER_ENV;
  assert.equal(
    Object.keys(variables(template())).sort(),
    [...Object.values(always), LOG_LEVEL_ENV].sort(),
  );
  template().hasResourceProperties("AWS::Logs::LogGroup", {
    LogGroupName: "/aws/lambda/Test-Splitter-079371f9",
    RetentionInDays: 30,
  });
});

test("knows log files again by a table of its own, which no other function works with", () => {
  const made = template();
  made.hasResourceProperties("AWS::DynamoDB::Table", {
    KeySchema: [
      { AttributeName: "pk", KeyType: "HASH" },
      { AttributeName: "sk", KeyType: "RANGE" },
    ],
    TimeToLiveSpecification: { AttributeName: "expiresAt", Enabled: true },
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
  });
  made.hasResourceProperties("AWS::Lambda::Function", {
    Environment: {
      Variables: Match.objectLike({
        PUBLISHED_TABLE_NAME: { Ref: Match.stringLikeRegexp("^SplitterPublished") },
      }),
    },
  });
});

test("compares log files with CloudTrail's digests each hour, where it is asked to", () => {
  template().resourceCountIs("AWS::Events::Rule", 0);
  const made = synthSplitter(() => ({ validateLogFiles: true }));
  made.hasResourceProperties("AWS::Events::Rule", {
    ScheduleExpression: "rate(1 hour)",
    Targets: [Match.objectLike({ Input: '{"trailbridge":{"validate":{"hours":3}}}' })],
  });
  const granted = grants(made, "SplitterFunctionRole");
  assert.is(granted["cloudtrail:ListPublicKeys"], "*");
  assert.equal(granted["s3:ListBucket"], arn(":s3:::org-logs"));
});

test("may read the prefix, put events, send dead letters, read on, know files again, and nothing more", () => {
  const granted = grants(template(), "SplitterFunctionRole");
  assert.equal(Object.keys(granted), [
    "dynamodb:GetItem",
    "dynamodb:UpdateItem",
    "events:PutEvents",
    "kms:Decrypt",
    "logs:CreateLogStream",
    "logs:PutLogEvents",
    "s3:GetObject",
    "sqs:DeleteMessage",
    "sqs:GetQueueAttributes",
    "sqs:ReceiveMessage",
    "sqs:SendMessage",
    "xray:PutTelemetryRecords",
    "xray:PutTraceSegments",
  ]);
  assert.equal(granted["s3:GetObject"], arn(":s3:::org-logs/AWSLogs/*"));
  assert.is(granted["kms:Decrypt"], LOG_KEY);
  assert.match(JSON.stringify(granted["sqs:ReceiveMessage"]), /"SplitterContinuations\w+","Arn"/);
});

test("has queues start no more of it than is reserved, so that no file is given up for want of executions", () => {
  const maxima = (props: Partial<SplitterProps>) =>
    Object.values(
      resources(
        synthSplitter(() => props),
        "AWS::Lambda::EventSourceMapping",
      ),
    ).map(({ Properties }) => Properties.ScalingConfig);
  assert.equal(maxima({}), [{ MaximumConcurrency: 100 }]);
  assert.equal(maxima({ maxConcurrency: 7 }), [{ MaximumConcurrency: 7 }]);
  const byQueue = { logSource: queueSource(), reservedConcurrency: 9 };
  assert.equal(maxima(byQueue), Array(2).fill({ MaximumConcurrency: 4 }));
  assert.throws(
    () => synthSplitter(() => ({ logSource: queueSource(), reservedConcurrency: 4 })),
    /Cannot use reservedConcurrency 4 of the splitter as it must be at least 5, .* and for the queue of log files/,
  );
});

test("goes on with a log file by a queue of its own, one file to an invocation", () => {
  template().hasResourceProperties("AWS::Lambda::Function", { RecursiveLoop: "Allow" });
  const queue = resource(template(), "AWS::SQS::Queue", "SplitterContinuations").Properties;
  assert.is(queue.VisibilityTimeout, 6 * 120);
  assert.is(queue.SqsManagedSseEnabled, true);
  template().hasResourceProperties("AWS::SQS::Queue", {
    VisibilityTimeout: 720,
    RedrivePolicy: { deadLetterTargetArn: getAtt("SplitterDeadLetters"), maxReceiveCount: 5 },
  });
  template().hasResourceProperties("AWS::Lambda::EventSourceMapping", {
    EventSourceArn: getAtt("SplitterContinuations"),
    BatchSize: 1,
    FunctionResponseTypes: ["ReportBatchItemFailures"],
  });
});

test("keeps failed invocations after two retries", () => {
  template().hasResourceProperties("AWS::Lambda::EventInvokeConfig", {
    MaximumRetryAttempts: 2,
    DestinationConfig: {
      OnFailure: { Destination: getAtt("SplitterDeadLetters") },
    },
  });
});

test("sends failures to an existing queue or topic when one is given", () => {
  const queueArn = "arn:aws:sqs:eu-central-1:111122223333:given";
  const toQueue = synthSplitter((stack) => ({
    deadLetters: Queue.fromQueueArn(stack, "Given", queueArn),
  }));
  const [letters] = grants(toQueue, "SplitterFunctionRole")["sqs:SendMessage"] as unknown[];
  assert.is(letters, queueArn);
  const topicArn = "arn:aws:sns:eu-central-1:111122223333:given";
  const toTopic = synthSplitter((stack) => ({
    deadLetters: Topic.fromTopicArn(stack, "Given", topicArn),
  }));
  toTopic.hasResourceProperties("AWS::Lambda::EventInvokeConfig", {
    DestinationConfig: { OnFailure: { Destination: topicArn } },
  });
  assert.ok(grants(toTopic, "SplitterFunctionRole")["sqs:SendMessage"], "unreadable files too");
});

test.run();

const s3 = suite("s3Source()");

s3("has the bucket invoke the function for its prefix, and keeps what it notifies already", () => {
  template().hasResourceProperties("Custom::S3BucketNotifications", {
    BucketName: "org-logs",
    Managed: false,
    NotificationConfiguration: {
      LambdaFunctionConfigurations: [
        {
          Events: ["s3:ObjectCreated:*"],
          Filter: { Key: { FilterRules: [{ Name: "prefix", Value: "AWSLogs/" }] } },
          LambdaFunctionArn: getAtt("SplitterFunction"),
        },
      ],
    },
  });
  template().hasResourceProperties("AWS::Lambda::Permission", {
    Principal: "s3.amazonaws.com",
    SourceAccount: "111122223333",
    SourceArn: arn(":s3:::org-logs"),
  });
});

s3("is refused for another account's bucket, naming the ways that work", () => {
  assert.throws(
    () => synthSplitter((stack) => ({ logBucket: foreign(stack) })),
    /only its own account, "444455556666", can configure it: choose topicSource\(\).*logs\.via/,
  );
});

s3("is refused a second time for overlapping keys of one bucket", () => {
  const two = (logPrefix: string) =>
    synth((stack) => {
      const eventBus = new EventBus(stack, "Bus");
      const logBucket = Bucket.fromBucketName(stack, "Logs", "org-logs");
      new Splitter(stack, "A", { eventBus, logBucket, functionName: "a" });
      new Splitter(stack, "B", { eventBus, logBucket, functionName: "b", logPrefix });
    });
  assert.throws(() => two("AWSLogs/o-1/"), /S3 accepts one destination per overlapping prefix/);
  two("other/");
});

s3.run();

const eventBridge = suite("eventBridgeSource()");

eventBridge("listens on the default bus, with dead letters and retries", () => {
  const made = synthSplitter(() => ({ logSource: eventBridgeSource() }));
  made.hasResourceProperties("AWS::Events::Rule", {
    EventBusName: Match.absent(),
    EventPattern: {
      source: ["aws.s3"],
      "detail-type": ["Object Created"],
      account: Match.absent(),
      detail: { bucket: { name: ["org-logs"] }, object: { key: [{ prefix: "AWSLogs/" }] } },
    },
    Targets: [
      Match.objectLike({
        Arn: getAtt("SplitterFunction"),
        RoleArn: Match.absent(),
        DeadLetterConfig: { Arn: getAtt("SplitterDeadLetters") },
        RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
      }),
    ],
  });
  made.hasResourceProperties("Custom::S3BucketNotifications", {
    NotificationConfiguration: { EventBridgeConfiguration: {} },
    Managed: false,
  });
});

eventBridge("lets the bucket's account put S3's events, and takes no other account's", () => {
  const made = synthSplitter((stack) => ({
    logBucket: foreign(stack),
    logSource: eventBridgeSource(),
  }));
  made.resourceCountIs("Custom::S3BucketNotifications", 0);
  made.hasResourceProperties("AWS::Events::Rule", {
    EventPattern: Match.objectLike({ account: ["444455556666"] }),
  });
  made.hasResourceProperties("AWS::Events::EventBusPolicy", {
    EventBusName: Match.absent(),
    Statement: {
      Action: "events:PutEvents",
      Principal: { AWS: Match.anyValue() },
      Condition: { StringEquals: { "events:source": "aws.s3" } },
      Resource: arn(":events:eu-central-1:111122223333:event-bus/default"),
    },
  });
});

eventBridge.run();

const topic = suite("topicSource()");

topic("takes a topic of another Region, which takes no dead-letter queue of this one", () => {
  const made = synthSplitter((stack) => ({
    logSource: topicSource({
      topic: Topic.fromTopicArn(stack, "Trail", "arn:aws:sns:us-west-2:111122223333:trail-news"),
    }),
  }));
  made.hasResourceProperties("AWS::SNS::Subscription", {
    Region: "us-west-2",
    RedrivePolicy: Match.absent(),
  });
});

topic("creates an encrypted topic that the bucket notifies and the splitter reads", () => {
  const made = synthSplitter(() => ({ logSource: topicSource() }));
  made.hasResourceProperties("AWS::SNS::Topic", { KmsMasterKeyId: Match.anyValue() });
  made.hasResourceProperties("Custom::S3BucketNotifications", {
    NotificationConfiguration: { TopicConfigurations: [Match.anyValue()] },
  });
  made.hasResourceProperties("AWS::SNS::Subscription", {
    Protocol: "lambda",
    FilterPolicy: Match.absent(),
    RedrivePolicy: { deadLetterTargetArn: getAtt("SplitterDeadLetters") },
  });
  assert.match(JSON.stringify(resource(made, "AWS::KMS::Key")), "s3.amazonaws.com");
});

topic(
  "takes from a landing zone's topic what is about the bucket, and nothing of AWS Config's",
  () => {
    const made = synthSplitter((stack) => ({
      logSource: topicSource({
        topic: Topic.fromTopicArn(stack, "Given", "arn:aws:sns:eu-west-1:111122223333:shared"),
      }),
    }));
    made.resourceCountIs("AWS::SNS::Topic", 0);
    made.hasResourceProperties("AWS::SNS::Subscription", {
      TopicArn: "arn:aws:sns:eu-west-1:111122223333:shared",
      Region: "eu-west-1",
      FilterPolicyScope: "MessageBody",
      FilterPolicy: {
        messageType: [{ exists: false }],
        $or: [{ s3Bucket: ["org-logs"] }, { Records: { s3: { bucket: { name: ["org-logs"] } } } }],
      },
    });
  },
);

topic("lets another account's bucket publish to the created topic, and it alone", () => {
  const made = synthSplitter((stack) => ({
    logBucket: foreign(stack),
    logSource: topicSource(),
  }));
  made.hasResourceProperties("AWS::SNS::TopicPolicy", {
    PolicyDocument: {
      Statement: Match.arrayWith([
        Match.objectLike({
          Action: "sns:Publish",
          Principal: { Service: "s3.amazonaws.com" },
          Condition: {
            ArnLike: { "aws:SourceArn": arn(":s3:::foreign-logs") },
            StringEquals: { "aws:SourceAccount": "444455556666" },
          },
        }),
      ]),
    },
  });
});

topic.run();

const queue = suite("queueSource()");

queue("is refused less time than the largest log file asks for", () => {
  const withTime = (timeout: Duration, memorySizeMiB?: number) =>
    synthSplitter(() => ({ timeout, ...(memorySizeMiB && { memorySizeMiB }) }));
  assert.throws(
    () => withTime(Duration.seconds(19)),
    /that takes 20 seconds at splitter\.memoryMiB 512/,
  );
  withTime(Duration.seconds(20));
  withTime(Duration.seconds(10), 1024);
  // What a deployment decides is not known here.
  withTime(Duration.seconds(10), Lazy.number({ produce: () => 128 }));
});

queue("creates a queue that outlasts six invocations, and reports failures one by one", () => {
  const made = synthSplitter(() => ({
    logSource: queueSource(),
    timeout: Duration.seconds(100),
  }));
  made.hasResourceProperties("AWS::SQS::Queue", {
    VisibilityTimeout: 600,
    SqsManagedSseEnabled: true,
    RedrivePolicy: { deadLetterTargetArn: getAtt("SplitterDeadLetters"), maxReceiveCount: 5 },
  });
  made.hasResourceProperties("AWS::Lambda::EventSourceMapping", {
    BatchSize: 10,
    FunctionResponseTypes: ["ReportBatchItemFailures"],
  });
  made.hasResourceProperties("Custom::S3BucketNotifications", {
    NotificationConfiguration: { QueueConfigurations: [Match.anyValue()] },
  });
});

queue("tells the function by name of a queue that it creates, and of none that was there", () => {
  const made = synthSplitter(() => ({ logSource: queueSource() }));
  const name = variables(made)[SPLITTER_ENV.logQueueName] as { "Fn::GetAtt": readonly string[] };
  const [id, attribute] = name["Fn::GetAtt"];
  made.hasResourceProperties("AWS::Lambda::EventSourceMapping", {
    EventSourceArn: { "Fn::GetAtt": [id, "Arn"] },
  });
  assert.is(attribute, "QueueName");
  const given = "arn:aws:sqs:eu-central-1:111122223333:given";
  const existing = synthSplitter((stack) => ({
    logSource: queueSource({ queue: Queue.fromQueueArn(stack, "Given", given) }),
  }));
  assert.is(variables(existing)[SPLITTER_ENV.logQueueName], undefined);
});

queue("lets another account's bucket send, and it alone", () => {
  const made = synthSplitter((stack) => ({
    logBucket: foreign(stack),
    logSource: queueSource(),
  }));
  made.hasResourceProperties("AWS::SQS::QueuePolicy", {
    PolicyDocument: {
      Statement: Match.arrayWith([
        Match.objectLike({
          Action: "sqs:SendMessage",
          Condition: {
            ArnLike: { "aws:SourceArn": arn(":s3:::foreign-logs") },
            StringEquals: { "aws:SourceAccount": "444455556666" },
          },
        }),
      ]),
    },
  });
});

queue("polls an existing queue", () => {
  const given = "arn:aws:sqs:eu-central-1:111122223333:given";
  const made = synthSplitter((stack) => ({
    logSource: queueSource({ queue: Queue.fromQueueArn(stack, "Given", given) }),
  }));
  made.hasResourceProperties("AWS::Lambda::EventSourceMapping", {
    EventSourceArn: given,
    BatchSize: 10,
  });
  made.resourceCountIs("Custom::S3BucketNotifications", 0);
});

queue.run();

const owner = suite("Splitter.ownerStatements");

owner(
  "say what the owner of a bucket and its key must allow, and nothing for an own bucket",
  () => {
    let splitter: Splitter | undefined;
    synth(
      (stack) => {
        splitter = newSplitter(stack, {
          logBucket: foreign(stack),
          logKey: Key.fromKeyArn(
            stack,
            "ForeignKey",
            LOG_KEY.replace("111122223333", "444455556666"),
          ),
          logSource: topicSource(),
        });
        assert.equal(stack.resolve(splitter.ownerStatements.bucket?.toStatementJson()), {
          Sid: "TrailbridgeReadsLogFiles",
          Effect: "Allow",
          Action: "s3:GetObject",
          Principal: { AWS: stack.resolve(splitter.function.ownRole.roleArn) },
          Resource: arn(":s3:::foreign-logs/AWSLogs/*"),
        });
        assert.equal(splitter.ownerStatements.key?.actions, ["kms:Decrypt"]);
        const own = newSplitter(stack, { functionName: "own" }, "Own");
        assert.equal(own.ownerStatements, {});
      },
      { env: ENV },
    );
    assert.is(splitter?.bucketAccount, "444455556666");
  },
);

owner.run();

let shared: Template | undefined;

/** The splitter with every default, synthesized once. */
function template(): Template {
  shared ??= synthSplitter(() => ({}));
  return shared;
}

function synthSplitter(props: (stack: Stack) => Partial<SplitterProps>): Template {
  return synth((stack) => newSplitter(stack, props(stack)), { env: ENV });
}

function newSplitter(stack: Stack, props: Partial<SplitterProps>, id = "Splitter"): Splitter {
  return new Splitter(stack, id, {
    logBucket: Bucket.fromBucketName(stack, `${id}Logs`, "org-logs"),
    logKey: Key.fromKeyArn(stack, `${id}LogKey`, LOG_KEY),
    eventBus: new EventBus(stack, `${id}Bus`),
    ...props,
  });
}

function foreign(stack: Stack) {
  return Bucket.fromBucketAttributes(stack, "Foreign", {
    bucketName: "foreign-logs",
    account: "444455556666",
  });
}

function getAtt(idPrefix: string) {
  return { "Fn::GetAtt": [Match.stringLikeRegexp(`^${idPrefix}`), "Arn"] };
}

/** An ARN as the template has it: the Region is known, so the partition is. */
function arn(rest: string) {
  return `arn:aws${rest}`;
}
