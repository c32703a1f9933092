import { suite } from "uvu";
import * as assert from "uvu/assert";
import { statusCommand } from "../../../../src/cli/commands/deployed/status.ts";
import { uninstallCommand } from "../../../../src/cli/commands/deployed/uninstall.ts";
import { AwsError } from "../../../../src/local/protocol/aws-error.ts";
import { runCli } from "../../../support/cli.ts";
import {
  type DayTwo,
  deliver,
  denied,
  deniedCall,
  startDayTwo,
  startProgram,
  withoutCredentials,
} from "../../../support/day-two.ts";

const SETTINGS = `
account: "111122223333"
region: eu-central-1
logs: { bucket: trail }
slack: { app: { botTokenSecretId: slack-token, channel: C0SECURITY } }
threads: { groupWaitSeconds: 0 }
consumers:
  siem: { firehose: {} }
`;

const test = suite("status of a stack");

let local: DayTwo;

test.before(async () => {
  local = await startDayTwo(SETTINGS);
  await deliver(local, "a", [
    deniedCall("s-1", "eve"),
    deniedCall("s-2", "eve", { errorCode: "" }),
  ]);
});
test.before.each(() => {
  local.fault = undefined;
});
test.after(() => local.end());

const status = (...words: string[]) => runCli([statusCommand], ["status", ...words]);

test("takes hours that there are metrics of, a place in S3, a stack that is there", async () => {
  assert.match((await status("--hours", "0")).err, /--hours takes 1 to 336/);
  assert.match((await status("--logs", "logs")).err, /--logs takes a place in S3/);
  assert.match((await status("--stack", "gone")).err, /must be deployed/);
  const program = startProgram(["status"], withoutCredentials(process.env));
  assert.match((await program.result).err, /AWS credentials are needed/);
});

test("shows sums, rules, channels, queues and the newest log files, all the stack's own", async () => {
  const { status: code, out, err } = await status("--logs", "s3://trail/AWSLogs/", "--json");
  const found = JSON.parse(out);
  assert.is(code, 0, out + err);
  assert.equal(found.problems, []);
  assert.equal(found.brokenSums, []);
  assert.equal([found.counters.records, found.counters.published], [2, 2]);
  assert.equal(found.alertsByRule, { "access-denied": 1 });
  assert.ok(found.channels.some(({ channel }: { channel: string }) => /C0SECURITY/.test(channel)));
  assert.equal(
    found.logFiles.map(({ account, at }: { account: string; at: string }) => [account, at]),
    [["111122223333", "2026-01-02T03:05:00Z"]],
  );
  assert.equal(found.deadLetters["consumer siem"], 0);
  assert.equal(found.bus.foreign, []);
});

test("is one screen of text, and finds a dead letter", async () => {
  await local.stack.putObject(
    "trail",
    "AWSLogs/111122223333/CloudTrail/eu-central-1/2026/01/02/111122223333_CloudTrail_eu-central-1_20260102T0310Z_bad.json.gz",
    "no",
  );
  await local.stack.idle({ patienceSeconds: 3 });
  const { status: code, out } = await status();
  assert.is(code, 1);
  assert.match(out, /^stack trailbridge, trailbridge \d+\.\d+\.\d+; the last 24 hours\n/);
  assert.match(out, /\n {2}records 2 = published 2 \+ filtered 0 \+ rejected 0\n/);
  assert.match(out, /\nalerts by rule\n {2}access-denied {2}1\n/);
  assert.match(out, /\ndead letters\n {2}splitter {2}1\n/);
  assert.match(out, /rules of bus .*trailbridge/);
  assert.ok(out.split("\n").length < 50, out);
});

test("shows the rest where a permission is missing, and says which", async () => {
  local.fault = ({ service, operation }) =>
    service === "cloudwatch" || service === "dynamodb" || operation === "GetTemplate"
      ? denied()
      : undefined;
  const { status: code, out } = await status();
  assert.is(code, 2);
  assert.match(out, /not known: Cannot ask CloudWatch .* as cloudwatch:GetMetricData must be/);
  assert.match(
    out,
    /not known: Cannot read table .* as dynamodb:Query must be allowed, to a role or/,
  );
  assert.match(out, /not known: .*cloudformation:GetTemplate must be allowed/);
  assert.match(out, /^stack trailbridge, asked by trailbridge \d/);
  assert.match(out, /\ndead letters\n/);
});

test("is followed by what stays when the stack is deleted", async () => {
  const uninstall = (...words: string[]) => runCli([uninstallCommand], ["uninstall", ...words]);
  assert.match((await uninstall("trailbridge")).err, /--stack trailbridge\?/);
  assert.match((await uninstall("--stack", "gone")).err, /must be deployed/);
  local.fault = ({ operation }) =>
    operation === "GetTemplate" ? new AwsError("AccessDenied", "no", { status: 403 }) : undefined;
  assert.match((await uninstall()).err, /cloudformation:GetTemplate must be allowed/);
  local.fault = undefined;
  const { status: code, out } = await uninstall();
  assert.is(code, 0);
  assert.match(out, /AWS::S3::Bucket \S+: \$0.023 a GB and month\n {4}aws s3 rb --force s3:/);
  const types = JSON.parse((await uninstall("--json")).out).stays.map(
    ({ type }: { type: string }) => type,
  );
  assert.ok(types.includes("AWS::S3::Bucket"), String(types));
  assert.not.ok(types.includes("AWS::DynamoDB::Table"));
});

test.run();
