import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { judgeCommand } from "../../../../src/cli/commands/records/judge.ts";
import { runCli } from "../../../support/cli.ts";

const STOP = { eventID: "e-1", eventSource: "cloudtrail.amazonaws.com", eventName: "StopLogging" };
const UPDATE = {
  eventID: "e-2",
  eventSource: "lambda.amazonaws.com",
  eventName: "UpdateFunctionCode20150331v2",
  responseElements: { functionName: "mine" },
};
const RULE = `id: only
title: Only rule
description: For this test.
severity: low
match: eventName == 'StopLogging'
tests:
  - { name: it, expect: match, event: { eventName: StopLogging } }
  - { name: other, expect: no-match, event: { eventName: GetTrail } }
`;

const test = suite("judge command");

let folder = "";
test.before(() => {
  folder = mkdtempSync(join(tmpdir(), "trailbridge-test-"));
});
test.after(() => rmSync(folder, { recursive: true }));

test("refuses a file that is not there", async () => {
  const { status, err } = await judge([join(folder, "nowhere.ndjson")]);
  assert.is(status, 2);
  assert.match(err, /there is no file or folder ".*nowhere\.ndjson"/);
});

test("answers a line that is no record in its place, with status 1", async () => {
  const { status, out } = await judge([], `null\n${JSON.stringify(STOP)}\n`);
  assert.is(status, 1);
  assert.equal(
    lines(out).map((it) => [it.rejected, it.matched]),
    [
      ["it is null", []],
      [undefined, ["cloudtrail-stop-logging"]],
    ],
  );
});

test("judges standard input by the default rules", async () => {
  const { status, out } = await judge(["-"], `${JSON.stringify(STOP)}\n`);
  assert.is(status, 0);
  assert.equal(lines(out), [
    { eventID: "e-1", matched: ["cloudtrail-stop-logging"], ignoredBy: null, faults: [] },
  ]);
});

test("reads gzipped files", async () => {
  const file = join(folder, "records.ndjson.gz");
  writeFileSync(file, gzipSync(`${JSON.stringify(STOP)}\n${JSON.stringify(UPDATE)}`));
  assert.equal(
    lines((await judge([file])).out).map((it) => it.eventID),
    ["e-1", "e-2"],
  );
});

test("compares $self with --function-name", async () => {
  const input = JSON.stringify(UPDATE);
  assert.equal(lines((await judge(["-"], input)).out)[0]?.matched, []);
  assert.equal(lines((await judge(["--function-name", "mine"], input)).out)[0]?.matched, [
    "self-function-code-changed",
  ]);
});

test("judges by the rules of --rules alone", async () => {
  writeFileSync(join(folder, "only.yaml"), RULE);
  const { out } = await judge(["--rules", folder], JSON.stringify(STOP));
  assert.equal(lines(out)[0]?.matched, ["only"]);
});

test("refuses settings whose routes name a rule that is not there, without a trace", async () => {
  const file = join(folder, "routes.yaml");
  writeFileSync(
    file,
    "logs: { bucket: logs }\nslack: { app: { botTokenSecretId: bot, channel: C0A1 } }\nroutes: [{ rules: [root-activty], slackChannel: C0B1 }]\n",
  );
  const { status, err } = await judge(["--settings", file], JSON.stringify(STOP));
  assert.is(status, 2);
  assert.is(
    err,
    'trailbridge: Cannot use routes[0].rules[0] as there must be a rule with this id: "root-activty" is none; did you mean "root-activity"?\n',
  );
});

test("judges by the ignore rules and tracked events of --settings", async () => {
  const file = join(folder, "settings.yaml");
  writeFileSync(
    file,
    "logs: { bucket: logs }\nrules: { packs: [], eventsToTrack: [StopLogging] }\n",
  );
  const { out } = await judge(["--settings", file], JSON.stringify(STOP));
  assert.equal(lines(out)[0]?.matched, ["events-to-track"]);
});

const SETTINGS = `name: watch
account: "111122223333"
region: eu-central-1
logs: { bucket: acme-trail-logs }
slack: { app: { botTokenSecretId: acme/bot-token, channel: C0WATCHERS } }
`;

test("says which records settings keep off the bus, and counts them", async () => {
  const settings = write(
    "filter.yaml",
    `${SETTINGS}publish: { filter: "eventName != 'StopLogging'" }\n`,
  );
  const { status, out, err } = await judge(
    ["--settings", settings],
    `${JSON.stringify(STOP)}\n${JSON.stringify(UPDATE)}\nnull\n`,
  );
  assert.is(status, 1);
  assert.equal(
    lines(out).map(({ published, matched }) => [published, matched]),
    [
      [false, ["cloudtrail-stop-logging"]],
      [true, []],
      [undefined, []],
    ],
  );
  assert.match(
    err,
    /publish leaves out 1 of 2 records; rules match 1 of them and will not hear of it/,
  );
});

