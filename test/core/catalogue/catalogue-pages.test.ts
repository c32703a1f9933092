import { suite } from "uvu";
import * as assert from "uvu/assert";
import { attackMatrix } from "../../../src/core/catalogue/attack-matrix.ts";
import type { CatalogueEntry } from "../../../src/core/catalogue/catalogue.ts";
import { catalogueIndex } from "../../../src/core/catalogue/catalogue-markdown.ts";
import { matrixMarkdown } from "../../../src/core/catalogue/matrix-markdown.ts";
import { rulePage } from "../../../src/core/catalogue/rule-markdown.ts";
import { ruleOf } from "../../support/rules.ts";

const test = suite("pages of the catalogue");

const ENTRY: CatalogueEntry = {
  pack: "attack",
  path: "rules/attack/a.yaml",
  rule: ruleOf("a", {
    title: "A <b> of | things",
    tags: ["attack.t1562.008", "cis.4.5"],
    attempts: "same",
    runbook: "Look at *it*.",
    references: ["https://docs.aws.amazon.com/x"],
  }),
  tests: [{ name: "a | b", expect: "match", event: {} }],
};

test("show a rule whole, its own words without meaning as marks", () => {
  const page = rulePage(ENTRY);
  for (const line of [
    "# a",
    "A \\<b\\> of \\| things. **high**, refused or not, pack `attack`",
    "**What to do.** Look at \\*it\\*.",
    "- [T1562.008](https://attack.mitre.org/techniques/T1562/008/) Impair Defenses: Disable or Modify Cloud Logs",
    "- `cis.4.5`",
    "| a \\| b | match |",
    "- <https://docs.aws.amazon.com/x>",
  ]) {
    assert.ok(page.split("\n").includes(line), `${line}\nis not in\n${page}`);
  }
});

test("say how severe a rule is where, and what its tests expect of that", () => {
  const severityBy = [
    { severity: "low", when: "eventName == 'A'", reason: "it is *usual*" },
    { severity: "critical", accountTags: ["production"] },
  ] as const;
  const page = rulePage({
    ...ENTRY,
    rule: ruleOf("a", { severityBy }),
    tests: [{ name: "in production", expect: "match", severity: "critical", event: {} }],
  });
  for (const line of [
    "**low** where its expression holds: it is \\*usual\\*",
    "eventName == 'A'",
    "**critical** where the account is tagged production",
    "| in production | match of severity critical |",
  ]) {
    assert.ok(page.split("\n").includes(line), `${line}\nis not in\n${page}`);
  }
});

test("show no part of which a rule has nothing", () => {
  const page = rulePage({ ...ENTRY, rule: ruleOf("a") });
  assert.not.match(page, /What it is about|References|What to do/);
});

for (const [fields, said] of [
  [{}, undefined],
  [
    { threshold: { count: 5, within: 300_000, by: ["$issuer", "$account"] } },
    "It alerts when 5 such events come within 5m, with the same `$issuer` and `$account`.",
  ],
  [
    { threshold: { count: 5, within: 90_000, by: ["$issuer"], distinct: ["a.b", "c"] } },
    "It alerts when such events with 5 different values of `a.b`, else `c` come within 90s, with the same `$issuer`.",
  ],
  [
    { firstSeen: { of: ["awsRegion"], by: ["$account"], days: 30, learnDays: 7 } },
    "It alerts when `awsRegion` is a value that the same `$account` had in no such event for 30 days. Of the first 7 days it only learns.",
  ],
  [
    { firstSeen: { of: ["awsRegion", "$issuer"], by: ["$account"], days: 1, learnDays: 0 } },
    "It alerts when `awsRegion` and `$issuer` are values that the same `$account` had in no such event for 1 day.",
  ],
  [
    {
      followedBy: {
        within: 3_600_000,
        by: ["a.b"],
        steps: [{ match: "eventName == 'StopLogging'", by: ["c.d"] }],
      },
    },
    "It alerts when this follows within 1h, of the same `a.b`:\n\n```\neventName == 'StopLogging'\n```\n\nThere it is `c.d`.",
  ],
] as const) {
  test(`say what a rule asks of several events: ${Object.keys(fields)[0] ?? "nothing"} ${said?.length ?? ""}`, () => {
    const page = rulePage({ ...ENTRY, rule: ruleOf("a", fields) });
    if (said === undefined) assert.not.match(page, "It alerts when");
    else assert.ok(page.includes(`\n\n${said}\n`), page);
  });
}

test("list rules by pack with links", () => {
  const own = { rule: ruleOf("b"), tests: [], path: "b.yaml" };
  const index = catalogueIndex([ENTRY, own], ({ rule }) => `rules/${rule.id}.md`);
  assert.match(index, "## Pack `attack`\n\n1 rule; settings that use them");
  assert.match(index, "| [`a`](rules/a.md) | high | A \\<b\\> of \\| things |");
  assert.match(index, "## Your own\n\n1 rule.");
});

test("list rules by tactic and technique, those that name none last", () => {
  const entries = [ENTRY, { ...ENTRY, rule: ruleOf("b") }];
  const matrix = attackMatrix(entries.map((entry) => ({ ...entry, tags: entry.rule.tags })));
  const text = matrixMarkdown(matrix, ({ rule }) => `rules/${rule.id}.md`);
  assert.match(text, "| [Defense Evasion](#defense-evasion) | 1 | 1 |");
  assert.match(text, "Disable or Modify Cloud Logs | [`a`](rules/a.md) |");
  assert.ok(text.endsWith("## No technique\n\n- [`b`](rules/b.md)"), text);
});

test.run();
