import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ajv } from "ajv";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { explainCommand } from "../../../../src/cli/commands/records/explain.ts";
import { EXPLAINED_SCHEMA } from "../../../../src/cli/json/explain-schema.ts";
import { runCli } from "../../../support/cli.ts";
import { EXAMPLE_RECORD, makeExampleFolder } from "../../../support/example-folder.ts";

const ID = EXAMPLE_RECORD.eventID;
const HOSTILE = "</title><script>alert(1)</script>\u001b[31m\u202e`*<!channel>";

const test = suite("explain command");

let folder = "";
test.before(() => {
  folder = mkdtempSync(join(tmpdir(), "trailbridge-test-"));
  makeExampleFolder(folder);
});
test.after(() => rmSync(folder, { recursive: true }));

for (const [what, words, message] of [
  ["something to explain", [], "explain needs a record, a file, -, or an eventID and --in"],
  ["where an eventID is", [ID], `explain ${ID} --in <file|folder|s3://…>`],
  ["a file that is there", ["nowhere.json"], 'no file or folder "nowhere.json"'],
  ["one record as it is written", ["{}", "{}"], "takes one record"],
  ["one way to print", ["-", "--html", "a.html", "--json"], "are two things"],
  ["settings that can be read", ["-", "--settings", "nowhere.yaml"], "nowhere.yaml"],
] as const) {
  test(`asks for ${what}`, async () => {
    const { status, out, err } = await explain(...words);
    assert.equal([status, out], [2, ""]);
    assert.match(err, message);
  });
}

test("says that there is no such record, or no record at all", async () => {
  const none = await explain("e-none", "--in", path("logs"));
  assert.is(none.status, 1);
  assert.match(none.err, "There is no record with the eventID e-none\n");
  const bad = await explain('{"a":1}');
  assert.is(bad.status, 1);
  assert.match(bad.err, "is rejected: it has no field of a CloudTrail record");
});

test("says which severity the context makes it, and why", async () => {
  mkdirSync(path("contextual/rules"), { recursive: true });
  writeFileSync(
    path("contextual/rules/made.yaml"),
    `id: made
title: User made
severity: high
severityBy: [{ accountTags: [production], raise: 1 }]
match: eventName == 'CreateUser'
tests:
  - { name: a, expect: match, severity: critical, accountTags: [production], event: { eventName: CreateUser } }
  - { name: b, expect: no-match, event: { eventName: ListUsers } }
`,
  );
  writeFileSync(
    path("contextual/my.yaml"),
    `logs: { bucket: logs-of-all }
accounts: { "111122223333": { name: shop, tags: [production] } }
rules: { packs: [], directories: [rules] }
`,
  );
  const by = (account: string) =>
    explain(
      JSON.stringify({ eventName: "CreateUser", recipientAccountId: account }),
      "--settings",
      path("contextual/my.yaml"),
    );
  const raised = await by("111122223333");
  assert.match(
    raised.out,
    "alert of severity critical: made. Raised from high to critical: the account is tagged production\n",
  );
  assert.match(raised.out, "✓ made critical matches\n");
  assert.match(raised.out, /CriticalRule1/);
  const other = await by("444455556666");
  assert.match(other.out, "alert of severity high: made\n");
  assert.not.match(other.out, /CriticalRule/);
});

test("says of the event of an alert why it matched, where it goes and how it looks", async () => {
  const { status, out, err } = await explain(
    ID,
    "--in",
    path("logs"),
    "--settings",
    path("my.yaml"),
  );
  assert.equal([status, err], [0, ""]);
  for (const line of [
    ", record 0\n",
    "It becomes an alert of severity medium: access-denied, bucket-policy-changed\n",
    "  ✓ bucket-policy-changed medium matches\n      all of these: true\n",
    `├─ eventSource == 's3.amazonaws.com': true (eventSource is "s3.amazonaws.com")\n`,
    `      would match if userIdentity.type were "Root" (it is "AssumedRole")\n`,
    "  ✗ ci-deploy-is-denied: The pipeline tries what it may not do yet.",
    "  Rule1 (for ",
    "  slack:C0SECURITY\n",
    `  issuer: "arn:aws:iam::111122223333:role/ci-deploy"\n`,
    "  MEDIUM · PutBucketPolicy was refused · 111122223333\n",
    "  ┃ Why  ",
    `  requestParameters.bucketName: "example-invoices"\n`,
  ]) {
    assert.ok(out.includes(line), `${line} is in\n${out}`);
  }
});

test("says which ignore rule silences a record, and of which rules", async () => {
  const record = { ...EXAMPLE_RECORD, eventName: "GetBucketAcl" };
  const { out } = await explain(JSON.stringify(record), "--settings", path("my.yaml"));
  assert.match(out, "It is ignored by ci-deploy-is-denied: The pipeline tries");
  assert.match(out, "✓ access-denied medium matches, silenced by ci-deploy-is-denied");
  assert.not.match(out, "\nMessage\n");
});

