import { Token } from "aws-cdk-lib";
import type { EventPattern } from "aws-cdk-lib/aws-events";
import { compileRule } from "../../src/core/compiler/compile-rule.ts";
import { packPatterns } from "../../src/core/compiler/pack.ts";
import { checkPacked } from "../../src/core/compiler/pattern-check.ts";
import type { RuleSet } from "../../src/core/rule/rule.ts";
import { noticePattern } from "../bus/pattern.ts";

/** What else than the rules decides which events the notifier must see. */
export interface NotifierNeeds {
  /** Whether denied events are counted. */
  readonly accessDeniedMetrics: boolean;
  /** The product's own function names, which rules reach as `$self`. */
  readonly self: readonly string[];
}

/**
 * The patterns of what the notifier must see: of the records those some rule could match or that
 * count as denied, and every operator notice. No event matches two of them, unless two rules
 * share it in different patterns; the notifier folds those.
 *
 * @throws {WildcardBudgetError} If the rules need more wildcards than a bus takes.
 * @throws {Error} If a pattern is one that the service refuses or of which it may lose events; the
 * message names its rules.
 */
export function notifierPatterns(
  { rules }: RuleSet,
  { accessDeniedMetrics, self }: NotifierNeeds,
): readonly EventPattern[] {
  // A name that only the deploy knows cannot stand in a pattern's values: the pattern is widened.
  const known = self.some((name) => Token.isUnresolved(name)) ? undefined : self;
  const compiled = rules.map((rule) => compileRule(rule, { self: known }));
  const packed = packPatterns(compiled, { accessDenied: accessDeniedMetrics });
  const problems = checkPacked(packed);
  if (problems.length > 0) throw new Error(problems.join("\n"));
  const records = packed.map(({ pattern }) => pattern as EventPattern);
  const passesAll = records.some(({ detail }) => detail === undefined);
  return passesAll ? records : [...records, noticePattern()];
}
