import {
  DynamoDBClient,
  GetItemCommand,
  ListTablesCommand,
  PutItemCommand,
} from "@aws-sdk/client-dynamodb";
import { EventBridgeClient, ListArchivesCommand } from "@aws-sdk/client-eventbridge";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import {
  ListTopicsCommand,
  PublishCommand,
  type PublishInput,
  SNSClient,
} from "@aws-sdk/client-sns";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { AwsError } from "../../src/local/protocol/aws-error.ts";
import { startStack } from "../../src/local/stack.ts";
import type { Stack } from "../../src/local/stack-types.ts";
import { clientConfig, errorName } from "../support/client-config.ts";

const test = suite("the other services through their clients");

let stack: Stack;
let fault: AwsError | undefined;
let clients: {
  sns: SNSClient;
  secrets: SecretsManagerClient;
  dynamo: DynamoDBClient;
  bridge: EventBridgeClient;
};

test.before(async () => {
  stack = await startStack({
    wiring: {
      queues: [{ name: "envelopes" }, { name: "raw" }, { name: "filtered" }],
      topics: [
        {
          name: "alerts",
          subscriptions: [
            { queue: "envelopes" },
            { queue: "raw", rawMessageDelivery: true },
            { queue: "filtered", filter: { of: ["sqs"] } },
          ],
        },
      ],
      tables: [{ name: "threads", key: "pk", expiry: "expiresAt" }],
      secrets: [{ name: "slack/token", value: "xoxb-not-a-token" }],
    },
    intercept: () => fault,
  });
  const config = clientConfig(stack);
  clients = {
    sns: new SNSClient(config),
    secrets: new SecretsManagerClient(config),
    dynamo: new DynamoDBClient(config),
    bridge: new EventBridgeClient(config),
  };
});

test.after.each(() => {
  fault = undefined;
});

test.after(async () => {
  for (const client of Object.values(clients)) client.destroy();
  await stack.close();
});

test("names an operation it does not know", async () => {
  assert.is(
    await errorName(clients.bridge.send(new ListArchivesCommand({}))),
    "UnknownOperationException",
  );
  assert.is(await errorName(clients.sns.send(new ListTopicsCommand({}))), "InvalidAction");
  const headers = { "x-amz-target": "AWSIE.Unknown" };
  const response = await fetch(stack.endpointUrl, { method: "POST", headers, body: "{}" });
  assert.match(await response.text(), "AWSIE operation Unknown");
});

test("refuses a request that is no JSON", async () => {
  const headers = { "x-amz-target": "AmazonSQS.ListQueues" };
  for (const body of ["{", "[]", "null"]) {
    const response = await fetch(stack.endpointUrl, { method: "POST", headers, body });
    assert.is(response.status, 400);
    assert.match(await response.text(), "SerializationException");
  }
});

test("answers with the fault it is told to", async () => {
  fault = new AwsError("ThrottlingException", "Rate exceeded", { status: 429 });
  const { sns, secrets, dynamo } = clients;
  const TopicArn = stack.topicArn("alerts");
  const calls = [
    sns.send(new PublishCommand({ TopicArn, Message: "m" })),
    secrets.send(new GetSecretValueCommand({ SecretId: "slack/token" })),
    dynamo.send(new ListTablesCommand({})),
  ];
  const names = await Promise.all(calls.map(errorName));
  assert.equal(names, Array(3).fill("ThrottlingException"));
});

const publish = (input: Partial<PublishInput>) =>
  clients.sns.send(
    new PublishCommand({ TopicArn: stack.topicArn("alerts"), Message: "m", ...input }),
  );

function json(Message: string): Partial<PublishInput> {
  return { Message, MessageStructure: "json" };
}