test("says of what matches nothing what would have to be otherwise", async () => {
  const { status, out } = await explain('{"eventName":"ConsoleLogout"}');
  assert.is(status, 0);
  assert.match(out, "It becomes no alert: no rule matches");
  assert.match(out, 'would match if eventName were "ConsoleLogin" (it is "ConsoleLogout")');
  assert.match(out, "  none: the notifier does not hear of it");
});

test("says that what is not published reaches no rule", async () => {
  const settings = readFileSync(path("my.yaml"), "utf8");
  writeFileSync(path("few.yaml"), `${settings}publish: { filter: eventName == 'Other' }\n`);
  const { out } = await explain(path("record.json"), "--settings", path("few.yaml"));
  assert.match(
    out,
    "It is not published, so no rule sees it: access-denied, bucket-policy-changed",
  );
});

test("takes records of standard input one by one, an eventID's equal ones once", async () => {
  const line = JSON.stringify(EXAMPLE_RECORD);
  assert.is((await explainFrom(`${line}\n${line}`, "-")).out.split("It becomes").length, 3);
  const once = await explainFrom(`${line}\n${line}`, ID, "--in", "-");
  assert.is(once.out.split("It becomes").length, 2);
});

test("prints JSON by its schema", async () => {
  const validate = new Ajv({ strict: false }).compile(EXPLAINED_SCHEMA);
  for (const words of [[], ["--settings", path("my.yaml")]]) {
    const { out } = await explain(path("record.json"), "--json", ...words);
    assert.ok(validate(JSON.parse(out)), JSON.stringify(validate.errors));
  }
  const { alert, rules } = JSON.parse((await explain(path("record.json"), "--json")).out);
  assert.is(alert.destinations, undefined);
  assert.is(rules.length, 9);
});

test("lets nothing of a record reach terminal or page as anything but text", async () => {
  const record = {
    ...EXAMPLE_RECORD,
    userIdentity: { type: "IAMUser", userName: HOSTILE, arn: HOSTILE },
    eventName: HOSTILE,
    [HOSTILE]: HOSTILE,
  };
  writeFileSync(path("hostile.json"), JSON.stringify(record));
  const { out } = await explain(path("hostile.json"), "--settings", path("my.yaml"));
  for (const unseen of ["\u001b", "\u202e"]) assert.not(out.includes(unseen));
  const page = path("hostile.html");
  const { status } = await explain(path("hostile.json"), "--html", page);
  assert.is(status, 0);
  const text = readFileSync(page, "utf8");
  for (const unsafe of ["<script", "\u001b", "\u202e"]) assert.not(text.includes(unsafe));
  assert.is(text.split("</title>").length, 2);
});

test("writes a page that loads nothing, and says so where it cannot", async () => {
  const page = path("why.html");
  const words = [path("record.json"), "--settings", path("my.yaml"), "--html"];
  const { status, out, err } = await explain(...words, page);
  assert.equal([status, out, err], [0, "", `${page} is written\n`]);
  const text = readFileSync(page, "utf8");
  assert.match(text, "<title>It becomes an alert of severity medium: access-denied");
  assert.match(text, "PutBucketPolicy was refused");
  assert.not.match(text, / src=|@import|url\(|<link|<script/);
  const nowhere = await explain(...words, join(folder, "none", "why.html"));
  assert.is(nowhere.status, 2);
  assert.match(nowhere.err, 'why.html": its folder is not there');
});

test("says what a record counts for under a rule of several events", async () => {
  mkdirSync(path("several"));
  writeFileSync(
    path("several/twice.yaml"),
    `id: twice
title: Twice
severity: high
match: eventName == 'StopLogging'
threshold: { count: 2, within: 1m, by: [userIdentity.userName, $account], distinct: awsRegion }
tests:
  - { name: a, expect: match, event: { eventName: StopLogging } }
  - { name: b, expect: no-match, event: { eventName: Other } }
  - name: two
    expect: alert
    events: [{ times: 2, event: { eventName: StopLogging, awsRegion: "{n}" } }]
  - name: one
    expect: no-alert
    events: [{ times: 2, event: { eventName: StopLogging, awsRegion: a } }]
`,
  );
  const record = {
    eventID: "e",
    eventName: "StopLogging",
    awsRegion: "eu-west-1",
    userIdentity: { userName: "ada\u001b" },
  };
  const words = ["-", "--rules", path("several")];
  const { out } = await explainFrom(JSON.stringify(record), ...words);
  assert.match(out, "It alerts nobody by itself: it counts for twice");
  assert.match(
    out,
    "twice: alerts on 2 different values of awsRegion within 1m, of one userIdentity",
  );
  assert.match(out, '$account null; value "eu-west-1"');
  assert.not.match(out, "\u001b");
  const json = JSON.parse((await explainFrom(JSON.stringify(record), ...words, "--json")).out);
  assert.equal([json.becomes, json.alert], ["counted", undefined]);
  assert.equal(json.counted[0].by[1], ["$account", null]);
});

test.run();

function path(name: string): string {
  return join(folder, name);
}

function explain(...words: string[]) {
  return runCli([explainCommand], ["explain", ...words]);
}

function explainFrom(stdin: string, ...words: string[]) {
  return runCli([explainCommand], ["explain", ...words], stdin);
}
