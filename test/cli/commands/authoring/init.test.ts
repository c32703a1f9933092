import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { parse } from "yaml";
import { synthesizeSettings } from "../../../../infra/build/synthesize.ts";
import { readRuleSet, ruleRemarks } from "../../../../src/adapters/rule-folder.ts";
import { readSettings } from "../../../../src/adapters/settings-file.ts";
import { initCommand } from "../../../../src/cli/commands/authoring/init.ts";
import { runProgram } from "../../../../src/cli/program.ts";
import { bufferedIo, runCli } from "../../../support/cli.ts";

const test = suite("trailbridge init");

const FLAGS = ["--bucket", "org-logs", "--account", "111122223333", "--region", "eu-central-1"];

let folder = "";
test.before.each(() => {
  folder = mkdtempSync(join(tmpdir(), "trailbridge-init-"));
});
test.after.each(() => rmSync(folder, { recursive: true }));

const init = (...words: string[]) => runCli([initCommand], ["init", folder, ...words]);

test("names every option that is missing where it cannot ask", async () => {
  const { status, err } = await init("--bucket", "org-logs");
  assert.is(status, 2);
  assert.match(err, "it needs --account, --region, --channel (or --email)");
});

for (const [option, value, message] of [
  ["--bucket", "Org_Logs", "--bucket: a bucket's name has 3 to 63 small letters"],
  ["--account", "1111", "--account: an account id has 12 digits"],
  ["--region", "Frankfurt", "--region takes a Region"],
  ["--channel", "#security", "--channel: a channel's id is written so: C0123456789"],
  ["--email", "soc", "--email: an address is written so"],
] as const) {
  test(`refuses ${option} ${value}, and writes nothing`, async () => {
    const flags = FLAGS.includes(option)
      ? FLAGS.map((it, index) => (FLAGS[index - 1] === option ? value : it))
      : [...FLAGS, option, value];
    const { status, err } = await init(
      ...flags,
      ...(option === "--email" ? [] : ["--email", "a@b.example"]),
    );
    assert.is(status, 2);
    assert.match(err, message);
    assert.not(existsSync(join(folder, "trailbridge.yaml")));
  });
}

test("changes no file that is there, and writes none beside it", async () => {
  writeFileSync(join(folder, "slack-app.yaml"), "mine");
  const { status, err } = await init(...FLAGS, "--channel", "C0123456789");
  assert.is(status, 2);
  assert.match(err, "slack-app.yaml as it must not be there yet");
  assert.is(readFileSync(join(folder, "slack-app.yaml"), "utf8"), "mine");
  assert.not(existsSync(join(folder, "trailbridge.yaml")));
});

for (const goal of [
  ["--channel", "C0123456789"],
  ["--email", "soc@example.com"],
]) {
  test(`writes settings and rules that load and deploy without editing, with ${goal[0]}`, async () => {
    const { status, out, err } = await init(...FLAGS, ...goal, "--prefix", "AWSLogs/o-a1b2c3d4e5/");
    assert.is(status, 0, err);
    assert.is(existsSync(join(folder, "slack-app.yaml")), goal[0] === "--channel");
    assert.is(out.includes("secretsmanager create-secret"), goal[0] === "--channel");
    const settings = readSettings(join(folder, "trailbridge.yaml"));
    assert.is(settings.logs.prefix, "AWSLogs/o-a1b2c3d4e5/");
    const rules = readRuleSet(settings.rules, folder);
    assert.ok(rules.rules.some(({ id }) => id === "log-bucket-changed"));
    assert.equal(ruleRemarks(settings.rules, folder, rules, Date.now()), []);
    (await synthesizeSettings(settings, folder)).close();
  });
}

test("has in its comments settings that can be put to use as they stand", async () => {
  await init(...FLAGS, "--email", "soc@example.com");
  const path = join(folder, "trailbridge.yaml");
  const lines = readFileSync(path, "utf8").split("\n");
  const all = lines.map((line) => line.replace(/^# (?=( *- | *"?[\w.@]+"?:))/, ""));
  assert.ok(all.filter((line, index) => line !== lines[index]).length > 10);
  writeFileSync(path, all.join("\n").replace("ignoreDirectories: [ignore]", ""));
  const settings = readSettings(path);
  assert.is(settings.slack?.app?.channel, "C0123456789");
  assert.is(settings.routes?.length, 1);
  assert.is(settings.bus.archiveDays, 30);
});

test("writes a manifest with the one scope that is needed, the others named", async () => {
  await init(...FLAGS, "--channel", "C0123456789");
  const text = readFileSync(join(folder, "slack-app.yaml"), "utf8");
  assert.equal(parse(text).oauth_config.scopes.bot, ["chat:write"]);
  for (const scope of ["chat:write.public", "channels:history", "groups:history"])
    assert.match(text, `# - ${scope} #`);
});

test("asks for what no option says, again until the answer is right", async () => {
  const answers = ["Org Logs", "org-logs", "111122223333", "eu-west-1", "", "soc@example.com", ""];
  const { io, result } = bufferedIo(answers.join("\n"));
  const status = await runProgram([initCommand], ["init", folder], { ...io, asks: true });
  const { err } = result();
  assert.is(status, 0, err);
  assert.is(err.match(/Bucket that CloudTrail delivers to: /g)?.length, 2);
  assert.is(readSettings(join(folder, "trailbridge.yaml")).region, "eu-west-1");
});

test("writes nothing where the answers end before the questions", async () => {
  const { io, result } = bufferedIo("org-logs\n");
  const status = await runProgram([initCommand], ["init", folder], { ...io, asks: true });
  assert.is(status, 2);
  assert.match(result().err, 'there is no answer to "Account id');
  assert.not(existsSync(join(folder, "trailbridge.yaml")));
});

test("says as JSON what it wrote and what comes next", async () => {
  const { out } = await init(...FLAGS, "--email", "soc@example.com", "--json");
  const { files, next } = JSON.parse(out);
  assert.is(files.length, 3);
  assert.match(next[0].commands[0], `trailbridge check --settings ${folder}`);
});

test.run();
