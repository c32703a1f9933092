import { suite } from "uvu";
import * as assert from "uvu/assert";
import { runPipeline } from "../support/pipeline.ts";
import { runsSlow } from "../support/shared.ts";
import { logFile, logKey } from "../support/splitter.ts";

/** What queues refuse as it is, and half a pair. */
const ODD = ["\ufffe", "\uffff", "\ud800", "\udc00", "a\ufffeb\uffffc\ud83d"];

const test = suite("the pipeline on odd characters");

if (runsSlow(test, "the pipeline on odd characters")) {
  test("alerts records with characters that queues refuse in every field and key", async () => {
    const records = ODD.map((odd, n) => ({
      eventVersion: `1.08${odd}`,
      eventType: `AwsApiCall${odd}`,
      eventTime: "2026-01-24T00:00:00Z",
      eventSource: "cloudtrail.amazonaws.com",
      eventName: "StopLogging",
      eventID: `id-${n}`,
      awsRegion: `us-east-1${odd}`,
      recipientAccountId: "111122223333",
      sourceIPAddress: odd,
      userAgent: odd,
      errorMessage: odd,
      userIdentity: { type: odd, arn: odd, accountId: odd, [odd]: odd, userName: odd },
      requestParameters: { [odd]: { [`${odd}x`]: [odd, { [odd]: odd }] }, name: odd },
      responseElements: { [odd]: odd },
      resources: [{ ARN: odd, accountId: odd, [odd]: odd }],
      [odd]: odd,
    }));
    const run = await runPipeline(async (stack) => {
      await stack.putObject("logs", logKey("odd"), logFile(records));
    });
    assert.equal(run.deadLetters, []);
    assert.is(run.waiting, 0);
    assert.equal(
      [...run.alertedIds].sort(),
      records.map(({ eventID }) => eventID),
    );
    // Slack, the topic and the bus.
    assert.is(run.summary.counters.notifier.recorded, records.length * 3);
  });
}

test.run();
