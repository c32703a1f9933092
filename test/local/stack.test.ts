import { setTimeout as sleep } from "node:timers/promises";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { startStack } from "../../src/local/stack.ts";
import type { Stack, StackEvent, StackOptions } from "../../src/local/stack-types.ts";
import type { FunctionWiring } from "../../src/local/wiring/wiring.ts";
import { eventually } from "../support/eventually.ts";
import { rejects } from "../support/rejects.ts";
import { toyFunction } from "../support/toy-function.ts";

/** Fails what its message body asks for, by SQS batch, and logs the rest. */
const WORKER = `
  const failures = [];
  for (const { messageId, body } of event.Records) {
    const { ask, n } = JSON.parse(body);
    if (ask === "throw") throw new TypeError("as asked");
    if (ask === "fail") failures.push({ itemIdentifier: messageId });
    if (ask === "hang") await new Promise((resolve) => setTimeout(resolve, 900_000));
    if (ask === "exit") process.exit(7);
    console.log(JSON.stringify({ n, size: event.Records.length }));
  }
  return { batchItemFailures: failures };`;

const queueWiring = (worker: Partial<FunctionWiring>, mapping: object = {}) => ({
  functions: [{ name: "worker", modulePath: toyFunction(WORKER), timeoutSeconds: 60, ...worker }],
  queues: [{ name: "work", maxReceiveCount: 2, deadLetterQueue: "dead" }, { name: "dead" }],
  eventSourceMappings: [
    { queue: "work", function: "worker", reportBatchItemFailures: true, ...mapping },
  ],
  buckets: [{ name: "in", notifications: [{ events: ["s3:ObjectCreated:*"], queue: "work" }] }],
  buses: [],
  rules: [
    {
      name: "work",
      pattern: { source: ["test"] },
      targets: [{ kind: "sqs" as const, queue: "work", inputPath: "$.detail" }],
    },
  ],
});

const starting = suite("startStack()");

starting("refuses a wiring that names what is not there", async () => {
  const target = { kind: "sqs" as const, queue: "none" };
  const wirings = [
    { functions: [{ name: "f", modulePath: "/f.mjs", onFailureQueue: "none" }] },
    {
      functions: [{ name: "f", modulePath: "/f.mjs", environment: { URL: { queueUrl: "none" } } }],
    },
    { queues: [{ name: "q", deadLetterQueue: "none" }] },
    { queues: [{ name: "q" }], eventSourceMappings: [{ queue: "q", function: "none" }] },
    { rules: [{ name: "r", bus: "none", pattern: { source: ["s"] }, targets: [] }] },
    { rules: [{ name: "r", pattern: { source: ["s"] }, targets: [target] }] },
    { buckets: [{ name: "b", notifications: [{ events: [], function: "none" }] }] },
    { topics: [{ name: "t", subscriptions: [{ queue: "none" }] }] },
  ];
  for (const wiring of wirings) {
    const err = await rejects(startStack({ wiring }), Error);
    assert.match(err.message, /must name a (function|queue|bus): "none"$/);
  }
  const circle = [
    { name: "a", deadLetterQueue: "b" },
    { name: "b", deadLetterQueue: "a" },
  ];
  const err = await rejects(startStack({ wiring: { queues: circle } }), Error);
  assert.match(err.message, "a -> b -> a");
});

starting("closes everything, also what is under way", async () => {
  const stack = await startStack({ wiring: queueWiring({ timeoutSeconds: 900 }) });
  await send(stack, { ask: "hang" }, { ask: "hang" });
  // Who waited for the functions would wait for a quarter of an hour.
  const patience = sleep(60_000, "still open", { ref: false });
  assert.is(await Promise.race([stack.close().then(() => "closed"), patience]), "closed");
  await rejects(fetch(stack.endpointUrl), TypeError);
});

starting.run();

const queues = suite("a function behind a queue");

queues("gets every message once, in batches, and the queue is empty then", async () => {
  // The window is longer than any test: a batch goes because it is full.
  await using(queueWiring({}, { batchSize: 10, batchWindowSeconds: 300 }), async (stack) => {
    await send(stack, ...Array.from({ length: 40 }, (_, n) => ({ n })));
    assert.equal(await stack.idle(), { waiting: 0, delayed: 0 });
    const lines = stack.logLines("worker").map((line) => JSON.parse(line));
    assert.equal(
      lines.map(({ n }) => n).sort((a, b) => a - b),
      [...Array(40).keys()],
    );
    assert.ok(lines.every(({ size }) => size === 10));
    assert.is(stack.report().functions[0]?.invocations, 4);
    assert.is(stack.messages("work").length, 0);
  });
});

