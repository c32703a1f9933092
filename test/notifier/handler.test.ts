import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DeleteTableCommand } from "@aws-sdk/client-dynamodb";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { CONFIG_PATH_ENV, LOG_LEVEL_ENV, NOTIFIER_ENV, SWEEP_INPUT } from "../../src/contract.ts";
import { deployedRules } from "../../src/core/verdict/deployed-rules.ts";
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
  const rule = ruleOf("stop-logging", {
    match: "eventName == 'StopLogging'",
    attempts: "same",
  });
  writeFileSync(
    config,
    JSON.stringify({ ruleSet: deployedRules(ruleSetOf(rule)), settings: SETTINGS }),
  );
  before = { ...process.env };
  Object.assign(process.env, {
    [CONFIG_PATH_ENV]: config,
    [LOG_LEVEL_ENV]: "error",
    [NOTIFIER_ENV.threadTableName]: table.tableName,
    [NOTIFIER_ENV.bufferQueueUrl]: `${stub.url}/000000000000/buffer`,
    [NOTIFIER_ENV.criticalQueueUrl]: `${stub.url}/000000000000/critical`,
    [NOTIFIER_ENV.turnQueueUrl]: `${stub.url}/000000000000/turns`,
    [NOTIFIER_ENV.deadLetterQueueUrl]: `${stub.url}/000000000000/dead`,
    [NOTIFIER_ENV.eventBusName]: "bus",
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

test("records a batch, asks for the turn, and draws it in the invocation that brings it", async () => {
  const response = await handler(
    batchOf(
      "buffer",
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
  assert.equal(slackCalls, [], "nothing is drawn while it is recorded");
  const [dead, ...turns] = sent();
  assert.is(dead?.queue, "dead");
  assert.equal(
    turns.map(({ queue }) => queue),
    ["turns"],
  );

  const drawn = await handler(batchOf("turns", JSON.parse(turns[0]?.body ?? "{}")), CONTEXT);
  assert.equal(drawn, { batchItemFailures: [] });
  const parents = slackCalls.filter((call) => !call.has("thread_ts") && call.has("channel"));
  // The removed object, the alert, the notice.
  assert.is(parents.length, 3);
  const targets = stub.requests.map(({ headers }) => headers["x-amz-target"]);
  assert.ok(targets.includes("secretsmanager.GetSecretValue"));
});

test("sweeps where the schedule asks for it, and takes events and errands in one batch", async () => {
  assert.equal(await handler(SWEEP_INPUT, CONTEXT), { batchItemFailures: [] });
  const event = recordEvent({ ...ordinary(), eventID: "00000000-0000-4000-8000-9" });
  const mixed = batchOf("critical", event, SWEEP_INPUT, { trailbridge: { turn: "sns:x" } });
  assert.equal(await handler(mixed, CONTEXT), { batchItemFailures: [] });
});

test("has what cannot be recorded come again, and a bare event thrown", async () => {
  const { client, tableName } = table;
  await client.send(new DeleteTableCommand({ TableName: tableName }));
  const failing = recordEvent({ ...ordinary(), eventID: "00000000-0000-4000-8000-3" });
  const response = await handler(batchOf("critical", failing), CONTEXT);
  assert.equal(response, { batchItemFailures: [{ itemIdentifier: "m0" }] });
  const postponed = stub.requests.find(
    ({ headers }) => headers["x-amz-target"] === "AmazonSQS.ChangeMessageVisibility",
  );
  assert.equal(JSON.parse(postponed?.body ?? "{}"), {
    QueueUrl: `${stub.url}/000000000000/critical`,
    ReceiptHandle: "r0",
    VisibilityTimeout: 2,
  });
  await rejects(handler(failing, CONTEXT), Error);
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

/** What was sent to queues, in order. */
function sent(): { queue: string; body: string }[] {
  return stub.requests
    .filter(({ headers }) => headers["x-amz-target"] === "AmazonSQS.SendMessage")
    .map(({ body }) => {
      const { QueueUrl, MessageBody } = JSON.parse(body);
      return { queue: QueueUrl.split("/").at(-1), body: MessageBody };
    })
    .sort((a, b) => (a.queue < b.queue ? -1 : 1));
}

function batchOf(queue: string, ...events: readonly unknown[]) {
  return {
    Records: events.map((event, i) => ({
      messageId: `m${i}`,
      receiptHandle: `r${i}`,
      body: typeof event === "string" ? event : JSON.stringify(event),
      attributes: { ApproximateReceiveCount: "1", SentTimestamp: String(Date.now()) },
      eventSource: "aws:sqs",
      eventSourceARN: `arn:aws:sqs:us-east-1:111122223333:${queue}`,
    })),
  };
}
