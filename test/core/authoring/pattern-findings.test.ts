import { suite } from "uvu";
import * as assert from "uvu/assert";
import { patternFindings } from "../../../src/core/authoring/pattern-findings.ts";
import type { Rule } from "../../../src/core/rule/rule.ts";
import type { RuleFile } from "../../../src/core/rule-file/rule-file.ts";

const test = suite("patternFindings()");

function found(...matches: string[]) {
  const files = matches.map((match, index): RuleFile<Rule> => {
    const id = `rule-${index}`;
    const rule: Rule = {
      id,
      title: id,
      description: "",
      severity: "low",
      match,
      tags: [],
      references: [],
    };
    return { path: `${id}.yaml`, rule, tests: [] };
  });
  const rules = files.map(({ rule }) => rule);
  return patternFindings(files, { rules, self: [], accessDenied: false, place: "my.yaml" });
}

const LONG = "a".repeat(1_100);

/** Needs a pattern with a wildcard, and so long that few others have room in it. */
const wild = (index: number): string =>
  `contains(userAgent, 'tool-${index}') && requestParameters.a${index} == '${LONG}${index}'`;

test("says which rules let every event through", () => {
  const { findings } = found("eventName == 'A'", "recipientAccountId != userIdentity.accountId");
  assert.equal(
    findings.map(({ id, path }) => [id, path]),
    [["every-event", "rule-1.yaml"]],
  );
});

test("says what is used up of a bus, and when that is nearly all", () => {
  const few = found("eventName == 'A'");
  assert.equal(few.findings, []);
  assert.equal(few.budgets?.wildcards, { used: 0, limit: 30 });
  assert.ok((few.budgets?.characters.used ?? 0) > 10);
});

test("says that rules need more wildcards than a bus has, and that they nearly do", () => {
  const many = Array.from({ length: 100 }, (_, index) => wild(index));
  const over = found(...many);
  assert.equal([over.findings.map(({ id }) => id), over.budgets], [["cannot-pack"], undefined]);
  const near = found(...many.slice(0, 75));
  assert.equal(
    near.findings.map(({ id, path }) => [id, path]),
    [["near-limit", "my.yaml"]],
  );
  assert.equal(found(...many.slice(0, 40)).findings, []);
});

test.run();
