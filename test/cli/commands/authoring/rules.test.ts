import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { readRuleSet } from "../../../../src/adapters/rule-folder.ts";
import { rulesCommand } from "../../../../src/cli/commands/authoring/rules.ts";
import { runCli } from "../../../support/cli.ts";
import { makeExampleFolder } from "../../../support/example-folder.ts";

const test = suite("trailbridge rules");

let folder = "";
test.before(() => {
  folder = mkdtempSync(join(tmpdir(), "trailbridge-rules-"));
  makeExampleFolder(folder);
});
test.after(() => rmSync(folder, { recursive: true }));

const rules = (...words: string[]) => runCli([rulesCommand], ["rules", ...words]);

for (const [words, message] of [
  [[], "rules takes one of list, show, new"],
  [["lst"], "rules takes one of list, show, new"],
  [["show"], "rules show needs an id"],
  [["list", "root-activity"], "rules show root-activity shows one rule"],
  [["show", "root-activty"], 'there is no rule "root-activty"; did you mean root-activity?'],
  [["show", "zzzzzzzzzz"], 'there is no rule "zzzzzzzzzz": trailbridge rules list'],
  [["new", "Two Words"], 'a rule\'s id is small words joined with -: it is "Two Words"'],
  [["new", "root-activity"], "pack default has a rule root-activity"],
  [["new", "a", "--severity", "hihg"], "did you mean high?"],
  [["new", "a", "--event", "Delete'Bucket"], "a rule of these words would not load"],
  [["list", "--rules", "/nowhere"], 'the file or folder must exist: "/nowhere" does not'],
] as const) {
  test(`refuses rules ${words.join(" ")}`, async () => {
    const { status, out, err } = await rules(...words);
    assert.is(status, 2);
    assert.is(out, "");
    assert.match(err, message);
  });
}

test("lists all rules that come with it, by pack, the default one first", async () => {
  const { status, out } = await rules("list");
  assert.is(status, 0);
  assert.ok(
    out.startsWith("Pack default\n  high      console-login-without-mfa "),
    out.slice(0, 80),
  );
  assert.match(out, /Pack attack\n {2}\w+ +[a-z0-9-]+ /);
  assert.match(out, /\n\d+ rules\n$/);
});

test("says what a rule asks of several events, below it", async () => {
  const { out } = await rules("list");
  assert.match(
    out,
    /secrets-read-burst .*\n {12}alerts on 10 different values of requestParameters/,
  );
});

test("shows the lists that a rule asks, and the pattern with what is on them", async () => {
  const { out } = await rules("show", "secrets-read-burst");
  assert.match(out, /\n {2}\$lists\.deploymentRoles {2}no entries\n/);
  assert.match(out, /On EventBridge\n {2}exact: /);
});

test("lists the rules that settings use, one's own among them", async () => {
  const { out } = await rules("list", "--json", "--settings", join(folder, "my.yaml"));
  const listed: { id: string; pack: string | null }[] = JSON.parse(out);
  assert.equal([...new Set(listed.map(({ pack }) => pack))], ["default", null]);
  assert.is(listed.at(-1)?.id, "bucket-policy-changed");
});

test("shows a rule whole: what it finds, its expression, its pattern, its tests", async () => {
  const { out } = await rules("show", "cloudtrail-stop-logging");
  for (const part of ["What it finds", "Matches", "On EventBridge", "What to do", "Tests"])
    assert.match(out, `\n${part}\n  `);
  assert.match(out, 'exact: {"source":["trailbridge"],"detail":{"eventName":["StopLogging"]');
});

test("prints the catalogue as Markdown, in which a rule's own words are no marks", async () => {
  const { out } = await rules("list", "--markdown", "--rules", join(folder, "my-rules"));
  assert.match(out, "# Rules\n\n## Your own\n\n1 rule.\n");
  assert.match(out, "| [`bucket-policy-changed`](#bucket-policy-changed) | medium |");
  assert.match(
    out,
    "```\neventSource == 's3.amazonaws.com' && eventName == 'PutBucketPolicy'\n```",
  );
});

test("begins a rule that loads, and changes no file that is there", async () => {
  const dir = join(folder, "new");
  const words = ["new", "key-deleted", "--dir", dir, "--source", "kms.amazonaws.com"];
  const { status, out, err } = await rules(...words, "--event", "ScheduleKeyDeletion");
  assert.is(status, 0, err);
  const path = join(dir, "key-deleted.yaml");
  assert.match(out, `trailbridge test ${path}`);
  const settings = { packs: [], ignoreDirectories: [], disable: [], eventsToTrack: [] };
  const { rules: loaded } = readRuleSet({ ...settings, directories: [dir] }, ".");
  assert.is(loaded[0]?.title, "Key deleted");
  const text = readFileSync(path, "utf8");
  assert.match((await rules(...words)).err, "there is a file");
  assert.is(readFileSync(path, "utf8"), text);
});

test("writes nothing where the rule would not load", async () => {
  const dir = join(folder, "none");
  await rules("new", "a", "--dir", dir, "--severity", "loud");
  assert.not(existsSync(dir));
});

test.run();