queues("keeps only the failed messages of a batch, until they are dead letters", async () => {
  await using(queueWiring({}, { batchWindowSeconds: 0.05 }), async (stack) => {
    await send(stack, { n: 1 }, { ask: "fail" }, { n: 2 });
    await stack.idle();
    assert.equal(
      stack.messages("dead").map(({ body }) => body),
      ['{"ask":"fail"}'],
    );
    assert.is(stack.logLines("worker").filter((line) => line.includes('"n":1')).length, 1);
    assert.is(stack.report().deadLetters, 1);
  });
});

for (const [ask, timeoutSeconds, type, words] of [
  ["throw", 60, "TypeError", /as asked/],
  // Long enough for those that do not hang, however busy the machine.
  ["hang", 2, "Sandbox.Timedout", /Task timed out after 2.00 seconds/],
  ["exit", 60, "Runtime.ExitError", /Runtime exited with error: exit status 7/],
] as const) {
  queues(`fails a whole batch when the function is asked to ${ask}, and goes on`, async () => {
    const events: StackEvent[] = [];
    const wiring = queueWiring({ timeoutSeconds, concurrency: 1 }, { batchSize: 1 });
    await using(wiring, { onEvent: (event) => events.push(event) }, async (stack) => {
      await send(stack, { ask }, { n: 1 });
      await stack.idle();
      assert.equal(
        stack.messages("dead").map(({ body }) => body),
        [JSON.stringify({ ask })],
      );
      assert.ok(stack.logLines("worker").some((line) => line.includes('"n":1')));
    });
    const errors = events.flatMap((event) => {
      if (event.kind !== "invocation" || event.invocation.outcome.ok) return [];
      return [event.invocation.outcome.error];
    });
    assert.is(errors.length, 2, "two receives, then the dead letters");
    assert.is(errors[0]?.errorType, type);
    assert.match(errors[0]?.errorMessage ?? "", words);
  });
}

queues("fails a whole batch when the answer names no message of it", async () => {
  const modulePath = toyFunction('return { batchItemFailures: [{ itemIdentifier: "x" }] };');
  await using(queueWiring({ modulePath }), async (stack) => {
    await send(stack, { n: 1 }, { n: 2 });
    await stack.idle();
    assert.is(stack.messages("dead").length, 2);
  });
});

queues("takes failures for nothing where they are not reported", async () => {
  await using(queueWiring({}, { reportBatchItemFailures: false }), async (stack) => {
    await send(stack, { ask: "fail" });
    await stack.idle();
    assert.is(stack.report().deadLetters, 0);
  });
});

queues("never runs more at once than the mapping allows", async () => {
  const modulePath = toyFunction("await new Promise((resolve) => setTimeout(resolve, 20));");
  const wiring = queueWiring({ modulePath }, { batchSize: 1, maxConcurrency: 2 });
  await using(wiring, { maxEnvironments: 5 }, async (stack) => {
    await send(stack, ...Array(9).fill({}));
    await stack.idle();
    const { environments, invocations } = stack.report().functions[0] ?? {};
    assert.equal([environments, invocations], [2, 9]);
  });
});

queues("sends no more than 6 MB in one batch", async () => {
  const modulePath = toyFunction(
    "console.log(JSON.stringify(event).length, event.Records.length);",
  );
  const wiring = queueWiring({ modulePath }, { batchSize: 50, batchWindowSeconds: 0.05 });
  await using(wiring, async (stack) => {
    for (let n = 0; n < 7; n++) await send(stack, { text: '"'.repeat(300_000) });
    await stack.idle();
    const sizes = stack.logLines("worker").map((line) => line.split(" ").map(Number));
    assert.ok(sizes.every(([bytes = 0]) => bytes <= 6 * 1024 * 1024));
    assert.is(
      sizes.reduce((sum, [, records = 0]) => sum + records, 0),
      7,
    );
    assert.ok(sizes.length > 1);
  });
});

queues("is idle while a message waits for longer than the patience", async () => {
  const modulePath = toyFunction(
    `const [{ messageId, receiptHandle: ReceiptHandle }] = event.Records;
     await fetch(process.env.AWS_ENDPOINT_URL, {
       method: "POST",
       headers: { "x-amz-target": "AmazonSQS.ChangeMessageVisibility" },
       body: JSON.stringify({ QueueUrl: process.env.QUEUE_URL, ReceiptHandle, VisibilityTimeout: 600 }),
     });
     return { batchItemFailures: [{ itemIdentifier: messageId }] };`,
  );
  const environment = { QUEUE_URL: { queueUrl: "work" } };
  await using(queueWiring({ modulePath, environment }), async (stack) => {
    await send(stack, { n: 1 });
    assert.equal(await stack.idle(), { waiting: 1, delayed: 0 });
    assert.equal(stack.logLines("worker"), []);
    assert.is(stack.report().queues.find(({ queue }) => queue === "work")?.invisible, 1);
  });
});