test("says which records no rule could match where only those are published", async () => {
  const settings = write("matched.yaml", `${SETTINGS}publish: matched\n`);
  const { out, err } = await judge(
    ["--settings", settings],
    `${JSON.stringify(STOP)}\n${JSON.stringify(UPDATE)}\n`,
  );
  assert.equal(
    lines(out).map(({ published }) => published),
    [true, false],
  );
  assert.match(err, /publish leaves out 1 of 2 records\n/);
});

test("refuses settings whose filter cannot be meant", async () => {
  const settings = write("wrong.yaml", `${SETTINGS}publish: { filter: "readOnly == 'false'" }\n`);
  const { status, err } = await judge(["--settings", settings]);
  assert.is(status, 2);
  assert.match(err, /line 6: Cannot use publish\.filter as readOnly is a boolean/);
});

test("takes ignore rules of a folder and says which have expired", async () => {
  const quiet = mkdtempSync(join(folder, "quiet-"));
  const rule = (id: string, more: string) =>
    writeFileSync(
      join(quiet, `${id}.yaml`),
      RULE.replace("id: only", `id: ${id}`).replace(
        "severity: low",
        `reason: known\nowner: ada${more}`,
      ),
    );
  rule("drill", "");
  rule("old-drill", '\nexpires: "2020-01-31"');
  const { status, out, err } = await judge(["--ignore", quiet], `${JSON.stringify(STOP)}\n`);
  assert.is(status, 0);
  assert.is(lines(out)[0]?.ignoredBy, "drill");
  assert.match(err, /"old-drill" of ada expired on 2020-01-31/);
});

test("says that a folder has no rule", async () => {
  const { status, err } = await judge(
    ["--rules", mkdtempSync(join(folder, "mine-"))],
    `${JSON.stringify(STOP)}\n`,
  );
  assert.is(status, 0);
  assert.match(err, /There is no rule file \(\.yaml\) in folder ".*mine-/);
  assert.match(err, /There is no rule, so nothing will ever alert/);
});

test("says on each line what alerts where a rule asks for several events", async () => {
  const input = [stopAt(9, "ada"), stopAt(3, "eva"), "null", stopAt(5, "ada"), stopAt(9, "eva")];
  const words = ["--rules", severalFolder()];
  const { status, out } = await judge(words, `${input.join("\n")}\n`);
  assert.is(status, 1);
  assert.equal(
    lines(out).map((it) => [it.eventID, it.matched, it.alerts]),
    [
      ["ada-9", ["only", "twice"], ["only", "twice"]],
      ["eva-3", ["only", "twice"], ["only"]],
      [null, [], []],
      ["ada-5", ["only", "twice"], ["only"]],
      ["eva-9", ["only", "twice"], ["only", "twice"]],
    ],
  );
});

test("counts the same record in two files once", async () => {
  const [a, b] = [write("a.ndjson", stopAt(3, "ada")), write("b.ndjson", stopAt(3, "ada"))];
  const { out } = await judge([a, b, "--rules", severalFolder()]);
  assert.equal(
    lines(out).map((it) => it.alerts),
    [["only"], ["only"]],
  );
});

test("counts no record that is not published", async () => {
  const rules = severalFolder();
  const settings = write(
    "several.yaml",
    `${SETTINGS}publish: { filter: "userIdentity.userName != 'eva'" }\n`,
  );
  const input = [stopAt(1, "eva"), stopAt(2, "eva"), stopAt(3, "ada"), stopAt(4, "ada")];
  const { out } = await judge(["--settings", settings, "--rules", rules], input.join("\n"));
  assert.equal(
    lines(out).map((it) => [it.published, it.alerts]),
    [
      [false, []],
      [false, []],
      [true, ["only"]],
      [true, ["only", "twice"]],
    ],
  );
});

test("says nothing of alerts where every rule is about one event", async () => {
  assert.is("alerts" in (lines((await judge([], JSON.stringify(STOP))).out)[0] ?? {}), false);
});

test.run();

function write(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** A rule of two calls by one person within a minute, and one of one call. */
function severalFolder(): string {
  const several = mkdtempSync(join(folder, "several-"));
  const twice = RULE.replace("id: only", "id: twice").replace(
    "tests:",
    `threshold: { count: 2, within: 1m, by: [userIdentity.userName] }
tests:
  - { name: two, expect: alert, events: [{ times: 2, event: { eventName: StopLogging } }] }
  - { name: one, expect: no-alert, events: [{ event: { eventName: StopLogging } }] }`,
  );
  writeFileSync(join(several, "only.yaml"), RULE);
  writeFileSync(join(several, "twice.yaml"), twice);
  return several;
}

/** A call at a second, by somebody. */
function stopAt(second: number, userName: string): string {
  const eventTime = `2026-01-05T09:00:0${second}Z`;
  return JSON.stringify({
    ...STOP,
    eventID: `${userName}-${second}`,
    eventTime,
    userIdentity: { userName },
  });
}

const judge = (words: string[], stdin = "") => runCli([judgeCommand], ["judge", ...words], stdin);

interface Line {
  readonly published?: boolean;
  readonly ignoredBy: string | null;
  readonly eventID: string;
  readonly matched: string[];
  readonly alerts?: string[];
  readonly rejected?: string;
}

function lines(text: string): Line[] {
  return text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
}
