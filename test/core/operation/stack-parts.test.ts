import { suite } from "uvu";
import * as assert from "uvu/assert";
import { type DeployedResource, stackParts } from "../../../src/core/operation/stack-parts.ts";

const QUEUES = [
  "SplitterDeadLetters",
  "SplitterContinuations",
  "NotifierBuffer",
  "NotifierBufferDeadLetters",
  "NotifierCritical",
  "NotifierCriticalDeadLetters",
  "NotifierTurns",
  "NotifierDeadLetters",
];

const resource = (type: string, id: string): DeployedResource => ({
  type,
  logicalId: `${id}0A1B2C3D`,
  physicalId: `made-${id}`,
});
const deployment = (construct: string): DeployedResource[] => [
  ...QUEUES.map((queue) => resource("AWS::SQS::Queue", construct + queue)),
  resource("AWS::Lambda::Function", `${construct}SplitterFunction`),
  resource("AWS::Lambda::Function", `${construct}NotifierFunction`),
  resource("AWS::Events::EventBus", `${construct}Bus`),
  resource("AWS::DynamoDB::Table", `${construct}NotifierAlertTable`),
];
const stack = (resources: DeployedResource[], outputs: Record<string, string> = {}) => ({
  name: "security",
  outputs,
  resources,
});

const test = suite("stackParts()");

test("says what a stack lacks that is none of trailbridge's", () => {
  assert.throws(
    () => stackParts(stack([resource("AWS::SQS::Queue", "Orders")])),
    /^Cannot use stack "security" as it must hold trailbridge: it has no queue SplitterDe/,
  );
  assert.throws(
    () => stackParts(stack(deployment("A").filter(({ type }) => !/Table/.test(type)))),
    /it has no table of alerts, nor an output TableName/,
  );
});

test("asks which one is meant of several", () => {
  const two = stack([...deployment("East"), ...deployment("West")]);
  assert.throws(() => stackParts(two), /2 times: name one, --construct "East" or "West"/);
  assert.is(stackParts(two, "West").queues.buffer, "made-WestNotifierBuffer");
});

test("knows a table and a bus that were there before by the outputs", () => {
  const resources = deployment("A").filter(({ type }) => !/Table|EventBus/.test(type));
  const parts = stackParts(stack(resources, { TableName: "alerts", EventBusArn: "arn:bus" }));
  assert.is(parts.tableName, "alerts");
  assert.is(parts.bus, "arn:bus");
});

test("finds consumers with their queues, and what subscribers did not take", () => {
  const parts = stackParts(
    stack([
      ...deployment("A"),
      resource("AWS::SQS::Queue", "ABusConsumerssiemDeadLetters"),
      resource("AWS::SQS::Queue", "ABusConsumerschangesDeadLetters"),
      resource("AWS::SQS::Queue", "ABusConsumerschangesQueue"),
      resource("AWS::SQS::Queue", "AAlertTopicUndelivered"),
    ]),
  );
  assert.equal(
    [...parts.consumers],
    [
      ["siem", { deadLetters: "made-ABusConsumerssiemDeadLetters" }],
      [
        "changes",
        {
          deadLetters: "made-ABusConsumerschangesDeadLetters",
          queue: "made-ABusConsumerschangesQueue",
        },
      ],
    ],
  );
  assert.equal([...parts.undelivered], [["AAlertTopic", "made-AAlertTopicUndelivered"]]);
});

test.run();
