import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { synthesizeSettings } from "../../infra/build/synthesize.ts";
import { readSettings } from "../../src/adapters/settings-file.ts";
import { functionNamesOf } from "../../src/core/settings/config.ts";
import { type LocalTrailbridge, startTrailbridge } from "../../src/local/trailbridge.ts";
import { clientConfig } from "../support/client-config.ts";
import "../support/handler-bundles.ts";

const FILE = fileURLToPath(new URL("../../infra/examples/control-tower.yaml", import.meta.url));
const settings = readSettings(FILE);
const { bucket, prefix, topicArn, readRoleArn } = settings.logs;
const KEY = `${prefix}777788889999/CloudTrail/eu-central-1/2026/11/02/777788889999_CloudTrail_eu-central-1_20261102T0005Z_a.json.gz`;

const test = suite("a Control Tower landing zone");

let synthesis: Awaited<ReturnType<typeof synthesizeSettings>>;
let local: LocalTrailbridge;
const assumed: unknown[] = [];

test.before(async () => {
  synthesis = await synthesizeSettings(settings, dirname(FILE));
  local = await startTrailbridge({
    settings,
    deployments: [synthesis.stacks.trailbridge],
    maxEnvironments: 1,
    intercept({ operation, input }) {
      if (operation === "AssumeRole") assumed.push(input.RoleArn);
      return undefined;
    },
  });
});
test.after(async () => {
  await local.close();
  synthesis.close();
});

test("has its log files read by the role there, told by the topic it has", async () => {
  const { stack, desk } = local;
  const stop = { eventName: "StopLogging", eventSource: "cloudtrail.amazonaws.com" };
  await stack.putObject(bucket, KEY, gzipSync(JSON.stringify({ Records: [record(stop)] })));
  await stack.idle();
  assert.is(stack.counters(functionNamesOf(settings).splitter).published, 1);
  assert.is(desk.counts("C0SECURITY").messages + desk.counts("C0PRODUCTION").messages, 1);
  assert.equal(assumed, [readRoleArn]);
});

test("is not disturbed by what AWS Config says on the same topic", async () => {
  const { stack } = local;
  const sns = new SNSClient({ ...clientConfig(stack), region: "eu-central-1" });
  const Message = JSON.stringify({
    s3Bucket: bucket,
    s3ObjectKey: `${prefix}777788889999/Config/eu-central-1/2026/11/2/ConfigHistory/h_1.json.gz`,
    messageType: "ConfigurationHistoryDeliveryCompleted",
  });
  const invoked = () => JSON.stringify(stack.report().functions);
  const before = invoked();
  await sns.send(new PublishCommand({ TopicArn: topicArn, Message }));
  await stack.idle();
  assert.is(invoked(), before);
  assert.is(stack.report().deadLetters, 0);
});

test("alerts when somebody removes a log file, though the bucket's own events are off", async () => {
  const { stack, desk } = local;
  const before = desk.counts("C0SECURITY").messages;
  stack.deleteObject(bucket, KEY);
  await stack.idle({ patienceSeconds: 30 });
  assert.is(desk.counts("C0SECURITY").messages, before + 1);
});

test.run();

function record(more: object) {
  return {
    eventVersion: "1.11",
    eventID: "3f1c2c3e-0000-4000-8000-000000000001",
    eventTime: "2026-11-02T00:03:00Z",
    eventType: "AwsApiCall",
    awsRegion: "eu-central-1",
    sourceIPAddress: "192.0.2.1",
    recipientAccountId: "777788889999",
    userIdentity: { type: "AssumedRole", accountId: "777788889999" },
    ...more,
  };
}
