import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { synthesizeSettings } from "../../infra/build/synthesize.ts";
import { parseSettings } from "../../src/adapters/settings-file.ts";
import { functionNamesOf } from "../../src/core/settings/config.ts";
import type { Desk } from "../../src/local/desk/desk.ts";
import type { Stack } from "../../src/local/stack-types.ts";
import { type LocalTrailbridge, startTrailbridge } from "../../src/local/trailbridge.ts";

const test = suite("the bundled handlers in the local stack");

const CHANNEL = "C0SECURITY";
const FOLDER =
  "AWSLogs/111122223333/CloudTrail/us-east-1/2026/01/02/111122223333_CloudTrail_us-east-1_";
const settings = parseSettings(
  `logs: { bucket: trail }
slack: { app: { botTokenSecretId: slack-token, channel: ${CHANNEL} } }
sns: { topicArn: "arn:aws:sns:us-east-1:111122223333:alerts" }`,
  "settings.yaml",
);
const names = functionNamesOf(settings);

let synthesis: Awaited<ReturnType<typeof synthesizeSettings>>;
let local: LocalTrailbridge;
let desk: Desk;
let stack: Stack;

test.before(async () => {
  synthesis = await synthesizeSettings(settings, ".");
  const deployments = [synthesis.stacks.trailbridge] as const;
  local = await startTrailbridge({ settings, deployments, maxEnvironments: 1 });
  ({ desk, stack } = local);
});

test.after(async () => {
  await local.close();
  synthesis.close();
});

test("have their config beside them", () => {
  for (const { modulePath } of local.wiring.functions ?? []) {
    const config = JSON.parse(readFileSync(modulePath.replace("index.mjs", "config.json"), "utf8"));
    assert.ok(config.settings && config.ruleSet);
  }
});

test("make one alert of an event that two log files hold, in Slack and in SNS", async () => {
  const alerting = record("stop", {
    eventName: "StopLogging",
    eventSource: "cloudtrail.amazonaws.com",
  });
  await put("a.json.gz", [record("quiet-1"), alerting]);
  await put("b.json.gz", [alerting, record("quiet-2"), record("quiet-3")]);

  // What is delayed are the turns at the end of the threads' window.
  assert.is((await stack.idle()).waiting, 0);

  const splitter = stack.counters(names.splitter);
  const notifier = stack.counters(names.notifier);
  assert.is(splitter.records, 5);
  assert.is(splitter.published, 5);
  assert.is(notifier.events, 2, "the rules' patterns keep the quiet ones from it");
  assert.is(notifier.unmatched, 0);
  assert.is(notifier.alerted, 1);
  assert.is(notifier.repeated, 1);
  // Slack, the topic and the bus.
  assert.equal([notifier.recorded, notifier.known], [3, 3]);
  assert.equal([notifier.drawn, notifier.messages], [3, 3]);
  assert.is(desk.counts(CHANNEL).messages, 1);
  assert.is(stack.snsMessages().length, 1);
  assert.is(stack.report().deadLetters, 0);
});

test("count denied calls in CloudWatch", async () => {
  await put("denied.json.gz", [record("denied", { errorCode: "AccessDenied" })]);
  await stack.idle();
  const [metric] = stack.metrics().filter(({ name }) => name === "TotalAccessDeniedEvents");
  assert.is(metric?.sum, 1);
});

test("alert when a digest file is removed", async () => {
  const key = FOLDER.replace("/CloudTrail/", "/CloudTrail-Digest/");
  await stack.putObject("trail", `${key}digest.json.gz`, gzipSync("{}"));
  await stack.idle();
  const before = desk.counts(CHANNEL).messages;
  stack.deleteObject("trail", `${key}digest.json.gz`);
  await stack.idle();
  assert.is(desk.counts(CHANNEL).messages, before + 1);
});

test("keep what is readable of a broken file, and its notification as a dead letter", async () => {
  const whole = gzipSync(JSON.stringify({ Records: [record("before the break")] }));
  const records = stack.counters(names.splitter).records ?? 0;
  await stack.putObject("trail", `${FOLDER}broken.json.gz`, whole.subarray(0, whole.length - 4));
  await stack.idle();
  assert.is(stack.counters(names.splitter).records, records + 1);
  const [letter, ...more] = stack.messages("TrailbridgeSplitterDeadLetters");
  assert.equal(more, []);
  const { requestPayload } = JSON.parse(letter?.body ?? "");
  assert.match(requestPayload.Records[0].s3.object.key, "broken.json.gz");
  assert.is(stack.report().deadLetters, 1);
});

test.run();

async function put(name: string, Records: object[]): Promise<void> {
  await stack.putObject("trail", FOLDER + name, gzipSync(JSON.stringify({ Records })));
}

function record(eventID: string, more: object = {}) {
  return {
    eventVersion: "1.11",
    eventID,
    eventName: "DescribeInstances",
    eventSource: "ec2.amazonaws.com",
    eventTime: "2026-01-02T03:04:05Z",
    eventType: "AwsApiCall",
    awsRegion: "us-east-1",
    sourceIPAddress: "192.0.2.1",
    recipientAccountId: "111122223333",
    userIdentity: { type: "AssumedRole", accountId: "111122223333" },
    ...more,
  };
}
