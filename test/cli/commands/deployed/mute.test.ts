import { suite } from "uvu";
import * as assert from "uvu/assert";
import { muteCommand } from "../../../../src/cli/commands/deployed/mute.ts";
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
threads: { groupWaitSeconds: 0, groupIntervalSeconds: 1 }
`;

const test = suite("mute");

let local: DayTwo;

test.before(async () => {
  local = await startDayTwo(SETTINGS);
});
test.before.each(() => {
  local.fault = undefined;
});
test.after(() => local.end());

const mute = (...words: string[]) => runCli([muteCommand], ["mute", ...words]);
const texts = () => local.desk.threads("C0SECURITY").map(({ parent }) => parent.text);

test("takes a kind, what of it, and how long", async () => {
  assert.match((await mute()).err, /mute takes actor, rule or thread, list, or lift: nothing/);
  assert.match((await mute("user", "eve")).err, /it is "user"/);
  assert.match((await mute("rule")).err, /which rule\? mute rule <what>/);
  assert.match((await mute("actor", "eve", "adams", "--for", "4h")).err, /quote "eve adams"/);
  assert.match((await mute("rule", "access-denied")).err, /how long\? --for 4h/);
  for (const time of ["4", "0h", "8d", "1w", "-1h"]) {
    assert.match((await mute("rule", "a", `--for=${time}`)).err, /--for takes minutes, hours or/);
  }
  assert.match((await mute("rule", "A rule", "--for", "4h")).err, /named by its id/);
  assert.match((await mute("actor", "nobody", "--for", "4h")).err, /no open thread of actor "nob/);
  assert.match((await mute("lift", "rule", "a")).err, /is not what is muted: nothing/);
});

test("says what is missing: credentials, a permission, a stack", async () => {
  const program = startProgram(["mute", "list"], withoutCredentials(process.env));
  assert.match((await program.result).err, /AWS credentials are needed/);
  assert.match((await mute("list", "--stack", "gone")).err, /must be deployed/);
  local.fault = ({ operation }) => (operation === "PutItem" ? denied() : undefined);
  const write = await mute("rule", "access-denied", "--for", "1h");
  assert.is(write.status, 2);
  assert.match(
    write.err,
    /Cannot write table .* as dynamodb:PutItem must be allowed, to a role or/,
  );
});

test("keeps a rule quiet, tells who did it, and what it counted, until it is lifted", async () => {
  const muted = await mute(
    "rule",
    "access-denied",
    "--for",
    "4h",
    "--reason",
    "a \u001b[2J deploy",
  );
  assert.is(muted.status, 0, muted.err);
  assert.match(muted.out, /^rule access-denied until .* UTC, by local: a \\u001b\[2J deploy\n$/);
  await deliver(local, "muted", [deniedCall("m-1", "eve"), deniedCall("m-2", "bob")]);
  const [notice, message, ...others] = texts();
  assert.match(notice ?? "", /Muted: rule access-denied/);
  assert.match(message ?? "", /Muted: rule access-denied: 2 events by 2 actors. Muted from/);
  assert.equal(others, []);
  // Critical calls of the same actor are told all the same.
  const stop = { eventName: "StopLogging", eventSource: "cloudtrail.amazonaws.com" };
  const grave = deniedCall("m-3", "eve", { ...stop, errorCode: undefined });
  await deliver(local, "grave", [grave]);
  assert.match(texts()[2] ?? "", /critical/);
  const listed = await mute("list", "--json");
  assert.is(JSON.parse(listed.out).muted[0].value, "access-denied");

  assert.is((await mute("lift", "rule", "access-denied")).out, "nothing is muted\n");
  await deliver(local, "told", [deniedCall("m-4", "carol")]);
  assert.match(texts().at(-1) ?? "", /Access denied/i);
  const { muted: events = 0 } = local.stack.counters("trailbridge-notifier");
  assert.is(events, 4, "two events in the channel, and the same two for the bus");
});

test("keeps an actor quiet who has an open thread, and says so where the channel is not told", async () => {
  local.fault = ({ operation, input }) =>
    operation === "SendMessage" && String(input.MessageBody).includes("dedupe")
      ? denied()
      : undefined;
  const muted = await mute("actor", "carol", "--for", "30m");
  assert.is(muted.status, 1);
  assert.match(muted.out, /^actor IAMUser carol of 111122223333 until/);
  assert.match(muted.err, /the channel is not told: Cannot send to queue .*sqs:SendMessage/);
  local.fault = undefined;
  const before = texts().length;
  await deliver(local, "carol", [deniedCall("m-5", "carol", { eventName: "GetBucketPolicy" })]);
  await deliver(local, "dave", [deniedCall("m-6", "dave")]);
  const [first = "", second = ""] = texts().slice(before);
  assert.match(first, /Muted: actor IAMUser carol/);
  assert.match(second, /Access denied/i);
  assert.is((await mute("lift", "actor", "carol")).status, 0);
});

test.run();
