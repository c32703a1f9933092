import { suite } from "uvu";
import * as assert from "uvu/assert";
import { expressionProblems } from "../../../src/core/rule/expression-check.ts";
import {
  accountsTagged,
  caseExpression,
  highestSeverity,
  possibleCases,
  withTaggedAccounts,
} from "../../../src/core/severity/severity-case.ts";

const TAGS = {
  "222222222222": ["production"],
  "111111111111": ["production", "pci"],
  "3": ["dev"],
};

const text = suite("caseExpression()");

text("is an expression that a person might have written", () => {
  const accounts = ["111122223333"];
  const one = { severity: "high", accountTags: ["production"], accounts } as const;
  assert.equal(expressionProblems(caseExpression(one)), []);
  const both = caseExpression({ ...one, when: "eventName == 'A' || eventName == 'B'" });
  assert.equal(expressionProblems(both), []);
  assert.match(both, / && \(eventName == 'A' \|\| eventName == 'B'\)$/);
});

text.run();

const possible = suite("possibleCases()");

possible("leaves out tags that no account has, and none of which that is not known", () => {
  const severityBy = [
    { severity: "critical", accountTags: ["a"], accounts: [] },
    { severity: "high", accountTags: ["b"] },
    { severity: "low", when: "eventName == 'A'", reason: "r" },
  ] as const;
  assert.equal(possibleCases({ severity: "medium", severityBy }), severityBy.slice(1));
  assert.is(highestSeverity({ severity: "medium", severityBy }), "high");
  assert.is(highestSeverity({ severity: "medium" }), "medium");
});

possible.run();

const tagged = suite("withTaggedAccounts()");

tagged("adds the accounts that have one of the tags, and nothing where none is asked for", () => {
  const cases = [
    { severity: "high", accountTags: ["production", "dev"] },
    { severity: "low", when: "eventName == 'A'", reason: "r" },
  ] as const;
  assert.equal(withTaggedAccounts(cases, TAGS), [
    { ...cases[0], accounts: ["111111111111", "222222222222", "3"] },
    cases[1],
  ]);
  assert.equal(accountsTagged(TAGS, ["nobody"]), []);
});

tagged.run();