const TURN = `
  const { left, delay = 0 } = JSON.parse(event.Records[0].body);
  console.log(left);
  if (left === 0) return;
  await fetch(process.env.AWS_ENDPOINT_URL, {
    method: "POST",
    headers: { "x-amz-target": "AmazonSQS.SendMessage" },
    body: JSON.stringify({
      QueueUrl: process.env.QUEUE_URL,
      MessageBody: JSON.stringify({ left: left - 1, delay }),
      DelaySeconds: delay,
    }),
  });`;
const turning = () => ({
  ...queueWiring({
    modulePath: toyFunction(TURN),
    environment: { QUEUE_URL: { queueUrl: "work" } },
    recursiveLoop: "Allow",
  }),
});

queues("is not idle while messages it delays itself are due within the patience", async () => {
  await using(turning(), async (stack) => {
    await send(stack, { left: 2, delay: 1 });
    assert.equal(await stack.idle({ patienceSeconds: 5 }), { waiting: 0, delayed: 0 });
    assert.equal(stack.logLines("worker"), ["2", "1", "0"]);
  });
});

queues("is idle while a message is delayed beyond the patience, which is no failure", async () => {
  await using(turning(), async (stack) => {
    await send(stack, { left: 2, delay: 600 });
    assert.equal(await stack.idle(), { waiting: 0, delayed: 1 });
    assert.equal(stack.logLines("worker"), ["2"]);
  });
});

queues("is idle when it sends itself messages for ever and nothing moves", async () => {
  await using(turning(), async (stack) => {
    await send(stack, { left: -1 });
    await eventually(() => stack.logLines("worker").length > 2, true);
    await stack.idle({ stillSeconds: 0.3 });
    await send(stack, { left: -1, delay: 1 });
    await stack.idle({ patienceSeconds: 5, stillSeconds: 0.3 });
  });
});

queues("has each of its queues served while another's batches hang", async () => {
  const wiring = queueWiring({ timeoutSeconds: 900 }, { batchSize: 1, maxConcurrency: 4 });
  const urgent = {
    ...wiring,
    queues: [...wiring.queues, { name: "urgent" }],
    eventSourceMappings: [
      ...wiring.eventSourceMappings,
      { queue: "urgent", function: "worker", batchSize: 1, maxConcurrency: 2 },
    ],
    rules: [
      ...wiring.rules,
      {
        name: "urgent",
        pattern: { detail: { urgent: [true] } },
        targets: [{ kind: "sqs" as const, queue: "urgent", inputPath: "$.detail" }],
      },
    ],
  };
  await using(urgent, async (stack) => {
    await send(stack, ...Array(6).fill({ ask: "hang" }));
    await send(stack, { n: 1, urgent: true });
    await eventually(() => stack.logLines("worker").length, 1);
    assert.equal(stack.messages("urgent"), []);
  });
});

queues.run();

const events = suite("a function behind notifications");

const asyncWiring = (body: string, more: Partial<FunctionWiring> = {}, head = "") => ({
  functions: [
    {
      name: "f",
      modulePath: toyFunction(body, head),
      timeoutSeconds: 60,
      onFailureQueue: "failed",
      ...more,
    },
  ],
  queues: [{ name: "failed" }],
  buckets: [{ name: "in", notifications: [{ events: ["s3:ObjectCreated:*"], function: "f" }] }],
});

events("is tried three times; then the event and its error are a dead letter", async () => {
  const body = 'console.log(context.awsRequestId); throw new RangeError("never");';
  await using(asyncWiring(body), async (stack) => {
    await stack.putObject("in", "key", "x");
    await stack.idle();
    const ids = stack.logLines("f");
    assert.is(ids.length, 3);
    assert.is(new Set(ids).size, 1, "retries keep the request id");
    const [letter, ...more] = stack.messages("failed").map((message) => JSON.parse(message.body));
    assert.equal(more, []);
    assert.is(letter.requestContext.condition, "RetriesExhausted");
    assert.is(letter.requestContext.approximateInvokeCount, 3);
    assert.is(letter.requestPayload.Records[0].s3.object.key, "key");
    assert.is(letter.responsePayload.errorType, "RangeError");
    assert.is(letter.responsePayload.errorMessage, "never");
    assert.equal(stack.report().functions, [
      { function: "f", invocations: 3, errors: 3, givenUp: 1, environments: 1 },
    ]);
  });
});

