import { suite } from "uvu";
import * as assert from "uvu/assert";
import { createFunctionLog } from "../../../src/local/lambda/function-log.ts";

const test = suite("createFunctionLog()");

const metrics = (Dimensions: string[][], values: Record<string, unknown>) =>
  `${JSON.stringify({
    _aws: {
      Timestamp: 0,
      CloudWatchMetrics: [{ Namespace: "N", Dimensions, Metrics: [{ Name: "m" }] }],
    },
    ...values,
  })}\n`;

test("joins lines that come in pieces, and shows one that is not complete", () => {
  const log = createFunctionLog();
  for (const piece of ["a", "b\nc", "d\n\ne"]) log.write(piece);
  assert.equal(log.lines(), ["ab", "cd", "e"]);
});

test("keeps the last two thousand lines", () => {
  const log = createFunctionLog();
  for (let n = 0; n < 10_000; n++) log.write(`${n}\n`);
  assert.is(log.lines().length, 2000);
  assert.is(log.lines()[0], "8000");
});

test("takes what only looks like metrics for text", () => {
  const log = createFunctionLog();
  log.write('{"_aws": broken\n{"_aws":{}}\n{"_aws":null}\n');
  assert.is(log.lines().length, 3);
  assert.equal(log.metrics(), []);
});

test("adds up each set of dimensions by itself; counters are those without one", () => {
  const log = createFunctionLog();
  log.write(metrics([["FunctionName"]], { FunctionName: "f", m: 2 }));
  log.write(metrics([["FunctionName"]], { FunctionName: "f", m: [1, 4] }));
  log.write(metrics([["FunctionName", "Rule"]], { FunctionName: "f", Rule: "r", m: 10 }));
  assert.equal(log.counters(), { m: 7 });
  assert.equal(
    log.metrics().map(({ dimensions, sum, samples }) => ({ dimensions, sum, samples })),
    [
      { dimensions: { FunctionName: "f" }, sum: 7, samples: 3 },
      { dimensions: { FunctionName: "f", Rule: "r" }, sum: 10, samples: 1 },
    ],
  );
});

test("reads metrics without dimensions", () => {
  const log = createFunctionLog();
  log.write(metrics([], { m: 1 }));
  assert.equal(log.counters(), { m: 1 });
});

test.run();
