import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { CONFIG_PATH_ENV, LOG_LEVEL_ENV, SPLITTER_ENV } from "../../src/contract.ts";
import { toS3Notification } from "../../src/core/notification/notification.ts";
import { NotificationError } from "../../src/core/notification/object-finder.ts";
import { type HttpStub, httpStub, type StubRequest } from "../support/http-stub.ts";
import { rejects } from "../support/rejects.ts";
import { logKey } from "../support/splitter.ts";

type Handler = typeof import("../../src/splitter/handler.ts").handler;

const ARN = "arn:aws:lambda:us-east-1:111122223333:function:splitter";
const context = (left: number) => ({
  getRemainingTimeInMillis: () => left,
  invokedFunctionArn: ARN,
});

/** A record of a role's own reading, in an account. */
const reading = (account: string) => ({
  eventSource: "s3.amazonaws.com",
  eventName: "GetObject",
  userIdentity: {
    type: "AssumedRole",
    arn: `arn:aws:sts::${account}:assumed-role/own/trailbridge-splitter`,
  },
  requestParameters: { bucketName: "logs", key: "AWSLogs/x.json.gz" },
});
const RECORDS = [
  { eventName: "A" },
  { eventName: "B" },
  reading("111122223333"),
  reading("444455556666"),
];
const KEY = logKey("a");
const EVENT = toS3Notification({ bucket: "logs", key: KEY });

let stub: HttpStub;
let directory: string;
let handler: Handler;
let before: NodeJS.ProcessEnv;

const test = suite("handler()");

test.before(async () => {
  stub = await httpStub();
  stub.answer = ({ path, headers, body }) => {
    const target = String(headers["x-amz-target"] ?? "");
    if (target.endsWith("PutEvents")) {
      const Entries = JSON.parse(body).Entries.map(() => ({ EventId: "e" }));
      return { body: JSON.stringify({ FailedEntryCount: 0, Entries }) };
    }
    if (target.endsWith("SendMessage")) {
      const MD5OfMessageBody = createHash("md5").update(JSON.parse(body).MessageBody).digest("hex");
      return { body: JSON.stringify({ MessageId: "m", MD5OfMessageBody }) };
    }
    if (path.startsWith(`/logs/${KEY}`)) {
      return { headers: { etag: '"e1"' }, body: JSON.stringify({ Records: RECORDS }) };
    }
    return { status: 500 };
  };
  directory = mkdtempSync(join(tmpdir(), "trailbridge-"));
  const config = join(directory, "config.json");
  const settings = {
    publish: { filter: "eventName != 'B'" },
    includeRecord: false,
    maxRequestBytes: 500_000,
    logPrefix: "",
    destinations: {},
  };
  writeFileSync(config, JSON.stringify({ ruleSet: { rules: [], ignoreRules: [] }, settings }));
  before = { ...process.env };
  Object.assign(process.env, {
    [CONFIG_PATH_ENV]: config,
    [LOG_LEVEL_ENV]: "error",
    [SPLITTER_ENV.eventBusName]: "records",
    [SPLITTER_ENV.deadLetterQueueUrl]: `${stub.url}/000000000000/dead`,
    [SPLITTER_ENV.continuationQueueUrl]: `${stub.url}/000000000000/on`,
    [SPLITTER_ENV.ownRoleName]: "own",
    [SPLITTER_ENV.logBucketName]: "logs",
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: "local",
    AWS_SECRET_ACCESS_KEY: "local",
    AWS_ENDPOINT_URL: stub.url,
  });
  // The function writes its log to the console it finds when it starts.
  const { log } = console;
  console.log = () => {};
  handler = (await import("../../src/splitter/handler.ts")).handler;
  console.log = log;
});

test.before.each(() => {
  stub.requests.length = 0;
});

test.after(async () => {
  process.env = before;
  rmSync(directory, { recursive: true });
  await stub.close();
});

test("throws what it does not understand back at who invoked it", async () => {
  await rejects(handler({ foo: 1 }, context(60_000)), NotificationError);
  assert.equal(stub.requests, []);
});

test("makes what a queue brings and nobody understands a dead letter", async () => {
  const record = { messageId: "m1", eventSource: "aws:sqs", body: "{}" };
  const { batchItemFailures } = await handler({ Records: [record] }, context(60_000));
  assert.equal(batchItemFailures, []);
  assert.equal(
    sent().map(({ QueueUrl }) => QueueUrl),
    [`${stub.url}/000000000000/dead`],
  );
});

test("puts what the filter wants on the bus, without the work of its own role", async () => {
  const { counters } = await handler(EVENT, context(60_000));
  assert.equal([counters.published, counters.filtered, counters.files], [2, 2, 1]);
  const entries = stub.requests
    .filter(({ headers }) => String(headers["x-amz-target"]).endsWith("PutEvents"))
    .flatMap(({ body }) => JSON.parse(body).Entries as { EventBusName: string; Detail: string }[]);
  assert.equal(
    entries.map(({ EventBusName, Detail }) => {
      const { eventName, record, trailbridge } = JSON.parse(Detail);
      return [EventBusName, eventName, record, trailbridge.index];
    }),
    [
      ["records", "A", undefined, 0],
      ["records", "GetObject", undefined, 3],
    ],
  );
});

test("hands on what there is no time for", async () => {
  const { counters } = await handler(EVENT, context(0));
  assert.equal([counters.records, counters.files], [0, 0]);
  const [{ QueueUrl, MessageBody } = { QueueUrl: "", MessageBody: "{}" }] = sent();
  assert.is(QueueUrl, `${stub.url}/000000000000/on`);
  assert.equal(JSON.parse(MessageBody), {
    continuation: { bucket: "logs", key: KEY, next: 0, offset: 0, hops: 1 },
  });
});

test("has a file wait that the bus does not answer for, long before time is up", async () => {
  const { answer } = stub;
  stub.answer = (request) =>
    String(request.headers["x-amz-target"]).endsWith("PutEvents")
      ? { hang: true }
      : answer(request);
  const { counters } = await handler(EVENT, context(60_000));
  stub.answer = answer;
  assert.equal([counters.waiting, counters.files], [1, 1]);
  const { continuation } = JSON.parse(sent()[0]?.MessageBody ?? "{}");
  assert.equal([continuation.key, continuation.next, continuation.waiting.pauses], [KEY, 0, 1]);
});

test.run();

function sent(): { readonly QueueUrl: string; readonly MessageBody: string }[] {
  const isSend = ({ headers }: StubRequest) =>
    String(headers["x-amz-target"]).endsWith("SendMessage");
  return stub.requests.filter(isSend).map(({ body }) => JSON.parse(body));
}
