import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { CONFIG_PATH_ENV, LOG_LEVEL_ENV, NOTIFIER_ENV } from "../../src/contract.ts";
import { deletedEvent, noticeEvent, recordEvent } from "../support/bus-events.ts";
import { type DynaliteTable, dynaliteTable } from "../support/dynalite-table.ts";
import { ordinary } from "../support/hostile.ts";
import {
  type HttpStub,
  httpStub,
  type StubAnswer,
  type StubRequest,
} from "../support/http-stub.ts";
import { SETTINGS } from "../support/notifier-rig.ts";
import { rejects } from "../support/rejects.ts";
import { ruleOf, ruleSetOf } from "../support/rules.ts";

type Handler = typeof import("../../src/notifier/handler.ts").handler;

const CONTEXT = { getRemainingTimeInMillis: () => 60_000 };

let stub: HttpStub;
let table: DynaliteTable;
let directory: string;
let handler: Handler;
let before: NodeJS.ProcessEnv;
const slackCalls: URLSearchParams[] = [];
let slackAnswer: (call: URLSearchParams) => StubAnswer;

const test = suite("handler()");

test.before(async () => {
  stub = await httpStub();
  stub.answer = answer;
  table = await dynaliteTable();
  directory = mkdtempSync(join(tmpdir(), "trailbridge-"));
  const config = join(directory, "config.json");
  const rule = ruleOf("stop-logging", { match: "eventName == 'StopLogging'" });
  writeFileSync(config, JSON.stringify({ ruleSet: ruleSetOf(rule), settings: SETTINGS }));
  before = { ...process.env };
  Object.assign(process.env, {
    [CONFIG_PATH_ENV]: config,
    [LOG_LEVEL_ENV]: "error",
    [NOTIFIER_ENV.threadTableName]: table.tableName,
    [NOTIFIER_ENV.bufferQueueUrl]: `${stub.url}/000000000000/buffer`,
    [NOTIFIER_ENV.deadLetterQueueUrl]: `${stub.url}/000000000000/dead`,
    [NOTIFIER_ENV.splitterFunctionName]: "splitter",
    [NOTIFIER_ENV.slackApiUrl]: `${stub.url}/api/`,
    AWS_LAMBDA_FUNCTION_NAME: "notifier",
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: "local",
    AWS_SECRET_ACCESS_KEY: "local",
    AWS_ENDPOINT_URL: stub.url,
    AWS_ENDPOINT_URL_DYNAMODB: table.url,
  });
  // The function writes its log to the console it finds when it starts.
  const { log } = console;
  console.log = () => {};
  handler = (await import("../../src/notifier/handler.ts")).handler;
  console.log = log;
});

test.before.each(() => {
  stub.requests.length = 0;
  slackCalls.length = 0;
  slackAnswer = () => json({ ok: true, ts: `1769213160.00000${slackCalls.length}` });
});

test.after(async () => {
  for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
  Object.assign(process.env, before);
  rmSync(directory, { recursive: true });
  await stub.close();
  await table.close();
});

test("refuses an invocation it does not know", async () => {
  assert.match((await rejects(handler({}, CONTEXT), TypeError)).message, /^Cannot read invocation/);
});

test("takes a batch through table, secret and Slack, and returns what failed", async () => {
  const response = await handler(
    batchOf(
      recordEvent({ ...ordinary(), errorCode: "AccessDenied" }),
      "not json",
      recordEvent({
        ...ordinary(),
        eventID: "00000000-0000-4000-8000-2",
        errorCode: "AccessDenied",
      }),
      noticeEvent({ title: "A log file cannot be read", dedupe: "file#1" }),
      deletedEvent("AWSLogs/a"),
    ),
    CONTEXT,
  );
  assert.equal(response, { batchItemFailures: [] });
  const threads = slackCalls.map((call) => call.get("thread_ts"));
  // The alert, its edit, its reply; the notice; the removed object.
  assert.is(slackCalls.length, 5);
  assert.is(threads.filter((ts) => ts !== null).length, 1);
  const targets = stub.requests.map(({ headers }) => headers["x-amz-target"]).filter(Boolean);
  assert.ok(targets.includes("secretsmanager.GetSecretValue"));
  assert.is(targets.filter((target) => target === "AmazonSQS.SendMessage").length, 1);
});

test("has a failed message come again, and a bare event thrown", async () => {
  slackAnswer = () => ({ status: 500 });
  const failing = recordEvent({ ...ordinary(), eventID: "00000000-0000-4000-8000-3" });
  const response = await handler(batchOf(failing), CONTEXT);
  assert.equal(response, { batchItemFailures: [{ itemIdentifier: "m0" }] });
  const postponed = stub.requests.find(
    ({ headers }) => headers["x-amz-target"] === "AmazonSQS.ChangeMessageVisibility",
  );
  assert.is(JSON.parse(postponed?.body ?? "{}").VisibilityTimeout, 5);
  await rejects(handler(failing, CONTEXT), Error);
});

/** Two events that are no thread, with so many milliseconds left → ids of those that come again. */
async function failedWithin(remaining: number, ids: readonly [string, string], passed = 0) {
  const { now } = Date;
  const stopped = now();
  let later = 0;
  Date.now = () => stopped + later;
  slackAnswer = () => {
    later = passed;
    return json({ ok: true, ts: `1769213160.00000${slackCalls.length}` });
  };
  try {
    const [one, two] = ids.map((id, i) =>
      recordEvent({ ...ordinary(), eventID: `margin-${id}`, errorCode: `${id}${i}` }),
    );
    const context = { getRemainingTimeInMillis: () => remaining };
    const { batchItemFailures } = await handler(batchOf(one, two), context);
    return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
  } finally {
    Date.now = now;
  }
}

test("begins a call that takes ten seconds at most where three more are left to settle", async () => {
  assert.equal(await failedWithin(13_000, ["in-time-1", "in-time-2"]), []);
  assert.equal(await failedWithin(12_999, ["late-1", "late-2"]), ["m1"]);
});

test("begins no call that its claim may not outlive, however long it may run", async () => {
  assert.equal(await failedWithin(900_000, ["leased-1", "leased-2"], 77_000), []);
  assert.equal(await failedWithin(900_000, ["expired-1", "expired-2"], 77_001), ["m1"]);
});

test.run();

function answer(request: StubRequest): StubAnswer {
  const { path, headers, body } = request;
  if (path.startsWith("/api/")) {
    const call = new URLSearchParams(body);
    slackCalls.push(call);
    return slackAnswer(call);
  }
  const target = String(headers["x-amz-target"]);
  if (target.endsWith("GetSecretValue")) return json({ SecretString: "xoxb-token" });
  // The client checks what the queue says it received.
  const md5 = createHash("md5")
    .update(JSON.parse(body).MessageBody ?? "")
    .digest("hex");
  return json({ MD5OfMessageBody: md5 });
}

function json(value: unknown): StubAnswer {
  return { headers: { "content-type": "application/json" }, body: JSON.stringify(value) };
}

function batchOf(...events: readonly unknown[]) {
  return {
    Records: events.map((event, i) => ({
      messageId: `m${i}`,
      receiptHandle: `r${i}`,
      body: typeof event === "string" ? event : JSON.stringify(event),
      attributes: { ApproximateReceiveCount: "1" },
      eventSource: "aws:sqs",
    })),
  };
}
