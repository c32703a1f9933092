import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { testCommand } from "../../../../src/cli/commands/authoring/test.ts";
import { runCli } from "../../../support/cli.ts";

const test = suite<{ folder: string }>("trailbridge test");

test.before.each((context) => {
  context.folder = mkdtempSync(join(tmpdir(), "trailbridge-test-"));
});
test.after.each(({ folder }) => rmSync(folder, { recursive: true, force: true }));

const run = (words: readonly string[], input = "") =>
  runCli([testCommand], ["test", ...words], input);

function ruleText(match: string, yes = "{ eventName: A, readOnly: true }"): string {
  return `id: a
title: A
severity: low
match: ${match}
tests:
  - name: yes
    expect: match
    event: ${yes}
  - name: no
    expect: no-match
    event: { eventName: B }
`;
}

const SOUND = ruleText("eventName == 'A' && readOnly");

test("says which file is not there, and exits with 2", async ({ folder }) => {
  const { status, err } = await run([join(folder, "none.yaml")]);
  assert.is(status, 2);
  assert.match(err, "Cannot read rules as the file or folder must exist");
});

test("names file and line of bad YAML, and exits with 1", async ({ folder }) => {
  writeFileSync(join(folder, "a.yaml"), "id: a\nmatch: [\n");
  const { status, out } = await run([folder]);
  assert.is(status, 1);
  assert.match(out, /a\.yaml:\d+: Cannot read YAML/);
});

for (const words of [
  ["--min-coverage", "x"],
  ["--watch", "-"],
  ["-", "-"],
]) {
  test(`refuses ${words.join(" ")}`, async () => {
    assert.is((await run(words)).status, 2);
  });
}

test("shows a failing test's expression as a tree, and exits with 1", async ({ folder }) => {
  writeFileSync(join(folder, "a.yaml"), ruleText("eventName == 'A' && errorCode == 'X'"));
  const { status, out } = await run([folder]);
  assert.is(status, 1);
  assert.match(out, /^FAIL {2}a: yes\n {6}.*a\.yaml:6\n {6}must give match: it gives no-match\n/);
  assert.match(out, `      └─ errorCode == 'X': false (errorCode is null)\n`);
  assert.match(out, "1 rule, 2 tests: 1 fail\n");
});

test("passes, from standard input", async () => {
  const { status, out } = await run(["-"], SOUND);
  assert.equal([status, out], [0, "1 rule, 2 tests: all pass\n"]);
});

test("tests the default rules, and those that settings name", async ({ folder }) => {
  assert.match((await run([])).out, /^\d+ rules, \d+ tests: all pass/);
  writeFileSync(join(folder, "a.yaml"), SOUND);
  const settings = join(folder, "settings.yml.txt");
  writeFileSync(
    settings,
    "logs: { bucket: org-logs }\nslack: { app: { botTokenSecretId: t, channel: C0SECURITY } }\nrules: { packs: [], directories: [.] }\n",
  );
  const { out, err } = await run(["--settings", settings]);
  assert.equal([out, err], ["1 rule, 2 tests: all pass\n", ""]);
});

test("lists the clauses that no test decides both ways", async () => {
  const { status, out } = await run(["-", "--coverage"], SOUND);
  assert.is(status, 0);
  assert.match(out, /^coverage 75\.0 %: 2 clauses, each both ways\n {2}a {2}<stdin>:4\n/);
  assert.match(out, "    no test in which it fails: readOnly\n");
});

test("exits with 1 where less is covered than asked", async () => {
  assert.is((await run(["-", "--min-coverage", "75"], SOUND)).status, 0);
  const { status, err } = await run(["-", "--min-coverage", "76"], SOUND);
  assert.is(status, 1);
  assert.match(err, "75.0 %");
});

test("prints all of it as JSON", async () => {
  const words = ["-", "--json", "--coverage"];
  const { out } = await run(words, ruleText("eventName == 'A' && errorCode == 'X'"));
  const { failures, coverage } = JSON.parse(out);
  assert.equal([failures[0].line, failures[0].clause.children.length], [6, 2]);
  assert.is(coverage.percent, 75);
  assert.is(JSON.parse((await run(["-", "--json"], "id: [")).out).problems[0].path, "<stdin>");
});

test("shows nothing of a rule that a terminal would act on", async () => {
  const { out } = await run(["-"], ruleText("eventName == 'A'", '{ eventName: "\\e[2J" }'));
  assert.not.match(out, "\u001b");
});

test("tests again at each change, until it is interrupted", async ({ folder }) => {
  const path = join(folder, "a.yaml");
  writeFileSync(path, SOUND);
  const child = spawn(
    process.execPath,
    ["--import", "tsx", "src/cli/main.ts", "test", "--watch", folder],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  let out = "";
  const seen = (text: string) =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (!out.includes(text)) return;
        child.stdout.off("data", look);
        resolve();
      };
      child.stdout.on("data", look);
      look();
    });
  child.stdout.on("data", (chunk) => {
    out += chunk;
  });
  await seen("all pass");
  writeFileSync(path, ruleText("eventName == 'C'"));
  await seen("1 fail");
  writeFileSync(path, "id: [");
  await seen("Cannot read YAML");
  const ended = new Promise<number | null>((resolve) => child.on("exit", resolve));
  child.kill("SIGINT");
  assert.is(await ended, 1);
});

test.run();
