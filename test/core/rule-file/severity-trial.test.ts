import { suite } from "uvu";
import * as assert from "uvu/assert";
import { checkRuleFile } from "../../../src/core/rule-file/check.ts";
import type { RuleTest } from "../../../src/core/rule-file/rule-test.ts";
import { casesInTest, testedSeverity } from "../../../src/core/rule-file/severity-trial.ts";
import { ruleOf } from "../../support/rules.ts";

const RULE = ruleOf("a", {
  severity: "high",
  match: "eventName == 'A'",
  severityBy: [
    {
      severity: "low",
      when: "contains($lists.trusted, userIdentity.userName)",
      lists: { trusted: [{ value: "of the user" }] },
      reason: "it is trusted",
    },
    { severity: "critical", accountTags: ["production"], accounts: ["111122223333"] },
  ],
});
const LISTS = new Map([
  ["trusted", { id: "trusted", description: "", kind: "exact" as const, entries: [] }],
]);
const event = { eventName: "A", userIdentity: { userName: "ada" } };

const of = (more: Partial<RuleTest>): string =>
  testedSeverity(RULE, { name: "n", expect: "match", event, ...more } as never).severity;

const tested = suite("testedSeverity()");

tested("has on lists and among tags what the test says, and nothing of the user's", () => {
  assert.is(of({}), "high");
  assert.is(of({ accountTags: ["production"] }), "critical");
  assert.is(of({ lists: { trusted: ["ada"] }, accountTags: ["production"] }), "low");
  assert.is(of({ event: { ...event, recipientAccountId: "111122223333" } } as never), "high");
  assert.is(
    of({ event: { eventName: "A", userIdentity: { userName: "of the user" } } } as never),
    "high",
  );
});

tested("takes two steps off for a refused call", () => {
  const refused = { event: { ...event, errorCode: "AccessDenied" } } as never;
  assert.is(of(refused), "low");
});

tested.run();

const cases = suite("casesInTest()");

cases("leaves no context out of those that a rule has", () => {
  assert.is(casesInTest(RULE, {}).length, 2);
  assert.equal(casesInTest({}, {}), []);
});

cases.run();

const checked = suite("checkRuleFile() of tests that expect a severity");

function failures(rule: typeof RULE, test: RuleTest): readonly string[] {
  const quiet: RuleTest = { name: "q", expect: "no-match", event: { eventName: "B" } };
  const loud: RuleTest = { name: "l", expect: "match", event: { eventName: "A" } };
  const tests = [loud, quiet, test];
  return checkRuleFile({ path: "a.yaml", rule, tests }, LISTS).map(({ message }) => message);
}

checked("refuses one whose alert has another, and says which", () => {
  const wrong: RuleTest = { name: "n", expect: "match", severity: "critical", event };
  assert.equal(
    failures(RULE, wrong).map((it) => it.split("\n")[0]),
    [
      'Cannot trust rule as its test "n" must give match of severity critical: it gives match of severity high',
    ],
  );
  const right: RuleTest = { ...wrong, accountTags: ["production"] };
  assert.equal(failures(RULE, right), []);
});

checked("refuses one whose context cannot be judged, whatever it comes to", () => {
  const faulty = {
    severity: "low",
    when: "starts_with(userAgent, 'a') && userAgent",
    reason: "r",
  } as const;
  const rule = { ...RULE, severityBy: [faulty] };
  const agent: RuleTest = {
    name: "n",
    expect: "match",
    severity: "high",
    event: { ...event, userAgent: "abc" },
  };
  assert.match(failures(rule, agent).join(), /cannot|must/i);
});

checked("judges the severity of several events by the most severe context of any", () => {
  const { severityBy = [] } = RULE;
  const rule = {
    ...RULE,
    threshold: { count: 2, within: 60_000, by: ["userIdentity.userName"] },
    severityBy: [
      { severity: "critical", when: "eventSource == 's3.amazonaws.com'", reason: "r" },
      ...severityBy,
    ],
  } as const;
  const of = (severity: "high" | "critical", eventSource: string): RuleTest => ({
    name: "n",
    expect: "alert",
    severity,
    events: [{ event: { ...event, eventSource } }, { event }],
  });
  const more: RuleTest[] = [
    { name: "none", expect: "no-alert", events: [{ event }] },
    { name: "q", expect: "no-match", event: { eventName: "B" } },
    { name: "l", expect: "match", event: { eventName: "A" } },
  ];
  const found = (test: RuleTest) =>
    checkRuleFile({ path: "a.yaml", rule, tests: [...more, test] }, LISTS).map((it) => it.message);
  assert.equal(found(of("critical", "s3.amazonaws.com")), []);
  assert.equal(found(of("high", "iam.amazonaws.com")), []);
  assert.match(
    found(of("critical", "iam.amazonaws.com")).join(),
    /it gives alert of severity high/,
  );
});

checked.run();