const unpublished: [name: string, input: Partial<PublishInput>, code: string][] = [
  ["to an unknown topic", { TopicArn: "arn:aws:sns:us-east-1:1:none" }, "NotFoundException"],
  ["of nothing", { Message: "" }, "InvalidParameterException"],
  ["of too much", { Message: "x".repeat(256 * 1024 + 1) }, "InvalidParameterException"],
  ["of text that no queue takes", { Message: "a\ufffe" }, "InvalidParameterException"],
  ["with a line break in the subject", { Subject: "a\nb" }, "InvalidParameterException"],
  ["with a long subject", { Subject: "x".repeat(101) }, "InvalidParameterException"],
  ["of another structure", { MessageStructure: "xml" }, "InvalidParameterException"],
  ["of a structure it does not have", json("{"), "InvalidParameterException"],
  ["of a structure that is a list", json('["default"]'), "InvalidParameterException"],
  ["without a default text", json('{"email":"m"}'), "InvalidParameterException"],
  ["whose default is no text", json('{"default":{}}'), "InvalidParameterException"],
  [
    "of text for mail that no queue takes",
    json('{"default":"m","email":"\\ufffe"}'),
    "InvalidParameterException",
  ],
  [
    "with an empty attribute",
    { MessageAttributes: { a: { DataType: "String", StringValue: "" } } },
    "InvalidParameterValueException",
  ],
];

for (const [name, input, code] of unpublished) {
  test(`refuses a message ${name}`, async () => {
    assert.is(await errorName(publish(input)), code);
    assert.equal(stack.snsMessages(), []);
  });
}

test("publishes to the subscribers and keeps the message", async () => {
  const Subject = "Größe & more";
  const MessageAttributes = { severity: { DataType: "String", StringValue: "high" } };
  const { MessageId } = await publish({ Message: '{"a":"<ü>"}', Subject, MessageAttributes });
  assert.equal(stack.snsMessages(), [
    {
      messageId: MessageId,
      topic: "alerts",
      publishedAt: stack.snsMessages()[0]?.publishedAt,
      subject: Subject,
      message: '{"a":"<ü>"}',
      attributes: { severity: "high" },
    },
  ]);
  assert.is(stack.messages("raw")[0]?.body, '{"a":"<ü>"}');
  const envelope = JSON.parse(stack.messages("envelopes")[0]?.body ?? "");
  assert.is(envelope.Message, '{"a":"<ü>"}');
  assert.is(envelope.Subject, Subject);
  assert.is(envelope.MessageAttributes.severity.Value, "high");
});

test("gives each protocol its own text, and the others the default", async () => {
  const before = stack.snsMessages().length;
  const texts = { email: "for people", sqs: '{"of":"sqs"}', "e-mail": "no protocol", http: 7 };
  await publish(json(JSON.stringify({ default: '{"of":"all"}', ...texts })));
  const [kept, ...more] = stack.snsMessages().slice(before);
  assert.equal(more, []);
  assert.is(kept?.message, '{"of":"all"}');
  assert.equal(kept?.texts, { email: "for people", sqs: '{"of":"sqs"}' });
  assert.is(stack.messages("raw").at(-1)?.body, '{"of":"sqs"}');
  assert.is(JSON.parse(stack.messages("envelopes").at(-1)?.body ?? "").Message, '{"of":"sqs"}');
  assert.is(JSON.parse(stack.messages("filtered").at(-1)?.body ?? "").Message, '{"of":"sqs"}');

  await publish(json(JSON.stringify({ default: "machines", email: "people" })));
  assert.is(stack.messages("raw").at(-1)?.body, "machines");
});

test("gives a secret by name and by ARN", async () => {
  const get = (SecretId: string) => clients.secrets.send(new GetSecretValueCommand({ SecretId }));
  assert.is(await errorName(get("none")), "ResourceNotFoundException");
  const { SecretString, ARN = "" } = await get("slack/token");
  assert.is(SecretString, "xoxb-not-a-token");
  assert.is((await get(ARN)).SecretString, SecretString);
});

test("keeps items under conditions", async () => {
  const put = (expiresAt: string) =>
    clients.dynamo.send(
      new PutItemCommand({
        TableName: "threads",
        Item: { pk: { S: "a" }, expiresAt: { N: expiresAt } },
        ConditionExpression: "attribute_not_exists(pk) OR expiresAt < :now",
        ExpressionAttributeValues: { ":now": { N: "100" } },
      }),
    );
  await put("150");
  assert.is(await errorName(put("160")), "ConditionalCheckFailedException");
  const { Item } = await clients.dynamo.send(
    new GetItemCommand({ TableName: "threads", Key: { pk: { S: "a" } } }),
  );
  assert.is(Item?.expiresAt?.N, "150");
});

test("says who the caller is", async () => {
  const body = new URLSearchParams({ Action: "GetCallerIdentity", Version: "2011-06-15" });
  const response = await fetch(stack.endpointUrl, { method: "POST", body });
  assert.match(await response.text(), "<Account>111122223333</Account>");
});

test.run();
