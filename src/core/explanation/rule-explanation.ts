import { type Clause, createExplainer } from "../explain/clause.ts";
import { changesToMatch, type FieldChange } from "../explain/one-change.ts";
import { viewOfRecord } from "../expression/event-view.ts";
import { isExpired } from "../list/expiry.ts";
import { valuesAt } from "../list/rule-lists.ts";
import { type FlatEvent, flatten } from "../record/flatten.ts";

import type { RuleSet, Severity } from "../rule/rule.ts";

/** What an expression makes of an event. */
export type RuleOutcome = "match" | "no match" | "fault";

/** One rule's verdict on one event, and why. */
export interface RuleExplanation {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly outcome: RuleOutcome;
  /** Ignore rule that exempts the event from this rule. */
  readonly exemptBy?: string;
  /** Its expression as a tree, with each clause's value. */
  readonly clause: Clause;
  /** Single changes of the event that would make it match; none where it does, or none would. */
  readonly changes: readonly FieldChange[];
}

/** One ignore rule's. */
export interface IgnoreExplanation {
  readonly id: string;
  readonly reason: string;
  readonly owner: string;
  readonly expires?: string;
  /** Whether that day is over: it silences nothing any more. */
  readonly isExpired: boolean;
  /** Rules it silences; undefined for all. */
  readonly rules?: readonly string[];
  readonly outcome: RuleOutcome;
  readonly clause: Clause;
}

/** What all rules and ignore rules say of one record. */
export interface ExplainedRules {
  readonly event: FlatEvent;
  readonly rules: readonly RuleExplanation[];
  readonly ignoreRules: readonly IgnoreExplanation[];
}

/**
 * Makes what explains records rule by rule.
 *
 * @param context `now` in milliseconds since the epoch.
 */
export function createRuleExplainer({
  ruleSet,
  self,
  now,
}: {
  readonly ruleSet: RuleSet;
  readonly self: readonly string[];
  readonly now: number;
}): (record: Readonly<Record<string, unknown>>) => ExplainedRules {
  const rules = ruleSet.rules.map((rule) => ({
    rule,
    explain: createExplainer(rule.match, { self, lists: valuesAt(rule.lists, now) }),
  }));
  const ignoreRules = ruleSet.ignoreRules.map((rule) => ({
    rule,
    explain: createExplainer(rule.match, {
      self,
      lists: valuesAt(rule.lists, now),
      strict: true,
    }),
  }));
  return (record) => {
    const event = flatten(record);
    const view = viewOfRecord(record);
    const ignored = ignoreRules.map(({ rule, explain }): IgnoreExplanation => {
      const clause = explain(view);
      const { id, reason, owner, expires, rules: only } = rule;
      return {
        id,
        reason,
        owner,
        ...(expires !== undefined && { expires }),
        isExpired: isExpired(expires, now),
        ...(only !== undefined && { rules: only }),
        outcome: OUTCOMES[clause.result],
        clause,
      };
    });
    const exempting = ignored.filter((it) => it.outcome === "match" && !it.isExpired);
    return {
      event,
      rules: rules.map(({ rule, explain }): RuleExplanation => {
        const clause = explain(view);
        const by = exempting.find((it) => it.rules?.includes(rule.id) ?? true);
        return {
          id: rule.id,
          title: rule.title,
          severity: rule.severity,
          outcome: OUTCOMES[clause.result],
          ...(by !== undefined && { exemptBy: by.id }),
          clause,
          changes:
            clause.result === "true"
              ? []
              : changesToMatch(rule.match, event, { self, lists: valuesAt(rule.lists, now) }),
        };
      }),
      ignoreRules: ignored,
    };
  };
}

const OUTCOMES: Readonly<Record<Clause["result"], RuleOutcome>> = {
  true: "match",
  false: "no match",
  fault: "fault",
};
