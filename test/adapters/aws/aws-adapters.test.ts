import { SNSServiceException } from "@aws-sdk/client-sns";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { secretsManager } from "../../../src/adapters/aws/secrets-manager.ts";
import { snsPublisher } from "../../../src/adapters/aws/sns-publisher.ts";
import { sqsDeadLetters } from "../../../src/adapters/aws/sqs-dead-letters.ts";
import { sqsMessages } from "../../../src/adapters/aws/sqs-messages.ts";
import { DeliveryError } from "../../../src/core/alert/delivery-error.ts";
import { rejects } from "../../support/rejects.ts";

const test = suite("AWS adapters");

test("publish subject, a body for machines and texts for people, and attributes", async () => {
  const { client, inputs } = clientOf({});
  await snsPublisher(client).publish("arn:topic", {
    subject: "s",
    body: '{"a":"\uffff"}',
    email: "mail\n\ufffe",
    sms: "text",
    attributes: { severity: "high", ruleIds: ["a", "b"], count: 7 },
  });
  assert.equal(inputs, [
    {
      TopicArn: "arn:topic",
      Subject: "s",
      Message: '{"default":"{\\"a\\":\\"\\\\uffff\\"}","email":"mail\\n\ufffd","sms":"text"}',
      MessageStructure: "json",
      MessageAttributes: {
        severity: { DataType: "String", StringValue: "high" },
        count: { DataType: "Number", StringValue: "7" },
        ruleIds: { DataType: "String.Array", StringValue: '["a","b"]' },
      },
    },
  ]);
});

test("publish a message that has no texts for people", async () => {
  const { client, inputs } = clientOf({});
  await snsPublisher(client).publish("arn", { subject: "s", body: "{}", attributes: {} });
  assert.is((inputs as { Message: string }[])[0]?.Message, '{"default":"{}"}');
});

for (const [name, fault] of [
  ["NotFoundException", "refused"],
  ["AuthorizationErrorException", "auth"],
  ["KMSAccessDeniedException", "auth"],
  ["InvalidParameterException", "refused"],
  ["ThrottledException", "later"],
  ["InternalErrorException", "later"],
] as const) {
  test(`tell SNS's ${name} as ${fault}`, async () => {
    const { client } = clientOf(
      new SNSServiceException({ name, $fault: "client", $metadata: {}, message: "no" }),
    );
    const message = { subject: "s", body: "{}", attributes: {} };
    const failure = await rejects(snsPublisher(client).publish("arn", message), DeliveryError);
    assert.is(failure.fault, fault);
  });
}

test("tell a network failure to SNS as later", async () => {
  const { client } = clientOf(new Error("ECONNRESET"));
  const message = { subject: "s", body: "{}", attributes: {} };
  assert.is(
    (await rejects(snsPublisher(client).publish("a", message), DeliveryError)).fault,
    "later",
  );
});

test("postpone a message and send a dead letter", async () => {
  const { client, inputs } = clientOf({});
  const messages = sqsMessages(client, ["https://sqs/1/buffer", "https://sqs/1/turns"]);
  await messages.postpone({ queue: "turns", handle: "handle" }, 40);
  const letter = {
    requestPayload: { a: 1 },
    responsePayload: { errorType: "E", errorMessage: "why" },
  };
  await sqsDeadLetters(client, "https://dead").send(letter);
  assert.equal(inputs, [
    { QueueUrl: "https://sqs/1/turns", ReceiptHandle: "handle", VisibilityTimeout: 40 },
    { QueueUrl: "https://dead", MessageBody: JSON.stringify(letter) },
  ]);
});

test("postpone no message of a queue they do not know", async () => {
  const { client, inputs } = clientOf({});
  const messages = sqsMessages(client, ["https://sqs/1/buffer"]);
  const error = await rejects(messages.postpone({ queue: "other", handle: "h" }, 1), Error);
  assert.match(error.message, 'of queue "other"');
  assert.equal(inputs, []);
});

test("read a secret once, again when asked to, and after a failure", async () => {
  const { client, inputs } = clientOf({ SecretString: "s" });
  const secrets = secretsManager(client);
  assert.equal(await Promise.all([secrets.get("id"), secrets.get("id")]), ["s", "s"]);
  assert.is(inputs.length, 1);
  await secrets.get("id", { fresh: true });
  assert.is(inputs.length, 2);
  const failing = clientOf(new Error("no"));
  const broken = secretsManager(failing.client);
  await rejects(broken.get("id"), Error);
  await rejects(broken.get("id"), Error);
  assert.is(failing.inputs.length, 2);
});

test("refuse a binary secret", async () => {
  const { client } = clientOf({ SecretBinary: new Uint8Array() });
  assert.match((await rejects(secretsManager(client).get("id"), Error)).message, "it is binary");
});

test.run();

/** A client that answers every command alike, or fails; typed as whichever is needed. */
function clientOf(answer: object) {
  const inputs: unknown[] = [];
  const client = {
    async send({ input }: { input: unknown }) {
      inputs.push(input);
      if (answer instanceof Error) throw answer;
      return answer;
    },
  };
  return { client: client as never, inputs };
}
