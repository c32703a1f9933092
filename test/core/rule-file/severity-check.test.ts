import { suite } from "uvu";
import * as assert from "uvu/assert";
import { NO_LISTS, type ValueList } from "../../../src/core/list/value-list.ts";
import type { RuleTest } from "../../../src/core/rule-file/rule-test.ts";
import { severityProblems } from "../../../src/core/rule-file/severity-check.ts";
import type { SeverityCase } from "../../../src/core/severity/severity-case.ts";
import { ruleOf } from "../../support/rules.ts";

const SHOWN: RuleTest = {
  name: "a",
  expect: "match",
  severity: "high",
  accountTags: ["production"],
  event: { eventName: "A" },
};
const RAISED: SeverityCase = { severity: "high", accountTags: ["production"] };

function problemsOf(
  severityBy: readonly SeverityCase[] | undefined,
  tests: readonly RuleTest[] = [SHOWN],
  lists: ReadonlyMap<string, ValueList> = NO_LISTS,
): readonly string[] {
  const rule = ruleOf("a", { severity: "medium", ...(severityBy && { severityBy }) });
  return severityProblems(rule, tests, lists).map(
    ({ field, message }) => `${field.join(".")}: ${message}`,
  );
}

const test = suite("severityProblems()");

const wrong: [name: string, cases: readonly SeverityCase[], problem: RegExp][] = [
  [
    "an expression that does not compile",
    [RAISED, { severity: "low", when: "eventName = 'A'", reason: "r" }],
    /^severityBy\.1\.when: .*equality is written ==/,
  ],
  [
    "an expression that holds for every event",
    [RAISED, { severity: "low", when: "eventName == 'A' || eventName != 'A'", reason: "r" }],
    /^severityBy\.1\.when: .*holds for every event/,
  ],
  [
    "a list that there is not",
    [RAISED, { severity: "low", when: "contains($lists.x, eventName)", reason: "r" }],
    /^severityBy\.1\.when: .*there must be a list of this name/,
  ],
  [
    "a context that one before it always holds with",
    [
      RAISED,
      { severity: "low", accountTags: ["production"], when: "eventName == 'A'", reason: "r" },
    ],
    /^severityBy\.1: .*severityBy\[0\] before it holds wherever it does/,
  ],
  [
    "a context that changes nothing",
    [RAISED, { severity: "medium", when: "eventName == 'A'", reason: "r" }],
    /^severityBy\.1: .*it gives medium, which is the rule's own/,
  ],
];
for (const [name, cases, problem] of wrong) {
  test(`refuses ${name}`, () => {
    const problems = problemsOf(cases);
    assert.is(problems.length, 1, problems.join("\n"));
    assert.match(problems[0] ?? "", problem);
  });
}

test("refuses contexts of which no test shows a severity", () => {
  const { severity: _severity, ...shown } = SHOWN;
  assert.match(
    problemsOf([RAISED], [shown as RuleTest]).join(),
    /^severityBy: Cannot trust severityBy without a test that expects a severity/,
  );
});

test("refuses tags in a test that no context asks for", () => {
  const { severity: _severity, ...shown } = SHOWN;
  const typo = { ...SHOWN, accountTags: ["prodution"] };
  assert.match(
    problemsOf([RAISED], [typo]).join(),
    /^tests\.0\.accountTags\.0: .*must ask for it: it does not; did you mean production\?/,
  );
  assert.is(problemsOf(undefined, [shown as RuleTest]).length, 1);
});

test("refuses a severity beside what does not alert", () => {
  const quiet: RuleTest = { ...SHOWN, expect: "no-match" };
  assert.match(
    problemsOf([RAISED], [SHOWN, quiet]).join(),
    /^tests\.1\.severity: .*only what alerts has one: it expects no-match/,
  );
});

test("takes a context that keeps one after it from changing the severity", () => {
  const exempt: SeverityCase = { severity: "medium", when: "eventName == 'A'", reason: "r" };
  assert.equal(problemsOf([exempt, RAISED]), []);
  assert.equal(problemsOf(undefined, []), []);
});

test.run();
