import {
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { startStack } from "../../../src/local/stack.ts";
import type { Stack } from "../../../src/local/stack-types.ts";
import { clientConfig, errorName } from "../../support/client-config.ts";

const test = suite("SQS through its client");

let stack: Stack;
let sqs: SQSClient;
let QueueUrl: string;

test.before(async () => {
  const wiring = {
    queues: [
      { name: "work", visibilityTimeoutSeconds: 60, maxReceiveCount: 2, deadLetterQueue: "dead" },
      { name: "dead" },
      { name: "slow", delaySeconds: 300 },
    ],
  };
  stack = await startStack({ wiring });
  sqs = new SQSClient(clientConfig(stack));
  QueueUrl = stack.queueUrl("work");
});

test.after.each(async () => {
  for (const url of [QueueUrl, stack.queueUrl("slow")]) {
    await sqs.send(new PurgeQueueCommand({ QueueUrl: url }));
  }
});
test.after(async () => {
  sqs.destroy();
  await stack.close();
});

test("refuses a queue that does not exist", async () => {
  const QueueUrl = stack.queueUrl("none");
  assert.is(
    await errorName(sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "x" }))),
    "QueueDoesNotExist",
  );
  assert.is(
    await errorName(sqs.send(new GetQueueUrlCommand({ QueueName: "none" }))),
    "QueueDoesNotExist",
  );
});

test("refuses bodies that are too long, empty or hold control characters", async () => {
  const send = (MessageBody: string) =>
    errorName(sqs.send(new SendMessageCommand({ QueueUrl, MessageBody })));
  assert.is(await send("x".repeat(1024 * 1024)), "");
  assert.is(await send("x".repeat(1024 * 1024 + 1)), "InvalidParameterValue");
  assert.is(await send(""), "MissingParameter");
  assert.is(await send("a\u0001"), "InvalidMessageContents");
});

test("refuses batches of more than ten entries or of one id twice", async () => {
  const batch = (ids: number[]) =>
    errorName(
      sqs.send(
        new SendMessageBatchCommand({
          QueueUrl,
          Entries: ids.map((id) => ({ Id: String(id), MessageBody: "x" })),
        }),
      ),
    );
  assert.is(await batch([...Array(11).keys()]), "TooManyEntriesInBatchRequest");
  assert.is(await batch([1, 1]), "BatchEntryIdsNotDistinct");
  assert.is(await batch([]), "EmptyBatchRequest");
});

test("gives a message with what was sent, once, until its time is over", async () => {
  const MessageAttributes = { why: { DataType: "String", StringValue: "because" } };
  const MessageBody = "hé\n😀";
  const sent = await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody, MessageAttributes }));

  const [message] = await receive();

  assert.is(message?.Body, MessageBody);
  assert.is(message?.MessageId, sent.MessageId);
  assert.is(message?.MessageAttributes?.why?.StringValue, "because");
  assert.is(message?.Attributes?.ApproximateReceiveCount, "1");
  assert.equal(await receive(), []);
  await sqs.send(
    new ChangeMessageVisibilityCommand({
      QueueUrl,
      ReceiptHandle: message?.ReceiptHandle,
      VisibilityTimeout: 0,
    }),
  );
  const [again] = await receive();
  assert.is(again?.Attributes?.ApproximateReceiveCount, "2");
});

test("deletes by the handle of the last receive only", async () => {
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "x" }));
  const [first] = await receive(0);
  const [second] = await receive();
  await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: first?.ReceiptHandle }));
  assert.is(stack.messages("work").length, 1);
  await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: second?.ReceiptHandle }));
  assert.is(stack.messages("work").length, 0);
});

test("moves a message to the dead letters when it was received too often", async () => {
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "poison" }));
  for (const expected of [1, 1, 0]) assert.is((await receive(0)).length, expected);
  const [letter] = stack.messages("dead");
  assert.is(letter?.body, "poison");
  assert.is(letter?.deadLetterOf, "work");
  assert.is(stack.report().deadLetters, 1);
});

test("waits for a message as long as it is asked to", async () => {
  const waiting = receive(60, 20);
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "late" }));
  assert.is((await waiting)[0]?.Body, "late");
});

test("sends and deletes in batches", async () => {
  const Entries = ["a", "b", "c"].map((Id) => ({ Id, MessageBody: Id }));
  const sent = await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
  assert.is(sent.Successful?.length, 3);
  const messages = await receive();
  assert.equal(
    messages.map(({ Body }) => Body),
    ["a", "b", "c"],
  );
  await sqs.send(
    new DeleteMessageBatchCommand({
      QueueUrl,
      Entries: messages.map(({ MessageId, ReceiptHandle }) => ({ Id: MessageId, ReceiptHandle })),
    }),
  );
  assert.equal(stack.messages("work"), []);
});

test("hides a message for its own delay, or for its queue's", async () => {
  const slow = stack.queueUrl("slow");
  const send = (QueueUrl: string, MessageBody: string, DelaySeconds?: number) =>
    sqs.send(new SendMessageCommand({ QueueUrl, MessageBody, DelaySeconds }));
  await send(QueueUrl, "later", 900);
  await send(QueueUrl, "now");
  await send(slow, "later");
  await send(slow, "now", 0);
  await sqs.send(
    new SendMessageBatchCommand({
      QueueUrl: slow,
      Entries: [{ Id: "a", MessageBody: "much later", DelaySeconds: 600 }],
    }),
  );
  assert.is(await errorName(send(slow, "too late", 901)), "InvalidParameterValue");

  for (const [url, delays] of [
    [QueueUrl, [900]],
    [slow, [300, 600]],
  ] as const) {
    const name = url.slice(url.lastIndexOf("/") + 1);
    const hidden = stack.messages(name).filter(({ body }) => body !== "now");
    assert.is(hidden.length, delays.length);
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl: url, MaxNumberOfMessages: 10 }),
    );
    assert.equal(
      Messages.map(({ Body }) => Body),
      ["now"],
    );
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ["All"] }),
    );
    assert.is(Attributes?.ApproximateNumberOfMessagesDelayed, String(delays.length));
    assert.is(Attributes?.ApproximateNumberOfMessagesNotVisible, "1");
  }
});

test("shows a message again when the time given to it is over", async () => {
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "again" }));
  const [first] = await receive(600);
  const visibility = { QueueUrl, ReceiptHandle: first?.ReceiptHandle };
  await sqs.send(new ChangeMessageVisibilityCommand({ ...visibility, VisibilityTimeout: 1 }));
  assert.equal(await receive(), []);
  const [second] = await receive(60, 20);
  assert.is(second?.Body, "again");
  const late = new ChangeMessageVisibilityCommand({ ...visibility, VisibilityTimeout: 0 });
  assert.is(await errorName(sqs.send(late)), "MessageNotInflight");
});

test("tells how many messages a queue holds", async () => {
  for (const MessageBody of ["a", "b"])
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
  await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] }),
  );
  assert.is(Attributes?.ApproximateNumberOfMessages, "1");
  assert.is(Attributes?.ApproximateNumberOfMessagesNotVisible, "1");
  assert.match(Attributes?.RedrivePolicy ?? "", '"maxReceiveCount":2');
});

test.run();

async function receive(VisibilityTimeout = 60, WaitTimeSeconds = 0) {
  const command = new ReceiveMessageCommand({
    QueueUrl,
    MaxNumberOfMessages: 10,
    MessageAttributeNames: ["All"],
    VisibilityTimeout,
    WaitTimeSeconds,
  });
  return (await sqs.send(command)).Messages ?? [];
}
