import fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  NotificationError,
  readNotification,
  toS3Notification,
} from "../../../src/core/notification/notification.ts";

const KEY = "AWSLogs/111122223333/CloudTrail/us-east-1/2026/01/24/a+b c.json.gz";
const OBJECT = { bucket: "org-logs", key: KEY };

const test = suite("readNotification()");

for (const [name, event, error] of [
  ["undefined", undefined, /found undefined/],
  ["null", null, /found null/],
  ["a text", "hello", /found "hello"/],
  ["a list", [], /found a list/],
  ["an empty object", {}, /an object with keys \[\]/],
  ["another event", { foo: 1, bar: 2 }, /an object with keys \["foo","bar"\]/],
  ["Records that are no list", { Records: 7 }, /keys \["Records"\]/],
  ["an event of another service", { source: "aws.ec2", "detail-type": "x" }, /keys \["source"/],
  [
    "an SNS subscription",
    { Type: "SubscriptionConfirmation", Token: "t" },
    /keys \["Type","Token"\]/,
  ],
  ["SNS around no text", inSns(7), /an envelope around 7/],
  ["SNS around no JSON", inSns("hello"), /a message that is not JSON/],
  ["S3 without a name", { Records: [{ s3: s3Part(KEY) }] }, /an S3 event named undefined/],
  [
    "S3 without a key",
    s3Event("ObjectCreated:Put", undefined),
    /bucket "org-logs" and key undefined/,
  ],
  [
    "S3 with a key badly encoded",
    s3Event("ObjectCreated:Put", "a%ZZ"),
    /key "a%ZZ", which is not URL-encoded/,
  ],
  ["S3 with a key of no UTF-8", s3Event("ObjectCreated:Put", "a%FF"), /which is not URL-encoded/],
  ["EventBridge without a bucket", { ...eventBridge(KEY), detail: {} }, /bucket undefined/],
  ["CloudTrail without a bucket", { s3ObjectKey: ["a"] }, /bucket undefined/],
  ["CloudTrail without a list", { s3Bucket: "b", s3ObjectKey: "a" }, /s3ObjectKey "a"/],
  ["envelopes without end", nested(8), /more than 6 envelopes/],
] as const) {
  test(`does not understand ${name}, and names it`, () => {
    const { objects, faults } = readNotification(event);
    assert.equal(objects, []);
    assert.is(faults.length, 1);
    assert.instance(faults[0]?.error, NotificationError);
    assert.match(faults[0]?.error.message ?? "", error);
    assert.is(faults[0]?.payload === event || "Records" in Object(faults[0]?.payload), true);
  });
}

test("goes on after what it does not understand, and can give it back alone", () => {
  const bad = sqsRecord("m1", { foo: 1 });
  const { objects, faults, fromQueue } = readNotification({
    Records: [bad, sqsRecord("m2", s3Event("ObjectCreated:Put", "a"))],
  });
  assert.equal(objects, [{ object: { bucket: "org-logs", key: "a" }, messageId: "m2" }]);
  assert.equal(
    faults.map(({ messageId, payload }) => [messageId, payload]),
    [["m1", { Records: [bad] }]],
  );
  assert.ok(fromQueue);
});

test("goes on after a key badly encoded, also within one message", () => {
  const records = ["a", "b%", "c"].flatMap((key) => s3Event("ObjectCreated:Put", key).Records);
  for (const event of [{ Records: records }, sqs("m1", { Records: records })]) {
    const { objects, faults } = readNotification(event);
    assert.equal(
      objects.map(({ object }) => object.key),
      ["a", "c"],
    );
    assert.is(faults.length, 1);
  }
});

test("shows no more of a strange event than its keys", () => {
  const { faults } = readNotification({ token: "hunter2", ["k".repeat(5_000)]: 1 });
  assert.not.match(faults[0]?.error.message ?? "", /hunter2/);
  assert.ok((faults[0]?.error.message.length ?? 0) < 500);
});

for (const name of ["ObjectRemoved:Delete", "ObjectRestore:Post", "LifecycleExpiration:Delete"]) {
  test(`skips and counts ${name}`, () => {
    const { objects, skipped, faults } = readNotification(s3Event(name, KEY));
    assert.equal([objects.length, skipped, faults.length], [0, 1, 0]);
  });
}

test("skips and counts EventBridge's other S3 events", () => {
  const event = { ...eventBridge(KEY), "detail-type": "Object Deleted" };
  assert.is(readNotification(event).skipped, 1);
});

const TEST_EVENT = { Service: "Amazon S3", Event: "s3:TestEvent", Bucket: "org-logs" };

for (const [name, event] of [
  ["no records", { Records: [] }],
  ["S3's test event", TEST_EVENT],
  ["S3's test event in SNS", inSns(JSON.stringify(TEST_EVENT))],
  ["S3's test event in SQS", sqs("m1", TEST_EVENT)],
  ["CloudTrail's test message", inSns("CloudTrail validation message.")],
  ["CloudTrail's test message in SNS in SQS", sqs("m1", snsBody("CloudTrail validation message."))],
] as const) {
  test(`finds nothing in ${name}`, () => {
    const { objects, skipped, faults } = readNotification(event);
    assert.equal([objects.length, skipped, faults.length], [0, 0, 0]);
  });
}

const encoded = encodeURIComponent(KEY).replaceAll("%2F", "/").replaceAll("%20", "+");
const bare = {
  S3: s3Event("ObjectCreated:CompleteMultipartUpload", encoded),
  EventBridge: eventBridge(KEY),
  CloudTrail: { s3Bucket: "org-logs", s3ObjectKey: [KEY] },
};

for (const [name, event] of Object.entries(bare)) {
  const text = JSON.stringify(event);
  for (const [around, wrapped, messageId] of [
    ["bare", event, undefined],
    ["in SNS", inSns(text), undefined],
    ["in SNS's JSON text", snsBody(text), undefined],
    ["in SQS", sqs("m1", event), "m1"],
    ["in SNS in SQS", sqs("m1", snsBody(text)), "m1"],
  ] as const) {
    test(`finds the object in ${name} ${around}`, () => {
      const { objects, faults, fromQueue } = readNotification(wrapped);
      assert.equal(faults, []);
      assert.equal(objects, [{ object: OBJECT, ...(messageId && { messageId }) }]);
      assert.is(fromQueue, messageId !== undefined);
    });
  }
}

test("finds all objects of a notice of CloudTrail and of a batch of messages", () => {
  const notice = { s3Bucket: "org-logs", s3ObjectKey: ["a", "b"] };
  const { objects } = readNotification({
    Records: [sqsRecord("m1", notice), sqsRecord("m2", s3Event("ObjectCreated:Put", "c"))],
  });
  assert.equal(
    objects.map(({ object, messageId }) => [object.key, messageId]),
    [
      ["a", "m1"],
      ["b", "m1"],
      ["c", "m2"],
    ],
  );
});

test.run();

const back = suite("toS3Notification()");

back("makes what readNotification() reads the same object from, whatever its key", () => {
  const key = fc.string({ unit: "grapheme", minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(key, (text) => {
      const object = { bucket: "org-logs", key: text };
      assert.equal(readNotification(toS3Notification(object)).objects, [{ object }]);
    }),
  );
});

for (const key of ["a+b", "a b", "100%", "ü中😀", "a&b=c;d?e#f", 'it\'s "q"', "a\r\nb", "//a//"]) {
  back(`carries ${JSON.stringify(key)}`, () => {
    const object = { bucket: "org-logs", key };
    assert.equal(readNotification(toS3Notification(object)).objects, [{ object }]);
  });
}

back("survives a lone surrogate, which no key can hold", () => {
  assert.type(toS3Notification({ bucket: "b", key: "\ud800" }), "object");
});

back.run();

function s3Part(key: unknown) {
  return { bucket: { name: "org-logs" }, object: { key, size: 1 } };
}

function s3Event(eventName: string, key: unknown) {
  return { Records: [{ eventSource: "aws:s3", eventName, s3: s3Part(key) }] };
}

function eventBridge(key: string) {
  return {
    version: "0",
    source: "aws.s3",
    "detail-type": "Object Created",
    detail: { version: "0", ...s3Part(key) },
  };
}

function snsBody(message: unknown) {
  return { Type: "Notification", MessageId: "n1", TopicArn: "arn:aws:sns:x", Message: message };
}

function inSns(message: unknown) {
  const record = { EventVersion: "1.0", EventSource: "aws:sns", Sns: snsBody(message) };
  return { Records: [record] };
}

function sqsRecord(messageId: string, body: unknown) {
  return { messageId, eventSource: "aws:sqs", body: JSON.stringify(body) };
}

function sqs(messageId: string, body: unknown) {
  return { Records: [sqsRecord(messageId, body)] };
}

function nested(depth: number): unknown {
  return depth === 0 ? { foo: 1 } : snsBody(JSON.stringify(nested(depth - 1)));
}
