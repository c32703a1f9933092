import "../../support/handler-bundles.ts";
import { readdirSync, readFileSync } from "node:fs";
import { Duration, type Stack } from "aws-cdk-lib";
import { Match, type Template } from "aws-cdk-lib/assertions";
import { EventBus } from "aws-cdk-lib/aws-events";
import { Key } from "aws-cdk-lib/aws-kms";
import { Secret } from "aws-cdk-lib/aws-secretsmanager";
import { Topic } from "aws-cdk-lib/aws-sns";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { Notifier } from "../../../infra/notifier/notifier.ts";
import type { NotifierProps } from "../../../infra/notifier/notifier-props.ts";
import { loadRuleSet } from "../../../infra/shared/rules.ts";
import { LOG_LEVEL_ENV, NOTIFIER_ENV, SWEEP_INPUT } from "../../../src/contract.ts";
import { ENV, grants, type Resource, resource, resources, synth } from "../../support/synth.ts";

const TOPIC = "arn:aws:sns:eu-central-1:111122223333:alerts";
const PAGER = "arn:aws:sns:eu-central-1:111122223333:pager";

const test = suite("Notifier");

test("is refused without any destination", () => {
  assert.throws(
    () => synthNotifier(() => ({ slackChannel: undefined, topic: undefined })),
    /Cannot deliver alerts as one of slackChannel, slackWebhook and topic must be given/,
  );
});

test("is refused with a channel and no bot token", () => {
  assert.throws(
    () => synthNotifier(() => ({ slackBotToken: undefined })),
    /as slackBotToken must name the app's secret.*slack\.app\.botTokenSecretId/,
  );
});

test("is refused without a rule", () => {
  assert.throws(
    () => synthNotifier(() => ({ ruleSet: { rules: [], ignoreRules: [] } })),
    /Cannot deploy without a rule \(rules\.packs, .*\)/,
  );
});

test("is refused with a route that names a rule it does not have", () => {
  assert.throws(
    () => synthNotifier(() => ({ routes: [{ rules: ["root-activty"], slackChannel: "C0ONE" }] })),
    /Cannot use routes\[0\]\.rules\[0\] as .*did you mean "root-activity"\?/,
  );
});

test("is refused with a route that nothing reaches", () => {
  const route = { rules: ["root-activity"], slackChannel: "C0ONE" };
  assert.throws(
    () => synthNotifier(() => ({ routes: [route, route] })),
    /Cannot use routes\[1\] as .*routes\[0\]/,
  );
});

test("is refused with less reserved concurrency than its queues may start", () => {
  assert.throws(
    () => synthNotifier(() => ({ reservedConcurrency: 15 })),
    /Cannot use reservedConcurrency 15 of the notifier as it must be at least 16, .*: maxConcurrency, 5, for each of two queues of events, 5 for turns, 1 for the sweep/,
  );
});

test("is refused with targets of another Region, or FIFO ones", () => {
  const elsewhere = (stack: Stack, name: string) =>
    Topic.fromTopicArn(stack, name, `arn:aws:sns:us-west-2:111122223333:${name}`);
  assert.throws(
    () => synthNotifier((stack) => ({ topic: elsewhere(stack, "t") })),
    /Cannot use topic as the notifier publishes in its own Region: it is in us-west-2, the stack in eu-central-1/,
  );
  assert.throws(
    () =>
      synthNotifier((stack) => ({
        routes: [{ severities: ["critical"], topic: elsewhere(stack, "t") }],
      })),
    /Cannot use routes\[0\]\.topic as /,
  );
  assert.throws(
    () => synthNotifier((stack) => ({ topic: Topic.fromTopicArn(stack, "F", `${TOPIC}.fifo`) })),
    /Cannot use topic as the notifier publishes without a message group: it is FIFO/,
  );
});

