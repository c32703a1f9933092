import { createHash } from "node:crypto";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { S3Client } from "@aws-sdk/client-s3";
import { SQSClient } from "@aws-sdk/client-sqs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { clientLimits } from "../../src/adapters/aws/client-limits.ts";
import { systemClock } from "../../src/adapters/system-clock.ts";
import { SPLITTER_ENV } from "../../src/contract.ts";
import type { FunctionConfig } from "../../src/core/settings/config.ts";
import { composeSplitter, readRoleOf, type SplitterParts } from "../../src/splitter/compose.ts";
import { SplitError } from "../../src/splitter/response.ts";
import {
  type HttpStub,
  httpStub,
  type StubAnswer,
  type StubRequest,
} from "../support/http-stub.ts";
import { rejects } from "../support/rejects.ts";
import { logFile, logKey } from "../support/splitter.ts";
import { newsOf } from "../support/splitter-world.ts";

const KEYS = [logKey("a"), logKey("b")] as const;
const FILE = logFile([{ n: 0 }, { n: 1 }, { n: 2 }]);
const ETAG = { etag: '"e1"' };

const config = {
  ruleSet: { rules: [], ignoreRules: [] },
  settings: { publish: "all", logPrefix: "", includeRecord: true, maxRequestBytes: 1_000_000 },
} as unknown as FunctionConfig;

type Service = keyof SplitterParts["clients"];

let stub: HttpStub;

const test = suite("composeSplitter()");

test.before(async () => {
  stub = await httpStub();
});

test.after(() => stub.close());

test("needs its environment whole", async () => {
  await rejects(composeSplitter({ ...parts(), env: {} }), Error);
});

for (const [name, hole, dark, expected] of [
  ["S3 does not answer for a file", isOf("GET", KEYS[0]), undefined, { published: 3, waiting: 1 }],
  ["S3 does not answer", isOf("GET", "/org-logs/"), "s3", { published: 0, waiting: 2 }],
  ["the bus does not answer", isOf("PutEvents"), "eventbridge", { published: 0, waiting: 2 }],
  ["the queues do not answer", isOf("SendMessage"), "sqs", { published: 6, waiting: 0 }],
] as const) {
  test(`loses nothing and waits for nobody when ${name}`, async () => {
    const { counters, messages } = await run(
      (request) => (hole(request) ? HOLE : undefined),
      dark === undefined ? [] : [dark],
    );
    assert.equal({ published: counters.published, waiting: counters.waiting }, { ...expected });
    assert.is(messages.length, expected.waiting);
    assert.ok(messages.every(({ DelaySeconds }) => Number(DelaySeconds) > 0));
  });
}

test("goes on from where S3 stopped answering in the midst of a file", async () => {
  const text = '{"Records":[{"n":0},{"n":1},';
  const { counters, messages } = await run((request) =>
    isOf("GET", KEYS[0])(request)
      ? { headers: { ...ETAG, "content-length": "1000" }, body: text, stall: true }
      : undefined,
  );
  assert.equal([counters.published, counters.waiting], [5, 1]);
  const { continuation } = JSON.parse(messages[0]?.MessageBody ?? "{}");
  assert.equal(
    [continuation.key, continuation.next, continuation.offset, continuation.etag],
    [KEYS[0], 2, text.length - 1, ETAG.etag],
  );
});

test("fails, so that who invoked it tries again, when neither bus nor queues answer", async () => {
  const dark = (request: StubRequest) => isOf("PutEvents")(request) || isOf("SendMessage")(request);
  const error = await rejects(
    run((request) => (dark(request) ? HOLE : undefined), ["eventbridge", "sqs"]),
    SplitError,
  );
  assert.match(
    error.message,
    /TimeoutError: .*; and no continuation could be sent: .*; and 1 more$/,
  );
});

