import { suite } from "uvu";
import * as assert from "uvu/assert";
import { toContinuation } from "../../../src/core/notification/continuation.ts";
import { readNotification, toS3Notification } from "../../../src/core/notification/notification.ts";

const file = { bucket: "trail", key: "AWSLogs/a b.json.gz", replay: "replay-1" };
const eventSourceARN = "arn:aws:sqs:us-east-1:111122223333:own";
const message = (body: unknown) => ({
  messageId: "m",
  eventSource: "aws:sqs",
  eventSourceARN,
  body: JSON.stringify(body),
});
const inQueue = (body: unknown) => ({ Records: [message(body)] });
const objectsOf = (event: unknown) =>
  readNotification(event, ["own"]).objects.map(({ object }) => object);

const test = suite("a replay's notifications");

for (const name of ["", "two words", "x".repeat(101), 7, null]) {
  test(`are not understood by the name ${JSON.stringify(name)?.slice(0, 12)}`, () => {
    const { notification } = toS3Notification(file) as { notification: unknown };
    const { objects, faults } = readNotification(inQueue({ replay: name, notification }));
    assert.equal([objects.length, faults.length], [0, 1]);
  });
}

test("say so of each file, in a dead letter too, and where its reading goes on", () => {
  assert.equal(objectsOf(inQueue(toS3Notification(file))), [file]);
  assert.equal(objectsOf(inQueue({ requestPayload: toS3Notification(file) })), [file]);
  const at = { next: 7, offset: 1, hops: 0 };
  const [found] = readNotification(inQueue(toContinuation(file, at)), ["own"]).objects;
  assert.equal([found?.object, found?.resume], [file, at]);
});

test("mark no file beside them, nor one whose notice comes with such a word", () => {
  const { replay: _, ...other } = file;
  const plain = toS3Notification(other) as object;
  const both = { Records: [message(toS3Notification(file)), message(plain)] };
  assert.equal(objectsOf(both), [file, other]);
  assert.equal(objectsOf(inQueue({ ...plain, replay: "replay-1" })), [other]);
});

test.run();
