import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { backtestCommand } from "../../../../src/cli/commands/records/backtest.ts";
import type { BacktestReport } from "../../../../src/core/backtest/report.ts";
import { runCli } from "../../../support/cli.ts";

const test = suite("backtest command");

let folder = "";
test.before(() => {
  folder = mkdtempSync(join(tmpdir(), "trailbridge-test-"));
});
test.after(() => rmSync(folder, { recursive: true }));

/** A denied call by one role, the n-th of its minute. */
function denied(minute: number, n = 0, more: object = {}): object {
  return {
    eventVersion: "1.11",
    userIdentity: {
      type: "AssumedRole",
      arn: `arn:aws:sts::111122223333:assumed-role/reader/session-${n}`,
      accountId: "111122223333",
      sessionContext: {
        sessionIssuer: {
          type: "Role",
          arn: "arn:aws:iam::111122223333:role/reader",
          userName: "reader",
        },
      },
    },
    eventTime: `2026-11-02T09:${String(minute).padStart(2, "0")}:00Z`,
    eventSource: "s3.amazonaws.com",
    eventName: "GetBucketPolicy",
    awsRegion: "eu-central-1",
    sourceIPAddress: "192.0.2.14",
    errorCode: "AccessDenied",
    eventID: `event-${minute}-${n}`,
    recipientAccountId: "111122223333",
    ...more,
  };
}

function writeLog(name: string, minute: number, records: readonly unknown[]): string {
  const time = `20261102T09${String(minute).padStart(2, "0")}Z`;
  const file = `111122223333_CloudTrail_eu-central-1_${time}_eXaMpLe.json.gz`;
  mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, name, file), gzipSync(JSON.stringify({ Records: records })));
  return join(folder, name);
}

function writeRule(name: string, id: string, match: string): string {
  mkdirSync(join(folder, name), { recursive: true });
  const text = `id: ${id}
title: ${id}
description: For a test.
severity: medium
match: ${match}
references: [https://example.com/]
tests:
  - { name: one, expect: match, event: { eventName: GetBucketPolicy, errorCode: AccessDenied } }
  - { name: other, expect: no-match, event: { eventName: PutObject } }
`;
  writeFileSync(join(folder, name, `${id}.yaml`), text);
  return join(folder, name);
}

async function run(...words: string[]) {
  return await runCli([backtestCommand], ["backtest", ...words]);
}

async function reportOf(...words: string[]): Promise<BacktestReport> {
  return JSON.parse((await run(...words, "--json")).out);
}

test("names the last event of each rule that alerted, and says whose its thread is", async () => {
  const rules = join(folder, "leading");
  writeRule("leading", "denied", "errorCode == 'AccessDenied'");
  writeRule("leading", "policy-read", "eventName == 'GetBucketPolicy'");
  const logs = writeLog("leading-logs", 1, [denied(1, 0), denied(2, 1)]);
  const { out } = await run(logs, "--rules", rules);
  assert.match(
    out,
    "An alert of several rules counts for each; its thread for the one that leads it.",
  );
  assert.match(out, /the last event of each:\n {2}rule +eventID\n {2}denied +event-2-1\n/);
  const [set] = (await reportOf(logs, "--rules", rules)).sets;
  assert.equal(
    set?.rules.map(({ example }) => example),
    ["event-2-1", "event-2-1"],
  );
});

test("refuses a page that cannot be written, before it reads anything", async () => {
  for (const [page, why] of [
    [folder, "it is a folder"],
    [join(folder, "none", "report.html"), "its folder is not there"],
  ] as const) {
    const { status, err } = await run("no-such-logs", "--html", page);
    assert.is(status, 2);
    assert.match(err, `cannot write "${page}": ${why}`);
  }
});

test("refuses two forms of one report", async () => {
  const { status, err } = await run("logs", "--json", "--markdown");
  assert.is(status, 2);
  assert.match(err, "--json and --markdown are two forms of one report");
});

test("asks for something to read", async () => {
  const { status, err } = await run();
  assert.is(status, 2);
  assert.match(err, "name log files, folders or s3://bucket/prefix, or - for standard input");
});

