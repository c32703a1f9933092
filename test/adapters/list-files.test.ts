import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { readLists } from "../../src/adapters/list-files.ts";
import { RuleFilesError, readRuleSet, ruleRemarks } from "../../src/adapters/rule-folder.ts";
import { RULES_FOLDER } from "../../src/adapters/rule-schema.ts";
import { viewOfRecord } from "../../src/core/expression/event-view.ts";
import { createJudge } from "../../src/core/rule/judge.ts";
import type { RuleSettings } from "../../src/core/settings/settings.ts";

const ROLE = "arn:aws:iam::111122223333:role/deploy";

const RULE = `id: secrets
title: Secrets read
severity: low
match: eventName == 'GetSecretValue' && !like($issuer, $lists.deploymentRoles)
tests:
  - { name: read, expect: match, event: { eventName: GetSecretValue } }
  - name: by a role that deploys
    expect: no-match
    lists: { deploymentRoles: ["arn:aws:iam::*:role/deploy"] }
    event: { eventName: GetSecretValue, userIdentity: { arn: "${ROLE}" } }
  - { name: other, expect: no-match, event: { eventName: ListSecrets } }
`;

function list(entries: string, id = "deploymentRoles", kind = ""): string {
  return `id: ${id}\n${kind}entries:\n${entries}`;
}

const ENTRY = `  - { value: "${ROLE}", owner: ada, reason: deploys }\n`;

const test = suite("readLists()");

const wrong: [
  what: string,
  files: Record<string, string>,
  settings: Partial<RuleSettings>,
  why: RegExp,
][] = [
  [
    "a value twice",
    { "rules/lists/deploymentRoles.yaml": list(ENTRY + ENTRY) },
    {},
    /deploymentRoles\.yaml:4: entries\[1\]\.value: .*twice/,
  ],
  [
    "an entry without an owner",
    { "rules/lists/deploymentRoles.yaml": list("  - { value: a, reason: b }\n") },
    {},
    /deploymentRoles\.yaml:3: entries\[0\]\.owner/,
  ],
  [
    "a number that is no text",
    {
      "rules/lists/partnerAccounts.yaml": list(
        "  - { value: 444455556666, owner: a, reason: b }\n",
        "partnerAccounts",
      ),
    },
    {},
    /in quotes where it is a number.*444455556666/,
  ],
  [
    "an id that is not the file's name",
    { "rules/lists/other.yaml": list(ENTRY) },
    {},
    /must be the file's name, "other"/,
  ],
  ["a rule among lists", { "rules/lists/secrets.yaml": RULE }, {}, /lists\/secrets\.yaml/],
  [
    "a network that is none",
    {
      "rules/lists/networks.yaml": list("  - { value: office, owner: a, reason: b }\n", "networks"),
    },
    {},
    /must be a network/,
  ],
  [
    "settings that have a value twice",
    { "rules/lists/deploymentRoles.yaml": list(ENTRY) },
    { lists: { deploymentRoles: [{ value: ROLE, owner: "a", reason: "b" }] } },
    /settings: rules\.lists\.deploymentRoles\[0\]\.value: .*twice.*deploymentRoles\.yaml/,
  ],
];

for (const [what, files, settings, why] of wrong) {
  test(`refuses ${what}`, () => {
    assert.match(problemsOf({ "rules/secrets.yaml": RULE, ...files }, settings), why);
  });
}

test("refuses a list that there is not where it is used, naming one that there is", () => {
  const rule = RULE.replaceAll("$lists.deploymentRoles", "$lists.deploymentRole");
  assert.match(
    problemsOf({ "rules/secrets.yaml": rule }),
    /did you mean \$lists\.deploymentRoles\?/,
  );
});

test("puts together what folders, settings and the product have on a list", () => {
  const files = {
    "rules/secrets.yaml": RULE,
    "rules/lists/deploymentRoles.yaml": list(ENTRY),
  };
  const settings = { lists: { deploymentRoles: [{ value: "b", owner: "o", reason: "r" }] } };
  const [rule] = read(files, settings).rules;
  assert.equal(rule?.lists, { deploymentRoles: [{ value: ROLE }, { value: "b" }] });
});

test("does not let entries reach the tests of rules", () => {
  const list = "  - { value: arn*, owner: ada, reason: all }\n";
  const files = {
    "rules/secrets.yaml": RULE.replace(
      "event: { eventName: GetSecretValue } }",
      `event: { eventName: GetSecretValue, userIdentity: { arn: "arn:x" } } }`,
    ),
    "rules/lists/deploymentRoles.yaml": `id: deploymentRoles\nentries:\n${list}`,
  };
  assert.is(read(files).rules.length, 1);
});

test("is what judges, up to the day on which an entry expires", () => {
  const entry = `  - { value: "${ROLE}", owner: ada, reason: deploys, expires: "2026-01-31" }\n`;
  const files = { "rules/secrets.yaml": RULE, "rules/lists/deploymentRoles.yaml": list(entry) };
  const ruleSet = read(files);
  const view = viewOfRecord({ eventName: "GetSecretValue", userIdentity: { arn: ROLE } });
  const on = (day: string) =>
    createJudge(ruleSet, { self: [], now: Date.parse(day) })(view).matched;
  assert.equal(on("2026-01-31"), []);
  assert.equal(on("2026-02-01"), ["secrets"]);
  assert.equal(
    ruleRemarks(settled({}), ".", ruleSet, Date.parse("2026-02-01")).filter((it) =>
      it.includes("list"),
    ),
    [
      `"${ROLE}" of ada expired on 2026-01-31 and is on list "deploymentRoles" no more: renew or remove it`,
    ],
  );
});

test("has the accounts of settings on the list of one's own", () => {
  const { lists } = readLists([], { accounts: ["111122223333"] });
  assert.equal(
    lists.get("accounts")?.entries.map(({ value }) => value),
    ["111122223333"],
  );
});

test("ships lists that are empty, say what for, and show an entry that could be there", () => {
  const folder = join(RULES_FOLDER, "lists");
  const { lists, problems } = readLists([]);
  assert.equal(problems, []);
  for (const name of readdirSync(folder)) {
    const list = lists.get(name.replace(".yaml", ""));
    assert.equal(list?.entries, [], name);
    assert.ok((list?.description ?? "").length > 30, name);
    const shown = readFileSync(join(folder, name), "utf8");
    const entries = shown
      .replace("entries: []\n", "")
      .replace(/^# {3}/gm, "  ")
      .replace(/^# Put yours.*$/m, "entries:");
    const files = { [`rules/lists/${name}`]: entries, "rules/secrets.yaml": RULE };
    assert.is(read(files).rules.length, 1, name);
  }
});

test.run();

function settled(change: Partial<RuleSettings>): RuleSettings {
  return {
    packs: [],
    directories: ["rules"],
    ignoreDirectories: [],
    disable: [],
    eventsToTrack: [],
    ...change,
  };
}

function read(files: Readonly<Record<string, string>>, change: Partial<RuleSettings> = {}) {
  const base = mkdtempSync(join(tmpdir(), "trailbridge-lists-"));
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(join(base, dirname(name)), { recursive: true });
      writeFileSync(join(base, name), text);
    }
    return readRuleSet(settled(change), base);
  } finally {
    rmSync(base, { recursive: true });
  }
}

function problemsOf(
  files: Readonly<Record<string, string>>,
  change: Partial<RuleSettings> = {},
): string {
  try {
    read(files, change);
  } catch (error) {
    assert.instance(error, RuleFilesError);
    return (error as RuleFilesError).message;
  }
  assert.unreachable("must throw");
  return "";
}
