import "../support/handler-bundles.ts";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { PIPELINE_SETTINGS, runPipeline } from "../support/pipeline.ts";

const RULE = `id: many-secrets
title: Many secrets read
severity: high
match: eventSource == 'secretsmanager.amazonaws.com' && eventName == 'GetSecretValue'
threshold: { count: 5, within: 5m, by: [$issuer, $account], distinct: requestParameters.secretId }
tests:
  - name: a secret is read
    expect: match
    event: { eventSource: secretsmanager.amazonaws.com, eventName: GetSecretValue }
  - name: a secret is described
    expect: no-match
    event: { eventSource: secretsmanager.amazonaws.com, eventName: DescribeSecret }
  - name: five secrets in a minute
    expect: alert
    events:
      - times: 5
        every: 10s
        event:
          eventSource: secretsmanager.amazonaws.com
          eventName: GetSecretValue
          requestParameters: { secretId: "app-{n}" }
  - name: four secrets in a minute
    expect: no-alert
    events:
      - times: 4
        every: 10s
        event:
          eventSource: secretsmanager.amazonaws.com
          eventName: GetSecretValue
          requestParameters: { secretId: "app-{n}" }
`;

const test = suite("a threshold on the whole way");

test("alerts once, of events that lie in several files and come twice", async () => {
  const folder = mkdtempSync(join(tmpdir(), "trailbridge-several-"));
  try {
    writeFileSync(join(folder, "many-secrets.yaml"), RULE);
    const yaml = `${PIPELINE_SETTINGS}rules: { packs: [], directories: [${JSON.stringify(folder)}] }\n`;
    const { alertedIds, summary, deadLetters } = await runPipeline(async (stack) => {
      for (const [index, records] of [[1, 2], [3, 4, 2], [5], [6, 1]].entries()) {
        const key = `AWSLogs/111122223333/CloudTrail/us-east-1/2026/01/24/${index}.json.gz`;
        await stack.putObject(
          "logs",
          key,
          gzipSync(JSON.stringify({ Records: records.map(read) })),
        );
      }
    }, yaml);
    assert.equal(deadLetters, []);
    // By which file the fifth comes is chance: what comes after it belongs to the alert.
    assert.ok(alertedIds.length >= 1 && alertedIds.length <= 2, alertedIds.join(" "));
    assert.is(summary.counters.notifier?.alerted, alertedIds.length);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test.run();

/** The sixth is of a secret that was read before. */
function read(n: number) {
  return {
    eventVersion: "1.11",
    eventID: `0e4d136e-25d4-4d92-b2b2-00000000000${n}`,
    eventTime: `2026-01-24T00:05:0${n}Z`,
    eventSource: "secretsmanager.amazonaws.com",
    eventName: "GetSecretValue",
    eventType: "AwsApiCall",
    awsRegion: "us-east-1",
    recipientAccountId: "111122223333",
    userIdentity: {
      type: "IAMUser",
      arn: "arn:aws:iam::111122223333:user/ada",
      accountId: "111122223333",
    },
    requestParameters: { secretId: `app-${Math.min(n, 5)}` },
  };
}
