import fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { toContinuation } from "../../../src/core/notification/continuation.ts";
import { readNotification, toS3Notification } from "../../../src/core/notification/notification.ts";
import { NotificationError } from "../../../src/core/notification/object-finder.ts";

const KEY = "AWSLogs/111122223333/CloudTrail/us-east-1/2026/01/24/a+b c.json.gz";
const OBJECT = { bucket: "org-logs", key: KEY };

const OWN_QUEUE = "continuations";

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
  ["a list of nothing known", [7], /found 7/],
  ["a dead letter around nothing", { requestPayload: null }, /found null/],
  ["a message of another kind", { messageType: "SomethingElse" }, /keys \["messageType"\]/],
  ["a kind of message that is no text", { messageType: ["x"] }, /keys \["messageType"\]/],
  [
    "a message that only says it is AWS Config's, and names log files of no bucket",
    { messageType: "ConfigurationHistoryDeliveryCompleted", s3ObjectKey: [KEY] },
    /bucket undefined/,
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
  ["envelopes without end", nested(18), /more than 16 envelopes/],
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

test("finds nothing where there are no records", () => {
  const { objects, skipped, faults } = readNotification({ Records: [] });
  assert.equal([objects.length, skipped, faults.length], [0, 0, 0]);
});

const CONFIG_KEY = "AWSLogs/111122223333/Config/us-east-1/2026/1/24/ConfigHistory/h_1.json.gz";

for (const [name, message] of [
  ["S3's test event", { Service: "Amazon S3", Event: "s3:TestEvent", Bucket: "org-logs" }],
  ["SNS's request to confirm", { Type: "SubscriptionConfirmation", Message: "m", Token: "t" }],
  ["SNS's word of an end", { Type: "UnsubscribeConfirmation", Message: "m", Token: "t" }],
  ["a delivery of AWS Config's", config("ConfigurationHistoryDeliveryCompleted", CONFIG_KEY)],
  ["a snapshot of AWS Config's", config("ConfigurationSnapshotDeliveryCompleted", CONFIG_KEY)],
  ["a delivery of AWS Config's of a kind of its own", config("SomethingDelivered", CONFIG_KEY)],
  ["a beginning of AWS Config's", config("ConfigurationSnapshotDeliveryStarted")],
  ["a change AWS Config saw", config("ConfigurationItemChangeNotification")],
  ["a large change AWS Config saw", config("OversizedConfigurationItemChangeNotification")],
  ["a judgement of AWS Config's", config("ComplianceChangeNotification")],
] as const) {
  for (const [around, wrapped] of inEnvelopes(message)) {
    test(`skips and counts ${name} ${around}`, () => {
      const { objects, skipped, faults } = readNotification(wrapped);
      assert.equal(faults, []);
      assert.equal([objects.length, skipped], [0, 1]);
    });
  }
}

for (const [around, wrapped] of [
  ["in SNS", inSns("CloudTrail validation message.")],
  ["in SNS in SQS", sqs("m1", snsBody("CloudTrail validation message."))],
] as const) {
  test(`skips and counts CloudTrail's test message ${around}`, () => {
    assert.is(readNotification(wrapped).skipped, 1);
  });
}

for (const [name, message] of [
  ["a list", { s3Bucket: "org-logs", s3ObjectKey: [KEY] }],
  ["text", { s3Bucket: "org-logs", s3ObjectKey: KEY }],
  ["S3's records", s3Event("ObjectCreated:Put", KEY.replaceAll("+", "%2B"))],
  ["an event", eventBridge(KEY)],
] as const) {
  test(`hides no log file, named as ${name}, behind the name of another kind of message`, () => {
    const told = { ...message, messageType: "ComplianceChangeNotification", Event: "s3:TestEvent" };
    assert.equal(readNotification(told).objects, [{ object: OBJECT }]);
    const confirming = { ...told, Type: "SubscriptionConfirmation" };
    assert.equal(readNotification(sqs("m1", confirming)).objects, [
      { object: OBJECT, messageId: "m1" },
    ]);
  });
}

const encoded = encodeURIComponent(KEY).replaceAll("%2F", "/").replaceAll("%20", "+");
const bare = {
  S3: s3Event("ObjectCreated:CompleteMultipartUpload", encoded),
  EventBridge: eventBridge(KEY),
  CloudTrail: { s3Bucket: "org-logs", s3ObjectKey: [KEY] },
};

for (const [name, event] of Object.entries(bare)) {
  for (const [around, wrapped, messageId] of inEnvelopes(event)) {
    test(`finds the object in ${name} ${around}`, () => {
      const { objects, faults, fromQueue } = readNotification(wrapped, [OWN_QUEUE]);
      assert.equal(faults, []);
      const isAgain = around.includes("dead letter") && { isAgain: true };
      assert.equal(objects, [{ object: OBJECT, ...isAgain, ...(messageId && { messageId }) }]);
      assert.is(fromQueue, messageId !== undefined);
    });
  }
}

for (const [around, wrapped] of inEnvelopes({ replay: "again", notification: eventBridge(KEY) })) {
  const isTaken = !/SNS|pipe|of a dead letter/.test(around);
  test(`takes ${isTaken ? "a replay" : "no replay"} by its word ${around}`, () => {
    const [found] = readNotification(wrapped, [OWN_QUEUE]).objects;
    assert.is(found?.object.key, KEY);
    assert.is(found?.object.replay, isTaken ? "again" : undefined);
  });
}

/** Ways by which others may send what looks like the splitter's own message. */
const BY_OTHERS = /SNS|pipe|of a dead letter/;

const RESUME = { next: 7, offset: 900, hops: 2, etag: '"e1"', fault: "as before" };

for (const [name, resume] of [
  ["no place", {}],
  ["a place that is no number", { next: "7", offset: 0, hops: 1 }],
  ["a place before the first", { next: -1, offset: 0, hops: 1 }],
  ["a place between two", { next: 1.5, offset: 0, hops: 1 }],
  ["no count of invocations", { next: 7, offset: 0 }],
  ["no place in the text", { next: 7, hops: 1 }],
  ["a place in the text that is no number", { next: 7, offset: "0", hops: 1 }],
] as const) {
  test(`does not understand a continuation with ${name}`, () => {
    const { objects, faults } = readNotification({ continuation: { ...OBJECT, ...resume } });
    assert.equal([objects.length, faults.length], [0, 1]);
    assert.match(faults[0]?.error.message ?? "", /a continuation that is an object with keys/);
  });
}

for (const [around, wrapped, messageId] of inEnvelopes(toContinuation(OBJECT, RESUME))) {
  test(`finds where to go on in a continuation ${around}`, () => {
    const isAgain = around.includes("dead letter") && { isAgain: true };
    const resume = !BY_OTHERS.test(around) && { resume: RESUME };
    assert.equal(readNotification(wrapped, [OWN_QUEUE]).objects, [
      { object: OBJECT, ...resume, ...isAgain, ...(messageId && { messageId }) },
    ]);
  });
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
  const eventSourceARN = `arn:aws:sqs:us-east-1:111122223333:${OWN_QUEUE}`;
  return { messageId, eventSource: "aws:sqs", eventSourceARN, body: JSON.stringify(body) };
}

function sqs(messageId: string, body: unknown) {
  return { Records: [sqsRecord(messageId, body)] };
}

/** A message in every stack of envelopes it may come in, and the queue message's id if there is one. */
function inEnvelopes(event: unknown): [around: string, wrapped: unknown, messageId?: string][] {
  const text = JSON.stringify(event);
  const queued = sqs("m0", snsBody(text));
  return [
    ["bare", event],
    ["in SNS", inSns(text)],
    ["in SNS's JSON text", snsBody(text)],
    ["in SQS", sqs("m1", event), "m1"],
    ["in SNS in SQS", sqs("m1", snsBody(text)), "m1"],
    ["in a pipe's list", sqs("m1", event).Records, "m1"],
    ["in a pipe's list of bodies", [event]],
    ["in a dead letter", deadLetter(event)],
    ["in a dead letter of SNS's", deadLetter(inSns(text))],
    ["in a dead letter in SQS", sqs("m1", deadLetter(event)), "m1"],
    ["in a dead letter of SQS and SNS in SQS", sqs("m1", deadLetter(queued)), "m1"],
    ["in a dead letter of a pipe's list in SQS", sqs("m1", deadLetter(queued.Records)), "m1"],
    [
      "in a dead letter of a dead letter",
      sqs("m1", deadLetter(sqs("m0", deadLetter(queued)))),
      "m1",
    ],
  ];
}

function deadLetter(requestPayload: unknown) {
  return {
    version: "1.0",
    requestContext: { condition: "RetriesExhausted" },
    requestPayload,
    responsePayload: { errorType: "SplitError" },
  };
}

function config(messageType: string, s3ObjectKey?: string) {
  return {
    ...(s3ObjectKey && { s3ObjectKey, s3Bucket: "org-logs" }),
    notificationCreationTime: "2026-01-24T00:05:12.000Z",
    messageType,
    recordVersion: "1.1",
  };
}

function nested(depth: number): unknown {
  return depth === 0 ? { foo: 1 } : snsBody(JSON.stringify(nested(depth - 1)));
}
