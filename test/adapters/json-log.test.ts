import { suite } from "uvu";
import * as assert from "uvu/assert";
import { jsonLog } from "../../src/adapters/json-log.ts";

const test = suite("jsonLog()");

test("takes a level nobody knows for info", () => {
  const { lines, log } = capture("loud");
  log.info("kept");
  assert.is(lines.length, 1);
});

test("writes nothing below the level, in any case of it", () => {
  const { lines, log } = capture("ERROR");
  log.info("a");
  log.warn("b");
  log.error("c");
  assert.equal(
    lines.map((line) => line.message),
    ["c"],
  );
});

test("writes an error with its causes and without its stack", () => {
  const { lines, log } = capture("info");
  const error = new TypeError("outer", { cause: new Error("inner") });
  log.error("failed", { error });
  assert.equal(lines[0]?.error, {
    name: "TypeError",
    message: "outer",
    cause: { name: "Error", message: "inner" },
  });
});

test("keeps a message of several lines on one line", () => {
  const raw: string[] = [];
  jsonLog({ write: (line) => raw.push(line), now: () => 0 }).warn("a\nb\u2028c");
  assert.is(raw.length, 1);
  assert.not.match(raw[0] as string, /\n/);
});

test("writes level, time, message and fields", () => {
  const { lines, log } = capture("info");
  log.warn("log file skipped", { key: "AWSLogs/x" });
  assert.equal(lines, [
    {
      level: "warn",
      time: "1970-01-01T00:00:01.000Z",
      message: "log file skipped",
      key: "AWSLogs/x",
    },
  ]);
});

test("writes counters in the embedded metric format, at every level", () => {
  const { lines, log } = capture("error");
  log.metrics({ records: 3, published: 2 }, { function: "splitter" });
  assert.equal(lines, [
    {
      _aws: {
        Timestamp: 1000,
        CloudWatchMetrics: [
          {
            Namespace: "Trailbridge",
            Dimensions: [["function"]],
            Metrics: [
              { Name: "records", Unit: "Count" },
              { Name: "published", Unit: "Count" },
            ],
          },
        ],
      },
      function: "splitter",
      records: 3,
      published: 2,
    },
  ]);
});

test("counts under the function's name where Lambda tells it", () => {
  const before = process.env.AWS_LAMBDA_FUNCTION_NAME;
  process.env.AWS_LAMBDA_FUNCTION_NAME = "trailbridge-notifier";
  try {
    const { lines, log } = capture("info");
    const counters = { alerts: 1, latencyMilliseconds: [10, 20], waitingSeconds: 30 };
    log.metrics(counters, { Severity: "high" });
    const [line] = lines as [{ _aws: { CloudWatchMetrics: [Record<string, unknown>] } }];
    assert.equal(line._aws.CloudWatchMetrics[0].Dimensions, [["FunctionName", "Severity"]]);
    assert.equal(line._aws.CloudWatchMetrics[0].Metrics, [
      { Name: "alerts", Unit: "Count" },
      { Name: "latencyMilliseconds", Unit: "Milliseconds" },
      { Name: "waitingSeconds", Unit: "Seconds" },
    ]);
    assert.is((line as Record<string, unknown>).FunctionName, "trailbridge-notifier");
  } finally {
    if (before === undefined) delete process.env.AWS_LAMBDA_FUNCTION_NAME;
    else process.env.AWS_LAMBDA_FUNCTION_NAME = before;
  }
});

test.run();

function capture(level: string) {
  const lines: Record<string, unknown>[] = [];
  const log = jsonLog({ level, write: (line) => lines.push(JSON.parse(line)), now: () => 1000 });
  return { lines, log };
}
