import { Token } from "aws-cdk-lib";
import type { EventPattern } from "aws-cdk-lib/aws-events";
import { EVENT_SOURCE, NOTICE_DETAIL_TYPE, RECORD_DETAIL_TYPES } from "../../src/contract.ts";
import type { RouteConditions } from "../../src/core/alert/route.ts";
import type { EventPattern as PlainPattern } from "../../src/core/compiler/arm.ts";
import { withCanary } from "../../src/core/compiler/canary-arm.ts";
import { type PatternGroup, packRuleSet } from "../../src/core/compiler/pack-groups.ts";
import type { RuleSet } from "../../src/core/rule/rule.ts";

/** What else than the rules decides which events the notifier must see. */
export interface NotifierNeeds {
  /** Whether denied events are counted. */
  readonly accessDeniedMetrics: boolean;
  /** The product's own function names, which rules reach as `$self`. */
  readonly self: readonly string[];
  /**
   * Routes by which alerts go: what one makes critical goes with the critical.
   *
   * @default - none
   */
  readonly routes?: readonly RouteConditions[];
}

/** An AWS rule of the notifier's: what it selects, and the name its canary is addressed by. */
export interface NamedPattern {
  /** Id of its construct: `CriticalRule1`, `Rule1`, … */
  readonly id: string;
  readonly pattern: EventPattern;
}

/** Patterns by the queue they feed. */
export type NotifierPatterns = Readonly<Record<PatternGroup, readonly NamedPattern[]>>;

/**
 * The patterns of what the notifier must see: of the records those some rule could match or that
 * count as denied, apart for rules of critical severity and for all others, and with the critical
 * every operator notice. No alert on the bus matches any of them. An event may match two, where
 * rules in different patterns share it; the notifier folds those. Each pattern lets the canary
 * through that is addressed to it, and no other.
 *
 * @throws {WildcardBudgetError} If the rules need more wildcards than a bus takes.
 * @throws {Error} If they need more AWS rules than a bus takes, or if a pattern is one that the
 * service refuses or of which it may lose events; the message names its rules.
 */
export function notifierPatterns(
  { rules }: RuleSet,
  { accessDeniedMetrics, self, routes = [] }: NotifierNeeds,
): NotifierPatterns {
  // A name that only the deploy knows cannot stand in a pattern's values: the pattern is widened.
  const known = self.some((name) => Token.isUnresolved(name)) ? undefined : self;
  const { packed, problems } = packRuleSet(rules, {
    self: known,
    accessDenied: accessDeniedMetrics,
    routes,
  });
  if (problems.length > 0) throw new Error(problems.join("\n"));
  const selections = (group: PatternGroup): Selection[] =>
    packed
      .filter((it) => it.group === group)
      .map(({ pattern }) => ({ pattern, detailTypes: RECORD_DETAIL_TYPES }));
  const notices: Selection = {
    pattern: { source: [EVENT_SOURCE] },
    detailTypes: [NOTICE_DETAIL_TYPE],
  };
  return {
    critical: [...selections("critical"), notices].map(named("CriticalRule")),
    others: selections("others").map(named("Rule")),
  };
}

interface Selection {
  readonly pattern: PlainPattern;
  readonly detailTypes: readonly unknown[];
}

function named(prefix: string) {
  return ({ pattern, detailTypes }: Selection, index: number): NamedPattern => {
    const id = `${prefix}${index + 1}`;
    // The CDK does not know `$or` outside of `detail`, but takes what EventBridge does.
    return { id, pattern: withCanary(pattern, detailTypes, id) as EventPattern };
  };
}
