import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Command } from "../../src/cli/command.ts";
import { checkCommand } from "../../src/cli/commands/authoring/check.ts";
import { patternsCommand } from "../../src/cli/commands/authoring/patterns.ts";
import { rulesCommand } from "../../src/cli/commands/authoring/rules.ts";
import { testCommand } from "../../src/cli/commands/authoring/test.ts";
import { backtestCommand } from "../../src/cli/commands/records/backtest.ts";
import { explainCommand } from "../../src/cli/commands/records/explain.ts";
import { judgeCommand } from "../../src/cli/commands/records/judge.ts";
import { runCli } from "../support/cli.ts";

interface Folders {
  root: string;
  /** A folder of rules, by its name. */
  named(name: string): string;
}

const test = suite<Folders>("--rules given several times");

test.before.each((context) => {
  context.root = mkdtempSync(join(tmpdir(), "trailbridge-folders-"));
  context.named = (name) => join(context.root, name);
  write(context.named("a"), "stop", "StopLogging");
  write(context.named("b"), "start", "StartLogging");
  write(context.named("again"), "stop", "DeleteTrail");
  write(context.named("a-longer-name"), "other", "Other");
  mkdirSync(context.named("logs"));
  const records = ["StopLogging", "StartLogging"].map((eventName, index) => ({
    eventVersion: "1.11",
    eventTime: "2026-01-05T09:00:00Z",
    eventID: `e-${index}`,
    eventName,
    eventSource: "cloudtrail.amazonaws.com",
    awsRegion: "eu-west-1",
    recipientAccountId: "111122223333",
  }));
  writeFileSync(join(context.named("logs"), "log.json"), JSON.stringify({ Records: records }));
});
test.after.each(({ root }) => rmSync(root, { recursive: true, force: true }));

function write(folder: string, id: string, eventName: string): void {
  mkdirSync(folder);
  writeFileSync(
    join(folder, `${id}.yaml`),
    `id: ${id}
title: T
severity: low
match: eventName == '${eventName}'
tests:
  - { name: yes, expect: match, event: { eventName: ${eventName} } }
  - { name: no, expect: no-match, event: { eventName: None } }
`,
  );
}

/** Each command that takes the option, the words it needs besides, and what it prints of both folders. */
const COMMANDS: readonly (readonly [command: Command, words: (it: Folders) => string[], RegExp])[] =
  [
    [
      judgeCommand,
      ({ named }) => [named("logs")],
      /"matched":\["stop"\][\s\S]*"matched":\["start"\]/,
    ],
    [explainCommand, ({ named }) => ["e-1", "--in", named("logs")], /start[\s\S]*matches/],
    [backtestCommand, ({ named }) => [named("logs")], /stop[\s\S]*start|start[\s\S]*stop/],
    [patternsCommand, () => [], /exact +stop[\s\S]*exact +start/],
    [testCommand, () => [], /2 rules, 4 tests: all pass/],
    [rulesCommand, () => ["list"], /stop[\s\S]*start[\s\S]*2 rules/],
  ];

for (const [command, words, printed] of COMMANDS) {
  const run = (it: Folders, ...folders: readonly string[]) =>
    runCli(
      [command],
      [command.name, ...words(it), ...folders.flatMap((name) => ["--rules", it.named(name)])],
    );

  test(`uses the rules of all folders in ${command.name}`, async (it) => {
    const { out, err, status } = await run(it, "a", "b");
    assert.match(out, printed, err);
    assert.is(status, 0);
  });

  test(`refuses one id for two rules in ${command.name}, and names both files`, async (it) => {
    const { out, err, status } = await run(it, "a", "again");
    assert.is.not(status, 0);
    assert.match(
      `${out}${err}`,
      /again\/stop\.yaml.* must be unique: "stop" is taken by .*a\/stop\.yaml/,
    );
  });

  test(`refuses a folder that is named twice in ${command.name}`, async (it) => {
    const { err, status } = await run(it, "a", "b", "./a");
    assert.match(err, /--rules names the folder ".*a" twice: leave one out/);
    assert.is(status, 2);
  });
}

test("uses the rules of all folders in check", async ({ named }) => {
  const words = ["check", "--json", "--rules", named("a"), "--rules", named("b")];
  const { out } = await runCli([checkCommand], words);
  assert.is(JSON.parse(out).rules, 2);
});

test("refuses one id for two rules in check", async ({ named }) => {
  const words = ["check", "--rules", named("a"), "--rules", named("again")];
  assert.match((await runCli([checkCommand], words)).out, /must be unique: "stop" is taken/);
});

test("refuses a folder and one in it, and takes one whose name begins the same", async (it) => {
  mkdirSync(it.named("a/inner"));
  const run = (...folders: readonly string[]) =>
    runCli(
      [judgeCommand],
      ["judge", it.named("logs"), ...folders.flatMap((name) => ["--rules", it.named(name)])],
    );
  const { err, status } = await run("a", "a/inner");
  assert.match(err, /--rules names the folder ".*inner" and ".*a", which holds it: leave one out/);
  assert.is(status, 2);
  assert.is((await run("a-longer-name", "a")).status, 0);
});

test("takes several folders of ignore rules", async ({ root, named }) => {
  for (const [id, eventName] of [
    ["one", "StopLogging"],
    ["two", "StartLogging"],
  ]) {
    mkdirSync(join(root, id as string));
    writeFileSync(
      join(root, id as string, `${id}.yaml`),
      `id: ${id}
reason: known
owner: ada
match: eventName == '${eventName}'
tests:
  - { name: yes, expect: match, event: { eventName: ${eventName} } }
  - { name: no, expect: no-match, event: { eventName: None } }
`,
    );
  }
  const words = ["--rules", named("a"), "--ignore", named("one"), "--ignore", named("two")];
  const { out } = await runCli([judgeCommand], ["judge", named("logs"), ...words]);
  assert.match(out, /"ignoredBy":"one"[\s\S]*"ignoredBy":"two"/);
});

test.run();
