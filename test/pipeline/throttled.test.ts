import { suite } from "uvu";
import * as assert from "uvu/assert";
import { AwsError } from "../../src/local/protocol/aws-error.ts";
import type { StackOptions } from "../../src/local/stack-types.ts";
import { PIPELINE_SETTINGS, runPipeline } from "../support/pipeline.ts";
import { runsSlow } from "../support/shared.ts";
import { logFile, logKey } from "../support/splitter.ts";

const KEYS = ["a", "b", "c"].map((name) => logKey(name));
const RECORDS = 25;
const REFUSED = { ErrorCode: "ThrottlingException", ErrorMessage: "Rate exceeded" };

/** A bus that is not to be had for the first so many offers, one way or another. */
const throttles: Readonly<Record<string, () => Pick<StackOptions, "failEntry" | "intercept">>> = {
  "refuses every entry": () => {
    let offers = 0;
    return { failEntry: () => (offers++ < 600 ? REFUSED : undefined) };
  },
  "refuses every other entry": () => {
    let offers = 0;
    return { failEntry: () => (offers++ < 600 && offers % 2 === 0 ? REFUSED : undefined) };
  },
  "fails its calls": () => {
    let calls = 0;
    const intercept: StackOptions["intercept"] = ({ operation }) =>
      operation === "PutEvents" && calls++ < 40
        ? new AwsError("ThrottlingException", "Rate exceeded")
        : undefined;
    return { intercept };
  },
};

const test = suite("the pipeline on a bus that throttles");

if (runsSlow(test, "the pipeline on a bus that throttles")) {
  for (const [name, faults] of Object.entries(throttles)) {
    test(`has each record on the bus once, late, when it ${name}`, async () => {
      const run = await runPipeline(
        async (stack) => {
          for (const key of KEYS) await stack.putObject("logs", key, logFile(recordsOf(key)));
        },
        PIPELINE_SETTINGS,
        faults(),
      );
      assert.equal(run.deadLetters, []);
      assert.equal(
        KEYS.map((key) => [...(run.publishedIds.get(key) ?? [])].sort()),
        KEYS.map((key) => recordsOf(key).map(({ eventID }) => eventID)),
      );
      const { records, published, resent = 0, waiting = 0 } = run.summary.counters.splitter;
      assert.equal([records, published, resent], [3 * RECORDS, 3 * RECORDS, 0]);
      if (name !== "refuses every other entry") assert.ok(waiting > 0, "files waited");
    });
  }
}

test.run();

function recordsOf(key: string) {
  return Array.from({ length: RECORDS }, (_, n) => ({
    eventVersion: "1.08",
    eventType: "AwsApiCall",
    eventTime: "2026-01-24T00:00:00Z",
    eventSource: "s3.amazonaws.com",
    eventName: "ListBuckets",
    awsRegion: "us-east-1",
    recipientAccountId: "111122223333",
    eventID: `${key.slice(-9)}-${String(n).padStart(3, "0")}`,
  }));
}