const unusable: [name: string, props: Partial<NotifierProps>, message: RegExp][] = [
  [
    "less time than a turn needs",
    { timeout: Duration.seconds(29) },
    /Cannot give the notifier 29 seconds as its timeout must be 30 to 900: a turn takes/,
  ],
  [
    "a window of no time",
    { threadWindow: Duration.seconds(0) },
    /Cannot fold by threadWindow as it must be a whole number of seconds, 1 to 604800: it is 0/,
  ],
  [
    "too long a first wait",
    { groupWait: Duration.minutes(6) },
    /Cannot fold by groupWait as .*0 to 300: it is 360/,
  ],
  [
    "edits without a pause",
    { groupInterval: Duration.seconds(0) },
    /Cannot fold by groupInterval as .*1 to 3600: it is 0/,
  ],
  [
    "a repeat of every second",
    { repeatInterval: Duration.seconds(1) },
    /Cannot fold by repeatInterval as .*60 to 604800: it is 1/,
  ],
  [
    "half a reply",
    { maxReplies: 2.5 },
    /Cannot fold by maxReplies as it must be a whole number, 0 to 1000: it is 2\.5/,
  ],
  [
    "an access portal without TLS",
    { accessPortalUrl: "http://d-1234567890.awsapps.com/start" },
    /Cannot use accessPortalUrl as it must be .*: it is "http:/,
  ],
];

for (const [name, props, message] of unusable) {
  test(`is refused with ${name}`, () => {
    assert.throws(() => synthNotifier(() => props), message);
  });
}

test("is told where its table, queues and twin are", () => {
  template().hasResourceProperties("AWS::Lambda::Function", {
    FunctionName: Match.stringLikeRegexp("^Test-Notifier-[0-9a-f]{8}$"),
    Timeout: 30,
    Environment: {
      Variables: {
        THREAD_TABLE_NAME: { Ref: Match.stringLikeRegexp("NotifierAlertTable") },
        BUFFER_QUEUE_URL: { Ref: Match.stringLikeRegexp("NotifierBuffer") },
        CRITICAL_QUEUE_URL: { Ref: Match.stringLikeRegexp("NotifierCritical") },
        TURN_QUEUE_URL: { Ref: Match.stringLikeRegexp("NotifierTurns") },
        EVENT_BUS_NAME: { Ref: Match.stringLikeRegexp("Bus") },
        DEAD_LETTER_QUEUE_URL: { Ref: Match.stringLikeRegexp("NotifierDeadLetters") },
        SPLITTER_FUNCTION_NAME: Match.stringLikeRegexp("^Test-Splitter-[0-9a-f]{8}$"),
      },
    },
  });
});

test("has every variable its handler reads, but those of the local stack", () => {
  const { Environment } = resource(template(), "AWS::Lambda::Function").Properties as {
    Environment: { Variables: Record<string, unknown> };
  };
  const { slackApiUrl: _, topicSpacing: _spacing, ...deployed } = NOTIFIER_ENV;
  assert.equal(
    Object.keys(Environment.Variables).sort(),
    [...Object.values(deployed), LOG_LEVEL_ENV].sort(),
  );
});

test("has a buffer with days of patience, six timeouts of visibility and dead letters", () => {
  template().hasResourceProperties("AWS::SQS::Queue", {
    VisibilityTimeout: 180,
    MessageRetentionPeriod: 1_209_600,
    SqsManagedSseEnabled: true,
    RedrivePolicy: {
      maxReceiveCount: 1_000,
      deadLetterTargetArn: getAtt("NotifierBufferDeadLetters"),
    },
  });
  template().hasResourceProperties("AWS::Lambda::EventSourceMapping", {
    BatchSize: 50,
    MaximumBatchingWindowInSeconds: 1,
    FunctionResponseTypes: ["ReportBatchItemFailures"],
    ScalingConfig: { MaximumConcurrency: 5 },
  });
});

test("has a queue for what is critical that hides a message no longer than it must", () => {
  template().hasResourceProperties("AWS::SQS::Queue", {
    VisibilityTimeout: 30,
    MessageRetentionPeriod: 1_209_600,
    SqsManagedSseEnabled: true,
    RedrivePolicy: {
      maxReceiveCount: 1_000,
      deadLetterTargetArn: getAtt("NotifierCriticalDeadLetters"),
    },
  });
  const { Properties } = mappingOf("NotifierCritical");
  assert.equal(
    [Properties.BatchSize, Properties.MaximumBatchingWindowInSeconds, Properties.ScalingConfig],
    [10, undefined, { MaximumConcurrency: 5 }],
  );
});

