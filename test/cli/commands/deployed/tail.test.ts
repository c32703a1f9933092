import { suite } from "uvu";
import * as assert from "uvu/assert";
import { tailCommand } from "../../../../src/cli/commands/deployed/tail.ts";
import { assertFits, runCli } from "../../../support/cli.ts";
import {
  type DayTwo,
  deliver,
  denied,
  deniedCall,
  startDayTwo,
  startProgram,
  withoutCredentials,
} from "../../../support/day-two.ts";
import { eventually } from "../../../support/eventually.ts";

const SETTINGS = `
account: "111122223333"
region: eu-central-1
logs: { bucket: trail }
slack: { app: { botTokenSecretId: slack-token, channel: C0SECURITY } }
threads: { groupWaitSeconds: 0 }
alertEvents: true
`;

const test = suite("tail");

let local: DayTwo;

test.before(async () => {
  local = await startDayTwo(SETTINGS);
});
test.before.each(() => {
  local.fault = undefined;
});
test.after(() => local.end());

const tail = (...words: string[]) => runCli([tailCommand], ["tail", ...words]);

/** Starts it as a process, and waits until it follows. */
async function follow(...words: string[]) {
  const program = startProgram(["tail", ...words], process.env);
  await eventually(() => program.printed().err, /Follows stack trailbridge/);
  return program;
}

const STOP = { eventName: "StopLogging", eventSource: "cloudtrail.amazonaws.com" };

test("takes rules, severities, accounts and a time that is past", async () => {
  assert.match((await tail("alerts")).err, /tail takes options alone: --rule alerts\?/);
  assert.match((await tail("--rule", "A b")).err, /--rule takes ids of rules, .*: one is "A b"/);
  assert.match((await tail("--rule", "")).err, /one is ""/);
  assert.match((await tail("--severity", "grave")).err, /--severity takes info, low, .*"grave"/);
  assert.match((await tail("--account", "prod")).err, /12 digits each, .*: one is "prod"/);
  assert.match((await tail("--since", "soon")).err, /--since takes a day, a time/);
  assert.match((await tail("--since", "2999-01-01")).err, /takes a time that is past/);
});

test("says what is missing: a stack, credentials, a permission", async () => {
  assert.match((await tail("--stack", "gone")).err, /must be deployed/);
  const program = startProgram(["tail"], withoutCredentials(process.env));
  assert.match((await program.result).err, /AWS credentials are needed/);
  local.fault = ({ operation }) => (operation === "Query" ? denied() : undefined);
  const query = await tail();
  assert.is(query.status, 2);
  assert.match(query.err, /Cannot read table .* as dynamodb:Query must be allowed, to a role or/);
  local.fault = ({ operation }) => (operation === "Scan" ? denied() : undefined);
  assert.match((await tail("--since", "1h")).err, /as dynamodb:Scan must be allowed/);
});

test("shows a line for a thread that begins and for what comes to it, until it is stopped", async () => {
  await deliver(local, "before", [deniedCall("t-0", "alice")]);
  const program = await follow();
  const out = () => program.printed().out;
  assert.is(out(), "", "what came before is none");
  await deliver(local, "new", [deniedCall("t-1", "eve\u001b[2J")]);
  await eventually(
    out,
    /^20\S+Z {2}medium {4}new x1 {5}GetBucketAcl was refused {2}by eve\\u001b\[2J GetBucketAcl in 111122223333 eu-central-1 {2}access-denied [0-9a-f]{40}-\w+-\w+\n$/,
  );
  await deliver(local, "more", [deniedCall("t-3", "alice"), deniedCall("t-4", "eve\u001b[2J")]);
  await eventually(out, /more x2 {5}.* by alice /);
  await eventually(out, /more x2 {5}.* by eve/);

  // What goes wrong for a moment ends nothing.
  local.fault = ({ operation }) => (operation === "Query" ? denied() : undefined);
  await eventually(() => program.printed().err, /Cannot read table .*; it is tried again\n/);
  local.fault = undefined;
  await eventually(() => program.printed().err, /The table answers again\n/);
  await deliver(local, "later", [deniedCall("t-5", "bob")]);
  await eventually(out, /new x1 {5}.* by bob /);
  program.stop();
  const { status, out: all } = await program.result;
  assert.is(status, 0);
  assert.is(all.trim().split("\n").length, 4, "each is told of once");
});

test("shows as JSON what began since a time, of a rule, a severity and an account", async () => {
  await deliver(local, "grave", [
    deniedCall("t-6", "mallory", { ...STOP, errorCode: undefined }),
    deniedCall("t-7", "carol"),
  ]);
  const program = await follow("--since", "1h", "--severity", "high", "--json");
  const other = await follow("--since", "1h", "--account", "444455556666");
  const rule = await follow("--since", "1h", "--rule", "root-activity,access-denied", "--json");
  program.stop();
  other.stop();
  rule.stop();
  const { status, out } = await program.result;
  assert.is(status, 0);
  assert.ok(tailCommand.json);
  assertFits(tailCommand.json, out);
  const { windows, ...thread } = JSON.parse(out);
  assert.is(thread.what, "new");
  assert.equal([thread.severity, thread.actor, thread.count], ["critical", "mallory", 1]);
  assert.equal(
    windows.map(({ channel }: { channel: string }) => channel.replace(/:.*/, "")).sort(),
    ["bus", "slack"],
    "one line for both",
  );
  assert.is((await other.result).out, "");
  const of = (await rule.result).out
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line).actor);
  assert.equal(of, ["alice", "eve\u001b[2J", "bob", "carol"], "in the order they began");
});

test.run();