events("that fails once and then works leaves no dead letter", async () => {
  const wiring = asyncWiring("if (calls++ === 0) throw new Error('first');", {}, "let calls = 0;");
  await using(wiring, async (stack) => {
    await stack.putObject("in", "key", "x");
    await stack.idle();
    assert.is(stack.report().deadLetters, 0);
    assert.is(stack.report().functions[0]?.invocations, 2);
  });
});

events("reports a module that has no handler or does not load", async () => {
  const missing = asyncWiring("", { modulePath: "/nonexistent.mjs", asyncRetries: 0 });
  await using(missing, async (stack) => {
    await stack.putObject("in", "key", "x");
    await stack.idle();
    assert.match(stack.messages("failed")[0]?.body ?? "", "Cannot find module");
  });
});

events("dies of a heap beyond its memory, and the stack goes on", async () => {
  const body = "const hoard = []; for (;;) hoard.push(new Array(1e5).fill({}));";
  const wiring = asyncWiring(body, { memoryMiB: 16, asyncRetries: 0, timeoutSeconds: 300 });
  await using(wiring, async (stack) => {
    await stack.putObject("in", "key", "x");
    await stack.idle();
    const { responsePayload } = JSON.parse(stack.messages("failed")[0]?.body ?? "");
    assert.is(responsePayload.errorType, "Runtime.ExitError");
    assert.match(responsePayload.errorMessage, "memory");
  });
});

events("has Lambda's environment, its own variables and nothing of this process", async () => {
  process.env.TRAILBRIDGE_TEST_SECRET = "of this process";
  const wiring = asyncWiring("console.log(JSON.stringify(process.env));", {
    environment: { COLOUR: "blue", QUEUE: { queueUrl: "failed" } },
  });
  await using(wiring, async (stack) => {
    await stack.putObject("in", "key", "x");
    await stack.idle();
    const env = JSON.parse(stack.logLines("f")[0] ?? "");
    assert.is(env.AWS_LAMBDA_FUNCTION_NAME, "f");
    assert.is(env.AWS_ENDPOINT_URL, stack.endpointUrl);
    assert.is(env.COLOUR, "blue");
    assert.is(env.QUEUE, stack.queueUrl("failed"));
    assert.is(env.TRAILBRIDGE_TEST_SECRET, undefined);
  });
  delete process.env.TRAILBRIDGE_TEST_SECRET;
});

events("adds up the counters it logs", async () => {
  const line = (counters: object) =>
    `console.log(JSON.stringify({ _aws: { Timestamp: 0, CloudWatchMetrics: [{ Namespace: "N",
      Dimensions: [["FunctionName"]], Metrics: Object.keys(${JSON.stringify(counters)}).map((Name) => ({ Name })) }] },
      FunctionName: "f", ...${JSON.stringify(counters)} }));`;
  const wiring = asyncWiring(`${line({ records: 2, files: 1 })} ${line({ records: 3 })}`);
  await using(wiring, async (stack) => {
    for (const key of ["a", "b"]) await stack.putObject("in", key, "x");
    await stack.idle();
    assert.equal(stack.counters("f"), { records: 10, files: 2 });
  });
});

events.run();

/** Runs with a stack and closes it whatever happens. */
async function using(
  wiring: StackOptions["wiring"],
  ...rest:
    | [(stack: Stack) => Promise<void>]
    | [Partial<StackOptions>, (stack: Stack) => Promise<void>]
): Promise<void> {
  const run = rest.at(-1) as (stack: Stack) => Promise<void>;
  const options = rest.length === 2 ? rest[0] : {};
  const stack = await startStack({
    wiring,
    asyncRetryDelays: [1],
    failedVisibilitySeconds: 0.01,
    ...options,
  });
  try {
    await run(stack);
  } finally {
    await stack.close();
  }
}

/** Puts details on the default bus, whose rule sends them to the queue. */
async function send(stack: Stack, ...details: object[]): Promise<void> {
  const entries = details.map((detail) => ({
    Source: "test",
    DetailType: "t",
    Detail: JSON.stringify(detail),
  }));
  while (entries.length > 0) {
    await fetch(stack.endpointUrl, {
      method: "POST",
      headers: { "x-amz-target": "AWSEvents.PutEvents" },
      body: JSON.stringify({ Entries: entries.splice(0, 10) }),
    });
  }
}