test("names a folder that is not there", async () => {
  const { status, err } = await run(join(folder, "nowhere"));
  assert.is(status, 2);
  assert.match(err, /there is no file or folder ".*nowhere"/);
});

test("names a folder that holds no record", async () => {
  mkdirSync(join(folder, "empty"), { recursive: true });
  writeFileSync(join(folder, "empty", "notes.txt"), "nothing");
  const { status, err } = await run(join(folder, "empty"));
  assert.is(status, 2);
  assert.match(err, "there is no file with CloudTrail records in");
});

test("names and counts what cannot be read, and reads all else", async () => {
  const logs = writeLog("broken", 5, [denied(1), null, "text", denied(2)]);
  const cut = gzipSync(JSON.stringify({ Records: [denied(3), denied(4)] })).subarray(0, -8);
  writeFileSync(join(logs, "111122223333_CloudTrail_eu-central-1_20261102T0910Z_cUt.json.gz"), cut);
  const { status, out } = await run(logs, "--json");
  assert.is(status, 1);
  const { read, unread, unreadInAll, sets }: BacktestReport = JSON.parse(out);
  assert.equal(read, { files: 2, records: 6, rejected: 2, outside: 0 });
  assert.is(sets[0]?.alerts, 4);
  assert.is(unreadInAll, 3);
  assert.equal(
    unread.map(({ where, why }) => [where, why.slice(0, 30)]),
    [
      ["record 1", "it is null"],
      ["record 2", "it is a string"],
      [undefined, "Cannot read log file as its gz"],
    ],
  );
});

test("counts an event once that stands in two files, and folds a window's events into one thread", async () => {
  const logs = writeLog("folded", 5, [denied(1), denied(2), denied(3)]);
  writeLog("folded", 6, [denied(3)]);
  const [set] = (await reportOf(logs)).sets;
  assert.is(set?.alerts, 3);
  assert.is(set?.repeats, 1);
  const slack = set?.channels.find(({ channel }) => channel === "slack:C0DEFAULT");
  assert.is(slack?.threads, 1);
  assert.is(slack?.messages.posts, 1);
  const rule = set?.rules.find(({ id }) => id === "access-denied");
  assert.is(rule?.events, 4);
  assert.equal(rule?.calls, [{ value: "GetBucketPolicy", count: 3 }]);
});

test("begins another thread once the window is over", async () => {
  const logs = writeLog("windows", 5, [denied(1)]);
  writeLog("windows", 20, [denied(16)]);
  writeLog("windows", 34, [denied(30)]);
  const [set] = (await reportOf(logs)).sets;
  assert.is(set?.channels.find(({ channel }) => channel === "slack:C0DEFAULT")?.threads, 2);
});

test("leaves the few of wrong times out of the period, and says how many and when", async () => {
  const wrong = ["1970-01-01T00:00:00Z", "2099-01-01T00:00:00Z"].map((eventTime, n) =>
    denied(0, 90 + n, { eventTime }),
  );
  const records = Array.from({ length: 30 }, (_, n) => denied(n));
  const logs = writeLog("wrong-times", 40, [...records, ...wrong]);
  const said = /2 records are of times far from all others: 1970-01-01 \(1\), 2099-01-01 \(1\)/;
  const page = join(folder, "wrong-times.html");
  const { out } = await run(logs, "--html", page);
  assert.match(out, /^32 records of 1 file, 2026-11-02 09:00 to 2026-11-02 09:29\n2 records are/);
  assert.match(out, said);
  const html = readFileSync(page, "utf8");
  assert.match(html, said);
  assert.match(html, "Not in the chart: 2 alerts of times far from all others");
  const [, data = ""] = /id="report">(.*?)<\/script>/.exec(html) ?? [];
  assert.equal(JSON.parse(data).sets[0].hours, [["2026-11-02T09:00Z", 30]]);
  assert.match((await run(logs, "--markdown")).out, said);
  const report = await reportOf(logs);
  assert.equal(
    [report.period, report.stray],
    [
      { from: "2026-11-02T09:00:00.000Z", to: "2026-11-02T09:29:00.000Z" },
      {
        records: 2,
        days: [
          { day: "1970-01-01", records: 1 },
          { day: "2099-01-01", records: 1 },
        ],
      },
    ],
  );
  assert.is(report.sets[0]?.alerts, 32, "they are counted all the same");
});