test("has a queue of turns, one to an execution, that a dead drawer blocks for one timeout", () => {
  const { VisibilityTimeout, RedrivePolicy, MessageRetentionPeriod } = resource(
    template(),
    "AWS::SQS::Queue",
    "NotifierTurns",
  ).Properties;
  assert.equal([VisibilityTimeout, RedrivePolicy, MessageRetentionPeriod], [30, undefined, 3_600]);
  const { Properties } = mappingOf("NotifierTurns");
  assert.equal([Properties.BatchSize, Properties.ScalingConfig], [1, { MaximumConcurrency: 5 }]);
  assert.equal(Properties.FunctionResponseTypes, ["ReportBatchItemFailures"]);
});

test("may draw every destination at once", () => {
  const made = synthNotifier(() => ({
    routes: ["C1", "C2", "C3", "C4", "C5", "C5"].map((slackChannel, index) => ({
      slackChannel,
      rules: [NINE[index] as string],
    })),
  }));
  const { ScalingConfig } = mappingOf("NotifierTurns", made).Properties;
  assert.equal(ScalingConfig, { MaximumConcurrency: 7 }, "six channels and the bus");
});

test("may invoke itself in a chain", () => {
  template().hasResourceProperties("AWS::Lambda::Function", { RecursiveLoop: "Allow" });
});

test("may put alerts on the bus, and nothing that could pass for a record", () => {
  const statements = (made: Template) =>
    Object.values(resources(made, "AWS::IAM::Policy"))
      .flatMap(
        ({ Properties }) =>
          (Properties.PolicyDocument as { Statement: { Action: unknown; Condition?: unknown }[] })
            .Statement,
      )
      .filter(({ Action }) => JSON.stringify(Action).includes("events:"))
      .map(({ Action, Condition }) => ({ Action, Condition }));
  assert.equal(statements(template()), [
    {
      Action: "events:PutEvents",
      Condition: { StringEquals: { "events:detail-type": "Trailbridge Alert" } },
    },
  ]);
  assert.equal(statements(synthNotifier(() => ({ alertEvents: false }))), []);
});

test("has a table with expiry, on demand, with point-in-time recovery", () => {
  template().hasResourceProperties("AWS::DynamoDB::Table", {
    KeySchema: [
      { AttributeName: "pk", KeyType: "HASH" },
      { AttributeName: "sk", KeyType: "RANGE" },
    ],
    BillingMode: "PAY_PER_REQUEST",
    TimeToLiveSpecification: { AttributeName: "expiresAt", Enabled: true },
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
  });
});

test("gets the bus's events through its two queues, each with its dead letters, and retries", () => {
  const rules = Object.values(resources(template(), "AWS::Events::Rule")).filter(
    ({ Properties }) => "EventPattern" in Properties,
  );
  assert.ok(rules.length > 1, "of records, and of notices");
  for (const { Properties } of rules) {
    const [target, ...others] = Properties.Targets as Record<string, unknown>[];
    assert.is(others.length, 0);
    const queue = JSON.stringify(target?.Arn).includes("Critical") ? "Critical" : "Buffer";
    assert.match(JSON.stringify(target?.DeadLetterConfig), `Notifier${queue}DeadLetters`);
    assert.not.ok(target?.RoleArn);
    assert.equal(target?.RetryPolicy, {
      MaximumEventAgeInSeconds: 86_400,
      MaximumRetryAttempts: 185,
    });
  }
});

test("is woken each minute to look for what waits, which is not tried again", () => {
  template().hasResourceProperties("AWS::Events::Rule", {
    ScheduleExpression: "rate(1 minute)",
    Targets: [
      {
        Arn: { "Fn::GetAtt": [Match.stringLikeRegexp("NotifierFunction"), "Arn"] },
        Input: JSON.stringify(SWEEP_INPUT),
        RetryPolicy: { MaximumEventAgeInSeconds: 60, MaximumRetryAttempts: 0 },
      },
    ],
  });
});

