import { DEFAULT_FUNCTION_NAMES } from "../../contract.ts";
import { viewOfRecord } from "../expression/event-view.ts";
import { Budget } from "../function/budget.ts";
import { exampleLists } from "../list/rule-lists.ts";
import { isRefusal } from "../record/outcome.ts";
import { type Rule, type Severity, severityOf } from "../rule/rule.ts";
import type { SeverityCase } from "../severity/severity-case.ts";
import { createSeverityJudge } from "../severity/severity-judge.ts";
import type { EventTest, RuleTest } from "./rule-test.ts";

/** How severe a rule is about the event of a test, with what could not be judged of it. */
export interface SeverityOutcome {
  readonly severity: Severity;
  readonly faults: readonly string[];
}

/** A rule's contexts as a test has them: on its lists is what the test says, and its accounts have the test's tags. */
export function casesInTest(
  { severityBy = [] }: Pick<Rule, "severityBy">,
  { accountTags = [], lists }: Pick<RuleTest, "accountTags" | "lists">,
): readonly SeverityCase[] {
  return severityBy.map(({ accountTags: tags, accounts: _accounts, lists: _lists, ...one }) => ({
    ...one,
    ...(one.when !== undefined && { lists: exampleLists([one.when], lists) }),
    // Where the account has a tag, nothing is left to ask of it.
    ...(tags !== undefined &&
      !tags.some((tag) => accountTags.includes(tag)) && { accountTags: tags, accounts: [] }),
  }));
}

/** Judges how severe an alert of the event would be, by the rule's own expression having matched. */
export function testedSeverity(rule: Rule, test: EventTest): SeverityOutcome {
  // The product's default names, so that a test does not depend on the settings.
  const self = Object.values(DEFAULT_FUNCTION_NAMES);
  const judge = createSeverityJudge(
    { severity: rule.severity, severityBy: casesInTest(rule, test) },
    { self, now: 0 },
  );
  const view = viewOfRecord(test.event);
  const faults: string[] = [];
  const said = judge(
    view,
    () => new Budget(),
    (message) => faults.push(message),
  );
  const errorCode = view.scalar("errorCode");
  const isRefused = typeof errorCode === "string" && isRefusal(errorCode);
  const severity = severityOf(rule, { isRefused, ...(said && { context: said.severity }) });
  return { severity, faults };
}