test("suggests first what would silence most, whatever its rule", async () => {
  writeRule("two-rules", "many", "eventName == 'GetBucketPolicy' || eventName == 'ListBuckets'");
  writeRule(
    "two-rules",
    "few",
    "eventName == 'DeleteBucket' || (eventName == 'GetBucketPolicy' && !recipientAccountId)",
  );
  const calls = { GetBucketPolicy: 11, ListBuckets: 12, DeleteBucket: 20 };
  const logs = writeLog(
    "suggested",
    41,
    Object.entries(calls).flatMap(([eventName, count]) =>
      Array.from({ length: count }, (_, n) => denied(n, 0, { eventName, eventID: eventName + n })),
    ),
  );
  const report = await reportOf(logs, "--rules", join(folder, "two-rules"));
  assert.equal(
    report.sets[0]?.suggestions.map(({ alerts }) => alerts),
    [20, 12, 11],
  );
});

test("keeps to a period", async () => {
  const logs = writeLog("period", 30, [denied(1), denied(10), denied(20)]);
  const { read, sets } = await reportOf(
    logs,
    ...["--from", "2026-11-02T09:05:00Z", "--to", "2026-11-02T09:15:00Z"],
  );
  assert.is(read.outside, 2);
  assert.is(sets[0]?.alerts, 1);
});

test("says what other rules change", async () => {
  const logs = writeLog("compared", 5, [
    denied(1),
    denied(2),
    denied(3, 0, { eventName: "ListKeys" }),
  ]);
  const narrow = writeRule(
    "narrow",
    "denied-policy",
    "errorCode == 'AccessDenied' && eventName == 'GetBucketPolicy'",
  );
  const wide = writeRule("wide", "denied-policy", "errorCode == 'AccessDenied'");
  const { comparison } = await reportOf(logs, "--rules", narrow, "--against", wide);
  assert.equal(comparison?.rules, [
    { id: "denied-policy", alerts: [2, 3], threads: [2, 4], messages: [4, 8] },
  ]);
  const { out } = await run(logs, "--rules", narrow, "--against", wide);
  assert.match(out, /denied-policy +3 +\+1/);
});

test("suggests an ignore rule for what one caller does again and again", async () => {
  const many = Array.from({ length: 30 }, (_, n) => denied(1, n));
  const logs = writeLog("noisy", 5, [...many, denied(2, 0, { eventName: "ListKeys" })]);
  const [set] = (await reportOf(logs)).sets;
  assert.equal(
    set?.suggestions.map(({ ruleId, rules, alerts, match }) => ({ ruleId, rules, alerts, match })),
    [
      {
        ruleId: "access-denied",
        rules: ["access-denied"],
        alerts: 30,
        match:
          "eventSource == 's3.amazonaws.com' && eventName == 'GetBucketPolicy' && \"userIdentity.sessionContext.sessionIssuer.arn\" == 'arn:aws:iam::111122223333:role/reader' && recipientAccountId == '111122223333' && errorCode == 'AccessDenied'",
      },
    ],
  );
});

test("refuses to go on with the progress of something else, and removes it once it is done", async () => {
  const logs = writeLog("kept", 5, [denied(1)]);
  const checkpoint = join(folder, "progress");
  mkdirSync(checkpoint);
  writeFileSync(join(checkpoint, "progress.ndjson"), '{"version":1,"of":"other"}\n');
  const refused = await run(logs, "--checkpoint", checkpoint);
  assert.is(refused.status, 2);
  assert.match(refused.err, "holds the progress of other log files, rules or settings");
  rmSync(checkpoint, { recursive: true });
  assert.is((await run(logs, "--checkpoint", checkpoint)).status, 0);
  assert.not(existsSync(checkpoint));
});

test.run();