for (const [name, body, kept] of [
  ["AccessDenied", "<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>", 2],
  ["ExpiredToken", "<Error><Code>ExpiredToken</Code><Message>old</Message></Error>", 2],
] as const) {
  test(`has files wait that S3 answers for with ${name}`, async () => {
    const denied = { status: 403, body, headers: { "content-type": "application/xml" } };
    const { counters, messages, details } = await run((request) =>
      isOf("GET", "/org-logs/")(request) ? denied : undefined,
    );
    assert.equal([counters.waiting, messages.length], [kept, kept]);
    const notices = details.flatMap(
      ({ notice }) => notice?.dedupe.replace(/#[\d-]{10}$/, "") ?? [],
    );
    const told = name === "AccessDenied" ? ["denied-log-files#org-logs#AccessDenied"] : [];
    assert.equal(notices, told);
  });
}

test("leaves out what its sessions read, where a landing zone's files are read by a role there", async () => {
  const role = "arn:aws:iam::444455556666:role/log-reader";
  const reading = (session: string) => ({
    eventSource: "s3.amazonaws.com",
    eventName: "GetObject",
    userIdentity: {
      type: "AssumedRole",
      arn: `arn:aws:sts::444455556666:assumed-role/log-reader/${session}`,
    },
    requestParameters: { bucketName: "org-logs", key: KEYS[0] },
  });
  const env = {
    [SPLITTER_ENV.readRoleArn]: role,
    [SPLITTER_ENV.logBucketName]: "org-logs",
    AWS_LAMBDA_FUNCTION_NAME: "splitter-2",
  };
  const file = logFile([reading("splitter-2"), reading("analyst"), { n: 1 }]);
  const { counters } = await run(
    (request) => (request.path.startsWith("/org-logs/") ? { body: file } : undefined),
    [],
    env,
  );
  assert.equal([counters.published, counters.filtered], [4, 2]);
});

test.run();

const readRole = suite("readRoleOf()");

readRole("is none where the function reads by its own role", () => {
  assert.is(readRoleOf({}), undefined);
  assert.is(readRoleOf({ [SPLITTER_ENV.readRoleArn]: "" }), undefined);
});

readRole("names the sessions as the function, so that CloudTrail tells who read", () => {
  const env = { AWS_LAMBDA_FUNCTION_NAME: "splitter-2", [SPLITTER_ENV.readRoleArn]: "arn" };
  const sessionName = "splitter-2";
  assert.equal(readRoleOf(env), { roleArn: "arn", sessionName, externalId: undefined });
  assert.equal(readRoleOf({ ...env, [SPLITTER_ENV.readRoleExternalId]: "x" })?.externalId, "x");
});

readRole.run();

const HOLE: StubAnswer = { hang: true };

function isOf(what: string, path = "/") {
  return ({ path: asked, headers }: StubRequest) => {
    const target = String(headers["x-amz-target"] ?? "GET");
    return target.endsWith(what) && asked.includes(path);
  };
}

/** Runs the news of both files through a function of real clients that give up soon. */
async function run(
  fault: (request: StubRequest) => StubAnswer | undefined,
  dark: readonly Service[] = [],
  env: SplitterParts["env"] = {},
) {
  stub.requests.length = 0;
  stub.answer = (request) => fault(request) ?? answerOf(request);
  const made = parts(dark);
  const handler = await composeSplitter({ ...made, env: { ...made.env, ...env } });
  const { counters } = await handler(newsOf(KEYS), {
    getRemainingTimeInMillis: () => 60_000,
    invokedFunctionArn: "arn:aws:lambda:us-east-1:111122223333:function:splitter",
  });
  const bodies = stub.requests.flatMap(({ body }) => (body ? [JSON.parse(body)] : []));
  const messages: { MessageBody: string; DelaySeconds?: number }[] = bodies.filter(
    ({ MessageBody }) => MessageBody,
  );
  const details: { notice?: { dedupe: string } }[] = bodies
    .flatMap(({ Entries = [] }) => Entries)
    .map(({ Detail }) => JSON.parse(Detail));
  return { counters, messages, details };
}

function answerOf(request: StubRequest): StubAnswer {
  if (isOf("PutEvents")(request)) {
    const Entries = JSON.parse(request.body).Entries.map(() => ({ EventId: "e" }));
    return { body: JSON.stringify({ FailedEntryCount: 0, Entries }) };
  }
  if (isOf("SendMessage")(request)) {
    const text = JSON.parse(request.body).MessageBody;
    const MD5OfMessageBody = createHash("md5").update(text).digest("hex");
    return { body: JSON.stringify({ MessageId: "m", MD5OfMessageBody }) };
  }
  return { headers: ETAG, body: FILE };
}

/** @param dark Services that answer nothing: nobody need wait for them. */
function parts(dark: readonly Service[] = []): SplitterParts {
  const client = (service: Service) => ({
    ...clientLimits({ attemptMilliseconds: dark.includes(service) ? 50 : 2_000, attempts: 1 }),
    endpoint: stub.url,
    region: "us-east-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
    forcePathStyle: true,
  });
  const quiet = () => {};
  return {
    config,
    env: {
      [SPLITTER_ENV.eventBusName]: "records",
      [SPLITTER_ENV.deadLetterQueueUrl]: `${stub.url}/000000000000/dead`,
      [SPLITTER_ENV.continuationQueueUrl]: `${stub.url}/000000000000/on`,
    },
    clients: {
      s3: new S3Client({ ...client("s3"), responseChecksumValidation: "WHEN_REQUIRED" }),
      eventbridge: new EventBridgeClient(client("eventbridge")),
      sqs: new SQSClient(client("sqs")),
      dynamodb: new DynamoDBClient(client("dynamodb")),
    },
    clock: systemClock,
    log: { info: quiet, warn: quiet, error: quiet, metrics: quiet },
  };
}
