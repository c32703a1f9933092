import { Token } from "aws-cdk-lib";
import type { EventPattern } from "aws-cdk-lib/aws-events";
import { RECORD_DETAIL_TYPES } from "../../src/contract.ts";
import { type PatternGroup, packRuleSet } from "../../src/core/compiler/pack-groups.ts";
import type { RuleSet } from "../../src/core/rule/rule.ts";
import { noticePattern } from "../bus/pattern.ts";

/** What else than the rules decides which events the notifier must see. */
export interface NotifierNeeds {
  /** Whether denied events are counted. */
  readonly accessDeniedMetrics: boolean;
  /** The product's own function names, which rules reach as `$self`. */
  readonly self: readonly string[];
}

/** Patterns by the queue they feed. */
export type NotifierPatterns = Readonly<Record<PatternGroup, readonly EventPattern[]>>;

/**
 * The patterns of what the notifier must see: of the records those some rule could match or that
 * count as denied, apart for rules of critical severity and for all others, and with the critical
 * every operator notice. No alert on the bus matches any of them. An event may match two, where
 * rules in different patterns share it; the notifier folds those.
 *
 * @throws {WildcardBudgetError} If the rules need more wildcards than a bus takes.
 * @throws {Error} If they need more AWS rules than a bus takes, or if a pattern is one that the
 * service refuses or of which it may lose events; the message names its rules.
 */
export function notifierPatterns(
  { rules }: RuleSet,
  { accessDeniedMetrics, self }: NotifierNeeds,
): NotifierPatterns {
  // A name that only the deploy knows cannot stand in a pattern's values: the pattern is widened.
  const known = self.some((name) => Token.isUnresolved(name)) ? undefined : self;
  const { packed, problems } = packRuleSet(rules, {
    self: known,
    accessDenied: accessDeniedMetrics,
  });
  if (problems.length > 0) throw new Error(problems.join("\n"));
  const of = (group: PatternGroup): EventPattern[] =>
    packed.filter((it) => it.group === group).map(({ pattern }) => recordsOnly(pattern));
  return { critical: [...of("critical"), noticePattern()], others: of("others") };
}

/** The CDK types the list as text, but takes what EventBridge does. */
function recordsOnly(pattern: EventPattern): EventPattern {
  return { ...pattern, detailType: RECORD_DETAIL_TYPES as readonly unknown[] as string[] };
}
