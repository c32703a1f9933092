import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { RuleFilesError, readRuleSet } from "../../src/adapters/rule-folder.ts";
import { parseSettings } from "../../src/adapters/settings-file.ts";
import type { Rule } from "../../src/core/rule/rule.ts";
import { ruleSettingsOf } from "../../src/core/settings/settings.ts";

const SETTINGS = `
logs: { bucket: logs-of-all }
accounts:
  "111122223333": shop
  "444455556666": { name: payments, tags: [production, pci] }
rules:
  packs: []
  directories: [rules]
  lists: { deploymentRoles: [{ value: "arn:aws:iam::*:role/deploy", owner: ada, reason: deploys }] }
`;

const CONTEXT = `severityBy:
  - { when: "like($issuer, $lists.deploymentRoles)", lower: 2, reason: by a role that deploys }
  - { accountTags: [production], raise: 1 }
`;

function read(severityBy: string): Rule | undefined {
  const folder = mkdtempSync(join(tmpdir(), "trailbridge-context-"));
  try {
    mkdirSync(join(folder, "rules"));
    writeFileSync(
      join(folder, "rules", "made.yaml"),
      `id: made
title: Made
severity: high
${severityBy}match: eventName == 'CreateUser'
tests:
  - { name: made, expect: match, severity: critical, accountTags: [production], event: { eventName: CreateUser } }
  - { name: other, expect: no-match, event: { eventName: ListUsers } }
`,
    );
    return readRuleSet(ruleSettingsOf(parseSettings(SETTINGS, "settings")), folder).rules[0];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const test = suite("readRuleSet() of rules with contexts");

const wrong: [what: string, severityBy: string, why: RegExp][] = [
  [
    "a context without a condition",
    "severityBy: [{ raise: 1 }]\n",
    /made\.yaml:4: severityBy\[0\]: .*accountTags, when, or both/,
  ],
  [
    "a context with two severities",
    "severityBy: [{ accountTags: [production], raise: 1, severity: low }]\n",
    /severityBy\[0\].*one of severity, raise, lower/,
  ],
  [
    "an expression without a reason",
    "severityBy: [{ when: eventName == 'CreateUser' && awsRegion == 'eu-west-1', raise: 1 }]\n",
    /severityBy\[0\].*whose when has a reason/,
  ],
  [
    "steps of half",
    "severityBy: [{ accountTags: [production], raise: 0.5 }]\n",
    /severityBy\[0\]\.raise: .*whole number from 1 to 4/,
  ],
  [
    "a tag with a blank",
    "severityBy: [{ accountTags: [in production], raise: 1 }]\n",
    /severityBy\[0\]\.accountTags\[0\]: .*lower-case words joined with -/,
  ],
];
for (const [what, severityBy, why] of wrong) {
  test(`refuses ${what}, with its place`, () => {
    assert.throws(
      () => read(severityBy),
      (error: Error) => error instanceof RuleFilesError && why.test(error.message),
    );
  });
}

test("has the severity of each context, the accounts with its tags and what is on its lists", () => {
  const rule = read(CONTEXT);
  assert.equal(rule?.severityBy, [
    {
      when: "like($issuer, $lists.deploymentRoles)",
      reason: "by a role that deploys",
      severity: "low",
      lists: { deploymentRoles: [{ value: "arn:aws:iam::*:role/deploy" }] },
    },
    { accountTags: ["production"], severity: "critical", accounts: ["444455556666"] },
  ]);
  assert.is(rule?.lists, undefined);
});

test.run();
