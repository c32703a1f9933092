import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { replayCommand } from "../../../../src/cli/commands/deployed/replay.ts";
import { AwsError } from "../../../../src/local/protocol/aws-error.ts";
import type { ServiceCall } from "../../../../src/local/protocol/service.ts";
import { runCli } from "../../../support/cli.ts";
import {
  type DayTwo,
  deliver,
  deniedCall,
  logKey,
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
  changes: { queue: {} }
`;
const PLACE = "s3://trail/AWSLogs/";

const test = suite("replay");

let local: DayTwo;
let folder: string;

test.before(async () => {
  folder = mkdtempSync(join(tmpdir(), "trailbridge-replay-"));
  local = await startDayTwo(SETTINGS);
  await deliver(local, "a", [deniedCall("r-1", "eve"), deniedCall("r-2", "eve")]);
});
test.before.each(() => {
  local.fault = undefined;
});
test.after(async () => {
  await local.end();
  rmSync(folder, { recursive: true });
});

const journal = () => join(folder, "progress.json");
const replay = (...words: string[]) =>
  runCli([replayCommand], ["replay", ...words, "--progress", journal()]);
const counters = () => local.stack.counters("trailbridge-notifier");
const isBack = ({ operation, input }: ServiceCall) =>
  operation === "SendMessage" &&
  /Continuations$/.test(String(input.QueueUrl)) &&
  /"Records"/.test(String(input.MessageBody));

test("takes one place of a bucket, and a way that fits", async () => {
  assert.match((await replay()).err, /replay takes a bucket and a prefix/);
  assert.match((await replay("logs")).err, /replay takes a bucket and a prefix/);
  assert.match((await replay(PLACE, "--through", "bus")).err, /it is "bus"/);
  assert.match((await replay(PLACE, "--through", "splitter", "--rule", "a")).err, /--rule is for/);
  assert.match((await replay(PLACE, "--rule", "none")).err, /there is no rule "none" among/);
  assert.match((await replay(PLACE, "--from", "soon")).err, /--from takes a day/);
  writeFileSync(journal(), "no JSON");
  assert.match((await replay(PLACE)).err, /is no replay's: .* delete it to begin anew/);
  rmSync(journal());
});

test("says what is missing: a stack, credentials, a permission, the bucket", async () => {
  assert.match((await replay(PLACE, "--stack", "gone")).err, /must be deployed/);
  const program = startProgram(["replay", PLACE], withoutCredentials(process.env));
  assert.match((await program.result).err, /AWS credentials are needed/);
  assert.match((await replay("s3://none/")).err, /Cannot list s3:\/\/none\//);
  local.fault = (call) =>
    isBack(call) ? new AwsError("AccessDenied", "no", { status: 403 }) : undefined;
  assert.match((await replay(PLACE)).err, /Cannot send to queue .*sqs:SendMessage, to a role or/);
});

test("puts every record on the bus once more, and pages nobody", async () => {
  const threads = local.desk.threads("C0SECURITY").length;
  const { held = 0, alerted } = counters();
  const done = await replay(PLACE, "--json");
  assert.is(done.status, 0, done.err);
  const { files, name, isDone } = JSON.parse(done.out);
  assert.equal([files, isDone], [1, true]);
  assert.not.ok(existsSync(journal()), "what is done leaves no file");
  await local.stack.idle({ patienceSeconds: 3 });
  assert.is((counters().held ?? 0) - held, 2);
  assert.is(counters().alerted, alerted);
  assert.is(local.desk.threads("C0SECURITY").length, threads);
  const copies = local.stack
    .messages("TrailbridgeBusConsumerschangesQueue")
    .filter(({ body }) => body.includes(`"replay":"${name}"`));
  assert.is(copies.length, 2, "consumers get them, marked");
});

test("tells with --page what the table does not know, and nothing twice", async () => {
  const { repeated = 0 } = counters();
  const again = await replay(PLACE, "--page");
  assert.is(again.status, 0, again.err);
  assert.match(again.out, /^1 log file to the splitter, as if it was new\n$/);
  await local.stack.idle({ patienceSeconds: 3 });
  assert.is((counters().repeated ?? 0) - repeated, 2);
});

test("counts by the rules what each matches, and sends it only with --page", async () => {
  const seen = await replay(PLACE, "--through", "rules", "--json");
  assert.is(seen.status, 0, seen.err);
  const { records, sent, matched } = JSON.parse(seen.out);
  assert.equal([records, sent, matched], [2, 0, { "access-denied": 2 }]);
  assert.match((await replay(PLACE, "--rule", "root-activity")).out, /^2 records of 1 log file; 0/);
  const { events = 0, repeated = 0 } = counters();
  const paged = await replay(PLACE, "--rule", "access-denied", "--page");
  assert.match(paged.out, /^2 records of 1 log file; 2 sent to the notifier\n {2}access-denied m/);
  await local.stack.idle({ patienceSeconds: 3 });
  assert.is((counters().events ?? 0) - events, 2);
  assert.is((counters().repeated ?? 0) - repeated, 2, "the same event, whichever way it comes");
});

test("goes on where it was stopped, each file once", async () => {
  for (let i = 0; i < 45; i++) {
    const name = logKey(`b${String(i).padStart(2, "0")}`);
    await local.stack.putObject("trail", name, '{"Records":[]}');
  }
  await local.stack.idle({ patienceSeconds: 3 });
  const told: string[] = [];
  const words = ["replay", PLACE, "--from", "2026-01-02", "--progress", journal()];
  const program = startProgram(words, process.env);
  local.fault = (call) => {
    if (isBack(call)) {
      told.push(String(call.input.MessageBody));
      if (told.length === 12) program.stop();
    }
    return undefined;
  };
  const stopped = await program.result;
  assert.is(stopped.status, 1, stopped.err);
  assert.match(stopped.err, /Stopped: ask for the same again to go on/);
  const { after, files } = JSON.parse(readFileSync(journal(), "utf8"));
  assert.ok(files < 46 && files >= 10, String(files));
  assert.match((await replay(PLACE)).err, /is that of .*"from":"2026-01-02"/);
  const rest = await replay(PLACE, "--from", "2026-01-02", "--json");
  assert.match(rest.err, /^Goes on after s3:\/\/trail\//);
  assert.is(JSON.parse(rest.out).files, 46);
  assert.is(new Set(told).size, 46);
  assert.is(told.length, 46, `${after}`);
  assert.not.ok(existsSync(journal()));
});

test("goes on through the rules where it was stopped, each record counted once", async () => {
  for (let i = 0; i < 45; i++) {
    const records = JSON.stringify({ Records: [deniedCall(`c-${i}`, "eve")] });
    await local.stack.putObject("trail", logKey(`c${i}`).replaceAll("/02/", "/03/"), records);
  }
  await local.stack.idle({ patienceSeconds: 3 });
  const place = "s3://trail/AWSLogs/111122223333/CloudTrail/eu-central-1/2026/01/03/";
  const words = ["replay", place, "--through", "rules", "--json", "--progress", journal()];
  const program = startProgram(words, process.env);
  let read = 0;
  local.fault = ({ operation }) => {
    if (operation === "GetObject" && ++read === 12) program.stop();
    return undefined;
  };
  const stopped = await program.result;
  assert.is(stopped.status, 1, stopped.err);
  assert.is(JSON.parse(stopped.out).isDone, false);
  const { records } = JSON.parse(readFileSync(journal(), "utf8"));
  assert.ok(records >= 10 && records < 45, String(records));
  const rest = startProgram(words, process.env);
  const { status, out, err } = await rest.result;
  assert.is(status, 0, err);
  assert.match(err, /^Goes on after s3:\/\/trail\//);
  assert.equal(JSON.parse(out).matched, { "access-denied": 45 });
  assert.not.ok(existsSync(journal()));
});

test.run();
