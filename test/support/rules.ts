import type { Rule, RuleSet } from "../../src/core/rule/rule.ts";

/** A rule with every field filled in. */
export function ruleOf(id: string, fields: Partial<Rule> = {}): Rule {
  return {
    id,
    title: `Title of ${id}`,
    description: `What ${id} means.`,
    severity: "high",
    match: "eventName == 'StopLogging'",
    tags: [],
    references: [],
    ...fields,
  };
}

/** A rule set of these rules, without ignore rules. */
export function ruleSetOf(...rules: readonly Rule[]): RuleSet {
  return { rules, ignoreRules: [] };
}
