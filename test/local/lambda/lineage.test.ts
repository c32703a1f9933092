import { suite } from "uvu";
import * as assert from "uvu/assert";
import { isLoop, lineageOf, MAX_LOOPS, traceHeaderOf } from "../../../src/local/lambda/lineage.ts";
import { startStack } from "../../../src/local/stack.ts";
import { toyFunction } from "../../support/toy-function.ts";

const test = suite("lineageOf()");

for (const header of [
  undefined,
  "",
  "Root=1-5-a;Sampled=1",
  "Root=1;Lineage=",
  "Root=1;Lineage=:",
]) {
  test(`finds no chain in ${header}`, () => {
    assert.not.ok(isLoop(lineageOf([header]), "f"));
  });
}

test("counts each function of a chain, and the longest of several chains", () => {
  const once = traceHeaderOf(lineageOf([]), "f");
  const twice = traceHeaderOf(lineageOf([once]), "f");
  const other = traceHeaderOf(lineageOf([twice]), "g-1");
  assert.equal(
    [...lineageOf([once, other, undefined])],
    [
      ["f", 2],
      ["g-1", 1],
    ],
  );
});

test.run();

/** Sends itself what is left to do, with a client that sends the trace header on as AWS's do. */
const CHAIN = `
  const { left } = JSON.parse(event.Records[0].body);
  if (left === 0) return;
  await fetch(process.env.AWS_ENDPOINT_URL, {
    method: "POST",
    headers: {
      "x-amz-target": "AmazonSQS.SendMessage",
      "content-type": "application/x-amz-json-1.0",
      "x-amzn-trace-id": process.env._X_AMZN_TRACE_ID,
    },
    body: JSON.stringify({
      QueueUrl: process.env.QUEUE_URL,
      MessageBody: JSON.stringify({ left: left - 1 }),
    }),
  });`;

const loops = suite("a function that sends itself messages");

for (const [recursiveLoop, invocations, deadLetters] of [
  [undefined, MAX_LOOPS, 1],
  ["Allow", 26, 0],
] as const) {
  loops(`is invoked ${invocations} times when RecursiveLoop is ${recursiveLoop}`, async () => {
    const stack = await startStack({
      wiring: {
        functions: [
          {
            name: "chain",
            modulePath: toyFunction(CHAIN),
            environment: { QUEUE_URL: { queueUrl: "work" } },
            ...(recursiveLoop && { recursiveLoop }),
          },
        ],
        queues: [{ name: "work", maxReceiveCount: 1, deadLetterQueue: "dead" }, { name: "dead" }],
        eventSourceMappings: [{ queue: "work", function: "chain" }],
      },
    });
    try {
      await fetch(stack.endpointUrl, {
        method: "POST",
        headers: { "x-amz-target": "AmazonSQS.SendMessage" },
        body: JSON.stringify({ QueueUrl: stack.queueUrl("work"), MessageBody: '{"left":25}' }),
      });
      await stack.idle();
      assert.is(stack.report().functions[0]?.invocations, invocations);
      assert.is(stack.messages("dead").length, deadLetters);
      const told = stack
        .logLines("chain")
        .filter((line) => /RecursiveLoop is not Allow/.test(line));
      assert.is(told.length, deadLetters);
    } finally {
      await stack.close();
    }
  });
}

loops.run();
