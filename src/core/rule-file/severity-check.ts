import type { ValueLists } from "../list/value-list.ts";
import type { FieldProblem } from "../record/field-problem.ts";
import { nearest } from "../record/nearest.ts";
import { expressionProblems } from "../rule/expression-check.ts";
import type { Rule } from "../rule/rule.ts";
import type { SeverityCase } from "../severity/severity-case.ts";
import type { RuleTest } from "./rule-test.ts";

/**
 * Finds what is wrong with a rule's `severityBy`: expressions that cannot be meant, contexts that
 * never decide or change nothing, and tests of it that are missing or ask for tags it does not.
 *
 * @param lists All lists that there are, by id.
 */
export function severityProblems(
  rule: Rule,
  tests: readonly RuleTest[],
  lists: ValueLists,
): readonly FieldProblem[] {
  const { severityBy } = rule;
  if (severityBy === undefined) return testTagProblems(tests, []);
  return [
    ...severityBy.flatMap((one, index) =>
      one.when === undefined
        ? []
        : expressionProblems(one.when, lists).map((message) => ({
            field: ["severityBy", index, "when"],
            message,
          })),
    ),
    ...uselessCases(rule.severity, severityBy),
    ...testTagProblems(tests, severityBy),
    ...(tests.some(({ severity }) => severity !== undefined)
      ? []
      : [
          {
            field: ["severityBy"],
            message:
              "Cannot trust severityBy without a test that expects a severity: add severity: to a test that expects match or alert",
          },
        ]),
  ];
}

function uselessCases(
  own: SeverityCase["severity"],
  cases: readonly SeverityCase[],
): readonly FieldProblem[] {
  const lastChange = cases.findLastIndex(({ severity }) => severity !== own);
  return cases.flatMap((one, index) => {
    const field = ["severityBy", index];
    const before = cases.slice(0, index).findIndex((it) => holdsWherever(it, one));
    if (before >= 0) {
      const message = `Cannot use context as it must be able to decide: severityBy[${before}] before it holds wherever it does; put it first, or remove it`;
      return [{ field, message }];
    }
    if (index <= lastChange) return [];
    const message = `Cannot use context as it must change the severity, or keep one after it from doing so: it gives ${own}, which is the rule's own; remove it`;
    return [{ field, message }];
  });
}

/** Whether one case surely holds where another does, by what is written. */
function holdsWherever(one: SeverityCase, other: SeverityCase): boolean {
  const tags = one.accountTags;
  const ofTags =
    tags === undefined || (other.accountTags?.every((it) => tags.includes(it)) ?? false);
  return ofTags && (one.when === undefined || one.when.trim() === other.when?.trim());
}

function testTagProblems(
  tests: readonly RuleTest[],
  cases: readonly SeverityCase[],
): readonly FieldProblem[] {
  const asked = new Set(cases.flatMap(({ accountTags = [] }) => accountTags));
  return tests.flatMap((test, at): readonly FieldProblem[] => {
    const isAlert = test.expect === "match" || test.expect === "alert";
    if (test.severity !== undefined && !isAlert) {
      const message = `Cannot use test's severity as only what alerts has one: it expects ${test.expect}`;
      return [{ field: ["tests", at, "severity"], isName: true, message }];
    }
    return (test.accountTags ?? []).flatMap((tag, index) => {
      if (asked.has(tag)) return [];
      const guess = nearest(tag, asked);
      const help = guess === undefined ? "" : `; did you mean ${guess}?`;
      const message = `Cannot use test's account tag "${tag}" as the rule's severityBy must ask for it: it does not${help}`;
      return [{ field: ["tests", at, "accountTags", index], message }];
    });
  });
}
