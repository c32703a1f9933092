import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ajv } from "ajv";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { exceptCommand } from "../../../../src/cli/commands/records/except.ts";
import { judgeCommand } from "../../../../src/cli/commands/records/judge.ts";
import { EXCEPTION_SCHEMA } from "../../../../src/cli/json/except-schema.ts";
import { runCli } from "../../../support/cli.ts";
import { EXAMPLE_RECORD, makeExampleFolder } from "../../../support/example-folder.ts";

const ID = EXAMPLE_RECORD.eventID;

const test = suite("except command");

let folder = "";
test.before(() => {
  folder = mkdtempSync(join(tmpdir(), "trailbridge-test-"));
  makeExampleFolder(folder);
});
test.after(() => rmSync(folder, { recursive: true }));

for (const [what, words, message] of [
  ["an event", [], "except needs an eventID and --in <place>, or an alert"],
  ["where it is", [ID], `except ${ID} --in <file|folder|s3://…>`],
  ["logs that can be read twice", [ID, "--in", "-"], "standard input comes once"],
  ["a place that is there", [ID, "--in", "nowhere"], 'no file or folder "nowhere"'],
  ["a day", [ID, "--in", ".", "--until", "soon"], "--until takes a day"],
  ["a day that exists", [ID, "--in", ".", "--until", "2099-02-30"], "--until takes a day"],
  ["a day to come", [ID, "--in", ".", "--until", "2020-01-01"], "2020-01-01 is over"],
  ["an alert that is JSON", ["{"], "cannot read the alert as it must be JSON"],
  ["an alert that is one", ["{}"], "must be an alert event or an SNS message"],
] as const) {
  test(`asks for ${what}`, async () => {
    const { status, out, err } = await except(...words);
    assert.equal([status, out], [2, ""]);
    assert.match(err, message);
  });
}

test("says that there is no such event, that no rule matches it, or that it is ignored", async () => {
  const none = await except("e-none", "--in", path("logs"));
  assert.equal([none.status, none.out], [1, ""]);
  assert.match(none.err, "There is no record with the eventID e-none\n");
  writeFileSync(path("calm.json"), '{"eventID":"e-calm","eventName":"ListBuckets"}');
  const calm = await except("e-calm", "--in", path("calm.json"));
  assert.is(calm.status, 1);
  assert.match(calm.err, "No rule matches it, so there is nothing to except; name your settings");
  const ignored = { ...EXAMPLE_RECORD, eventID: "e-ignored", eventName: "GetBucketAcl" };
  writeFileSync(path("ignored.json"), JSON.stringify(ignored));
  const again = await except(
    "e-ignored",
    "--in",
    path("ignored.json"),
    "--settings",
    path("my.yaml"),
  );
  assert.is(again.status, 1);
  assert.match(again.err, "ci-deploy-is-denied ignores it already");
});

test("writes a rule that loads and silences the event, and says what else it would have", async () => {
  const words = ["--owner", "me@example.com", "--reason", "It may.", "--until", "2099-12-31"];
  const settings = ["--settings", path("my.yaml")];
  const out = path("my-ignore-rules");
  const { status, err } = await except(
    ID,
    "--in",
    path("logs"),
    ...settings,
    ...words,
    "--out",
    out,
  );
  assert.is(status, 0, err);
  const written = join(out, "ci-deploy-put-bucket-policy.yaml");
  assert.match(err, `${written} is written\n`);
  assert.match(
    err,
    /It would have silenced 1 of \d+ events that match, of \d+ records, from 2026-11-02/,
  );
  assert.match(err, "  access-denied: 1 of ");
  assert.match(readFileSync(written, "utf8"), "rules: [access-denied, bucket-policy-changed]\n");
  const judged = await runCli([judgeCommand], ["judge", path("record.json"), ...settings]);
  assert.match(judged.out, '"matched":[],"ignoredBy":"ci-deploy-put-bucket-policy"');
  // A second time another one is made: the first is among the rules now, and ignores it.
  assert.match((await except(ID, "--in", path("logs"), ...settings)).err, "ignores it already");
  const overwrites = await except(ID, "--in", path("logs"), "--out", out);
  assert.is(overwrites.status, 2);
  assert.match(overwrites.err, "it is there already");
  rmSync(written);
});

test("makes the folder it writes into, and says of a file that it is none", async () => {
  const out = path("new/ignore-rules");
  const { status, err } = await except(ID, "--in", path("logs"), "--out", out);
  assert.is(status, 0, err);
  assert.ok(existsSync(join(out, "ci-deploy-put-bucket-policy.yaml")));
  rmSync(path("new"), { recursive: true });
  const intoFile = await except(ID, "--in", path("logs"), "--out", path("my.yaml"));
  assert.is(intoFile.status, 2);
  assert.match(intoFile.err, `"${path("my.yaml")}" is no folder`);
});

test("prints the file, and asks who answers for it where nobody says", async () => {
  const { status, out, err } = await except(ID, "--in", path("logs"), "--until", "never");
  assert.is(status, 0);
  assert.match(out, /^id: ci-deploy-put-bucket-policy\nreason: "to be said/);
  assert.not.match(out, "expires");
  assert.match(err, "Say who answers for it and why: --owner <name> --reason <text>\n");
  const days = (await except(ID, "--in", path("logs"))).out;
  const [, day = ""] = /expires: "(.*)"/.exec(days) ?? [];
  const left = (Date.parse(day) - Date.now()) / 86_400_000;
  assert.ok(left > 88 && left <= 90, day);
});

test("silences the rules that are named alone, and says of one that is not in use", async () => {
  const one = await except(ID, "--in", path("logs"), "--rule", "access-denied");
  assert.match(one.out, "rules: [access-denied]\n");
  const strange = await except(ID, "--in", path("logs"), "--rule", "mine,access-denied");
  assert.is(strange.status, 0);
  assert.match(strange.err, "mine is not among the rules in use: name your settings");
  assert.match(strange.out, "rules: [mine, access-denied]\n");
});

test("takes an alert as a program is told of it", async () => {
  const alert = JSON.stringify({
    detail: { eventId: ID, record: {}, ruleIds: ["access-denied"], display: {} },
  });
  assert.match((await except(alert)).err, "does not say where its record is");
  writeFileSync(path("alert.json"), alert);
  for (const operand of [alert, path("alert.json")]) {
    const { out } = await except(operand, "--in", path("logs"));
    assert.match(out, "rules: [access-denied]\n");
  }
  const piped = await runCli([exceptCommand], ["except", "-", "--in", path("logs")], alert);
  assert.match(piped.out, "id: ci-deploy-put-bucket-policy\n");
});

test("prints JSON by its schema", async () => {
  const validate = new Ajv().compile(EXCEPTION_SCHEMA);
  const { out } = await except(ID, "--in", path("logs"), "--json");
  assert.ok(validate(JSON.parse(out)), JSON.stringify(validate.errors));
  assert.not(existsSync(path("ci-deploy-put-bucket-policy.yaml")));
});

test.run();

function path(name: string): string {
  return join(folder, name);
}

function except(...words: string[]) {
  return runCli([exceptCommand], ["except", ...words]);
}