test("may do to the table what its adapters do, and nothing more", () => {
  const folder = new URL("../../../src/adapters/aws/", import.meta.url);
  const commands = readdirSync(folder)
    .filter((name) => name.startsWith("dynamodb-"))
    .flatMap((name) => [
      ...readFileSync(new URL(name, folder), "utf8").matchAll(/new (\w+)Command\(/g),
    ])
    .filter(([, command]) => command !== "SendMessage")
    .map(([, command]) => `dynamodb:${command}`);
  assert.ok(commands.length > 0);
  const granted = Object.keys(grants(template(), "NotifierFunctionRole"));
  assert.equal(
    granted.filter((action) => action.startsWith("dynamodb:")),
    [...new Set(commands)].sort(),
  );
});

test("may read its secrets, publish to its topics, and little more", () => {
  const made = template();
  const granted = grants(made, "NotifierFunctionRole");
  assert.equal(
    Object.keys(granted).filter((action) => !/^(dynamodb|xray|logs):/.test(action)),
    [
      "events:PutEvents",
      "secretsmanager:GetSecretValue",
      "sns:Publish",
      "sqs:ChangeMessageVisibility",
      "sqs:DeleteMessage",
      "sqs:GetQueueAttributes",
      "sqs:ReceiveMessage",
      "sqs:SendMessage",
    ],
  );
});

test("may publish to the topics of its routes, each by itself", () => {
  const made = synthNotifier((stack) => ({
    topic: Topic.fromTopicArn(stack, "Topic", TOPIC),
    routes: [{ severities: ["critical"], topic: Topic.fromTopicArn(stack, "Pager", PAGER) }],
  }));
  const text = JSON.stringify(made.findResources("AWS::IAM::Policy"));
  const published = [
    ...text.matchAll(/"sns:Publish","Effect":"Allow","Resource":("[^"]+"|\[.*?\])/g),
  ];
  assert.match(published.map(([, it]) => it).join(), TOPIC);
  assert.match(published.map(([, it]) => it).join(), PAGER);
});

test("may use the key of an encrypted topic and of encrypted secrets", () => {
  const made = synthNotifier((stack) => ({
    topic: new Topic(stack, "Own", { masterKey: new Key(stack, "TopicKey") }),
    secretKey: Key.fromKeyArn(
      stack,
      "SecretKey",
      "arn:aws:kms:eu-central-1:111122223333:key/1a2b3c4d-1111-2222-3333-444455556666",
    ),
  }));
  const text = JSON.stringify(made.findResources("AWS::IAM::Policy"));
  assert.match(text, '"kms:GenerateDataKey"');
  assert.match(text, "secretsmanager.*.amazonaws.com*");
});

test("takes the settings of its props", () => {
  const made = synthNotifier(() => ({
    functionName: "mine",
    splitterFunctionName: "twin",
    maxConcurrency: 9,
    reservedConcurrency: 24,
    tableName: "threads",
    logLevel: "debug",
    timeout: Duration.seconds(45),
    memorySizeMiB: 256,
  }));
  made.hasResourceProperties("AWS::Lambda::Function", {
    FunctionName: "mine",
    ReservedConcurrentExecutions: 24,
    MemorySize: 256,
    Environment: { Variables: { SPLITTER_FUNCTION_NAME: "twin", LOG_LEVEL: "debug" } },
  });
  made.hasResourceProperties("AWS::SQS::Queue", { VisibilityTimeout: 270 });
  made.hasResourceProperties("AWS::DynamoDB::Table", { TableName: "threads" });
  made.hasResourceProperties("AWS::Lambda::EventSourceMapping", {
    ScalingConfig: { MaximumConcurrency: 9 },
  });
});

test.run();

let shared: Template | undefined;

/** Slack and SNS by default, synthesized once. */
function template(): Template {
  shared ??= synthNotifier((stack) => ({ topic: Topic.fromTopicArn(stack, "Topic", TOPIC) }));
  return shared;
}

function synthNotifier(props: (stack: Stack) => Partial<NotifierProps>): Template {
  return synth(
    (stack) =>
      new Notifier(stack, "Notifier", {
        eventBus: new EventBus(stack, "Bus"),
        slackBotToken: Secret.fromSecretNameV2(stack, "Token", "trailbridge/bot"),
        slackChannel: "C0SECURITY",
        ...props(stack),
      }),
    { env: ENV },
  );
}

/** The event source mapping of the queue whose logical id begins so. */
function mappingOf(queue: string, made = template()): Resource {
  const found = Object.values(resources(made, "AWS::Lambda::EventSourceMapping")).filter(
    ({ Properties }) => new RegExp(`"${queue}[0-9A-F]{8}"`).test(JSON.stringify(Properties)),
  );
  assert.is(found.length, 1, queue);
  return found[0] as Resource;
}

/** Ids of rules of the default pack. */
const NINE = loadRuleSet().rules.map(({ id }) => id);

function getAtt(idPrefix: string) {
  return { "Fn::GetAtt": [Match.stringLikeRegexp(`^${idPrefix}`), "Arn"] };
}
