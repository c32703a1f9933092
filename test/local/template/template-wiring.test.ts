import { fileURLToPath } from "node:url";
import { CfnResource, Duration, Stack } from "aws-cdk-lib";
import { AttributeType, Table } from "aws-cdk-lib/aws-dynamodb";
import { EventBus, EventField, Rule, RuleTargetInput, Schedule } from "aws-cdk-lib/aws-events";
import { KinesisStream, SqsQueue } from "aws-cdk-lib/aws-events-targets";
import { Stream } from "aws-cdk-lib/aws-kinesis";
import { EventSourceMapping, Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import { Queue } from "aws-cdk-lib/aws-sqs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { synthesizeStacks } from "../../../infra/build/synthesize.ts";
import { TrailbridgeReceiver } from "../../../infra/trailbridge-receiver.ts";
import { TrailbridgeStack } from "../../../infra/trailbridge-stack.ts";
import { readSettings } from "../../../src/adapters/settings-file.ts";
import {
  sinkOfBus,
  type TemplateWiring,
  wiringOf,
} from "../../../src/local/template/template-wiring.ts";

const EXAMPLES = fileURLToPath(new URL("../../../infra/examples/", import.meta.url));
const FOREIGN_BUS = "arn:aws:events:eu-central-1:777788889999:event-bus/trailbridge";

let synthesis: Awaited<ReturnType<typeof synthesizeExamples>>;
let single: TemplateWiring;
let siem: TemplateWiring;
let controlTower: TemplateWiring;

const test = suite("wiringOf()");

test.before(async () => {
  synthesis = await synthesizeExamples();
  const { stacks } = synthesis;
  single = wiringOf([stacks["single-account"]]);
  siem = wiringOf([stacks.siem]);
  controlTower = wiringOf([stacks["control-tower"]]);
});
test.after(() => synthesis.close());

test("lists what the local stack cannot run, and runs the rest", () => {
  const { wiring, notRun } = wiringOf([synthesis.stacks.odd]);
  assert.is(notRun.length, 3, notRun.join("\n"));
  assert.match(
    notRun.join("\n"),
    /target arn:aws:unknown:.*Stream of rule .*: no local equivalent/,
  );
  assert.match(notRun.join("\n"), /rule Noon: schedules run as rate\(.*\), not cron\(0 12 /);
  assert.match(notRun.join("\n"), /table Numbered: its key number is no string/);
  assert.is(wiring.rules?.length, 2);
  const [made] = wiring.rules?.find(({ name }) => name.startsWith("Transformed"))?.targets ?? [];
  assert.equal(made?.inputTransformer, { paths: { id: "$.id" }, template: '{"id":<id>}' });
  assert.match(
    single.notRun.join("\n"),
    /subscription email soc@example.com of topic .*AlertTopic/,
  );
});

test("takes functions with their assets, environment, memory, timeout and failures", () => {
  const [splitter, notifier] = single.wiring.functions ?? [];
  assert.is(single.wiring.functions?.length, 2, "the CDK's own helper is none");
  assert.match(String(splitter?.modulePath), /asset\.[0-9a-f]{64}\/index\.mjs$/);
  assert.equal(
    [splitter?.name, splitter?.timeoutSeconds, splitter?.memoryMiB, splitter?.asyncRetries],
    ["single-account-splitter", 120, 512, 2],
  );
  assert.is(splitter?.onFailureQueue, "TrailbridgeSplitterDeadLetters");
  assert.equal(splitter?.environment?.DEAD_LETTER_QUEUE_URL, {
    queueUrl: "TrailbridgeSplitterDeadLetters",
  });
  assert.equal(splitter?.environment?.OWN_ROLE_NAME, "single-account-splitter-eu-central-1");
  assert.is(notifier?.environment?.SPLITTER_FUNCTION_NAME, "single-account-splitter");
  assert.match(String(notifier?.environment?.DESTINATION_1), /:sns:.*:TrailbridgeAlertTopic$/);
  const [, concurrency] = (controlTower.wiring.functions ?? []).map((it) => it.concurrency);
  assert.is(concurrency, 20);
});

test("takes queues with visibility and dead letters, and their mappings", () => {
  const buffer = single.wiring.queues?.find(({ name }) => name === "TrailbridgeNotifierBuffer");
  assert.equal(buffer, {
    name: "TrailbridgeNotifierBuffer",
    visibilityTimeoutSeconds: 180,
    maxReceiveCount: 1000,
    deadLetterQueue: "TrailbridgeNotifierBufferDeadLetters",
  });
  assert.equal(single.wiring.eventSourceMappings, [
    {
      queue: "TrailbridgeSplitterContinuations",
      function: "single-account-splitter",
      batchSize: 1,
      maxConcurrency: 100,
      reportBatchItemFailures: true,
    },
    {
      queue: "TrailbridgeNotifierBuffer",
      function: "single-account-notifier",
      batchSize: 50,
      batchWindowSeconds: 1,
      maxConcurrency: 5,
      reportBatchItemFailures: true,
    },
    ...[
      { queue: "TrailbridgeNotifierCritical", batchSize: 10 },
      { queue: "TrailbridgeNotifierTurns", batchSize: 1 },
    ].map((mapping) => ({
      ...mapping,
      function: "single-account-notifier",
      maxConcurrency: 5,
      reportBatchItemFailures: true,
    })),
  ]);
});

test("takes the bucket's notifications with their filter, and its events", () => {
  assert.equal(single.wiring.buckets, [
    {
      name: "example-cloudtrail-logs",
      notifications: [
        { events: ["s3:ObjectCreated:*"], prefix: "AWSLogs/", function: "single-account-splitter" },
      ],
      eventBridge: true,
    },
  ]);
  const [bucket] = siem.wiring.buckets ?? [];
  assert.is(bucket?.notifications?.[0]?.queue, "TrailbridgeSplitterLogFiles");
});

test("takes rules with bus, pattern, input path and dead letters", () => {
  const removed = single.wiring.rules?.find(({ bus }) => bus === "default");
  assert.equal(removed?.pattern["detail-type"], ["Object Deleted"]);
  const whole = siem.wiring.rules?.find(({ name }) =>
    name.startsWith("TrailbridgeBusConsumerslakeRule"),
  );
  assert.is(whole?.bus, "trailbridge");
  assert.equal(whole?.targets, [
    {
      kind: "sink",
      sink: "lake",
      inputPath: "$.detail.record",
      roleArn: "arn:aws:iam::111122223333:role/TrailbridgeBusConsumerslakeEventsRole",
      deadLetterQueue: "TrailbridgeBusConsumerslakeDeadLetters",
    },
  ]);
});

test("takes the tables' keys, and topics with what subscriptions filter", () => {
  assert.equal(single.wiring.tables, [
    { name: "TrailbridgeSplitterPublished", key: "pk", sortKey: "sk", expiry: "expiresAt" },
    { name: "TrailbridgeNotifierAlertTable", key: "pk", sortKey: "sk", expiry: "expiresAt" },
  ]);
  const [topic] = controlTower.wiring.topics ?? [];
  assert.match(String(topic?.name), ":aws-controltower-AllConfigNotifications");
  assert.is(topic?.subscriptions?.[0]?.function, "control-tower-splitter");
  assert.ok(topic?.subscriptions?.[0]?.filter);
});

test("takes a table's sort key, a queue's delay, and each mapping of one function", () => {
  const { wiring } = wiringOf([synthesis.stacks.turns]);
  assert.equal(wiring.tables, [{ name: "Table", key: "pk", sortKey: "sk", expiry: "expiresAt" }]);
  assert.equal(wiring.queues, [
    { name: "Turns", visibilityTimeoutSeconds: 30, delaySeconds: 5 },
    { name: "Critical" },
  ]);
  assert.equal(
    wiring.eventSourceMappings?.map(({ queue, batchSize, batchWindowSeconds, maxConcurrency }) => [
      queue,
      batchSize,
      batchWindowSeconds,
      maxConcurrency,
    ]),
    [
      ["Turns", 1, undefined, 2],
      ["Critical", 10, 0, 5],
    ],
  );
});

test("takes a rule's schedule with its targets and their constant input", () => {
  const { wiring } = wiringOf([synthesis.stacks.turns]);
  assert.equal(
    wiring.schedules?.map(({ everySeconds, targets }) => ({ everySeconds, targets })),
    [
      { everySeconds: 60, targets: [{ kind: "sqs", queue: "Turns", input: '{"sweep":true}' }] },
      { everySeconds: 7200, targets: [{ kind: "sqs", queue: "Turns" }] },
    ],
  );
});

test("keeps what ends outside: streams, endpoints, log groups, other accounts' buses", () => {
  assert.equal(
    siem.wiring.sinks?.map(({ name, delimiter }) => [name, delimiter]).sort(),
    [
      ["lake", "\n"],
      ["splunk", "\n"],
      ["insights", "\n"],
      [sinkOfBus(FOREIGN_BUS), "\n"],
    ].sort(),
  );
  assert.ok(siem.wiring.buses?.some(({ name }) => name === FOREIGN_BUS));
});

test("runs a receiver's own consumers when its template is there", () => {
  const both = wiringOf([synthesis.stacks.siem, synthesis.stacks.receiving]);
  assert.is(both.wiring.buses?.filter(({ name }) => name === FOREIGN_BUS).length, 1);
  const [rule] = both.wiring.rules?.filter(({ bus }) => bus === FOREIGN_BUS) ?? [];
  assert.equal(
    rule?.targets.map((target) => target.kind === "sqs" && target.queue),
    ["ReceiverBusConsumersThereQueue"],
  );
  assert.not.ok(both.wiring.sinks?.some(({ name }) => name === sinkOfBus(FOREIGN_BUS)));
});

test.run();

async function synthesizeExamples() {
  return synthesizeStacks((app) => {
    const example = (name: string) =>
      new TrailbridgeStack(app, {
        settings: { ...readSettings(`${EXAMPLES}${name}.yaml`), name },
        baseDirectory: EXAMPLES,
      });
    const receiving = new Stack(app, "receiving", {
      env: { account: "777788889999", region: "eu-central-1" },
    });
    new TrailbridgeReceiver(receiving, "Receiver", {
      senderAccount: "111122223333",
      eventBusName: "trailbridge",
    }).bus.addQueue("There");
    return {
      "single-account": example("single-account"),
      siem: example("siem"),
      "control-tower": example("control-tower"),
      receiving,
      odd: oddStack(app),
      turns: turnStack(app),
    };
  });
}

/** Targets that the local stack does not know. */
function oddStack(app: ConstructorParameters<typeof Stack>[0]): Stack {
  const stack = new Stack(app, "odd");
  const bus = new EventBus(stack, "Bus");
  const eventPattern = { source: ["trailbridge"] };
  new Rule(stack, "ToStream", {
    eventBus: bus,
    eventPattern,
    targets: [new KinesisStream(new Stream(stack, "Stream"))],
  });
  const transformed = RuleTargetInput.fromObject({ id: EventField.eventId });
  new Rule(stack, "Transformed", {
    eventBus: bus,
    eventPattern,
    targets: [new SqsQueue(new Queue(stack, "Queue"), { message: transformed })],
  });
  new CfnResource(stack, "Noon", {
    type: "AWS::Events::Rule",
    properties: { ScheduleExpression: "cron(0 12 * * ? *)" },
  });
  new Table(stack, "Numbered", { partitionKey: { name: "number", type: AttributeType.NUMBER } });
  return stack;
}

/** A table, queues and schedules as a function needs them that sends itself messages. */
function turnStack(app: ConstructorParameters<typeof Stack>[0]): Stack {
  const stack = new Stack(app, "turns");
  new Table(stack, "Table", {
    partitionKey: { name: "pk", type: AttributeType.STRING },
    sortKey: { name: "sk", type: AttributeType.STRING },
    timeToLiveAttribute: "expiresAt",
  });
  const turns = new Queue(stack, "Turns", {
    visibilityTimeout: Duration.seconds(30),
    deliveryDelay: Duration.seconds(5),
  });
  const critical = new Queue(stack, "Critical");
  for (const [queue, more] of [
    [turns, { batchSize: 1, maxConcurrency: 2 }],
    [critical, { batchSize: 10, maxBatchingWindow: Duration.seconds(0), maxConcurrency: 5 }],
  ] as const) {
    new EventSourceMapping(stack, `${queue.node.id}Mapping`, {
      target: LambdaFunction.fromFunctionName(stack, `${queue.node.id}Function`, "notifier"),
      eventSourceArn: queue.queueArn,
      ...more,
    });
  }
  const message = RuleTargetInput.fromObject({ sweep: true });
  for (const [id, schedule, target, enabled] of [
    ["Minutely", Schedule.rate(Duration.minutes(1)), new SqsQueue(turns, { message }), true],
    ["Rarely", Schedule.expression("rate(2 hours)"), new SqsQueue(turns), true],
    ["Never", Schedule.rate(Duration.days(1)), new SqsQueue(turns), false],
  ] as const) {
    new Rule(stack, id, { schedule, targets: [target], enabled });
  }
  return stack;
}
