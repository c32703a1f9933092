import { both, type Condition, either, unknown } from "../condition/condition.ts";
import { conditionOf } from "../condition/expression-condition.ts";
import { textBy } from "../condition/value-set.ts";
import { everyState, treeOf } from "../list/rule-lists.ts";
import { ACCESS_DENIED_PREFIX } from "../rule/judge.ts";
import { isStateful, type Rule } from "../rule/rule.ts";
import { isAbove, SEVERITIES, type Severity, severityMoved } from "../severity/severity.ts";
import {
  caseExpression,
  highestSeverity,
  possibleCases,
  type SeverityCase,
} from "../severity/severity-case.ts";
import { anyExpressionOf } from "../stateful/stateful.ts";
import { armText, type EventPattern, type PatternArm, toArm, toPattern } from "./arm.ts";
import { disjointArms } from "./disjoint.ts";
import { type OwnedArm, simplified } from "./owned-arm.ts";

/** A rule as EventBridge can filter for it. */
export interface RulePattern {
  readonly id: string;
  /**
   * exact: the pattern passes just the events the rule matches or faults on. narrowed: it passes
   * those and others, or it is not known to pass no others. always: it passes every event.
   */
  readonly class: "exact" | "narrowed" | "always";
  /** What the pattern does not say, and why; none if it is exact. */
  readonly reasons: readonly string[];
  /** What must hold for the rule to match or to fault. */
  readonly condition: Condition;
  /** The pattern, however long; undefined if the rule matches no event. */
  readonly pattern: EventPattern | undefined;
}

/** What expressions are compiled with. */
export interface PatternOptions {
  /** What `$self` stands for; undefined where the names are not known, which widens patterns. */
  readonly self: readonly string[] | undefined;
}

/**
 * Compiles a rule to an event pattern. Sound: whenever the rule matches an event of ours, or faults
 * on it, the pattern matches it; so it does events that the steps of a sequence are about.
 *
 * @throws {ExpressionError} If the rule's expression is not valid.
 */
export function compileRule(
  rule: Pick<Rule, "id" | "match" | "followedBy" | "lists">,
  options: PatternOptions,
): RulePattern {
  const { id } = rule;
  const condition = ruleCondition(rule, options);
  const widened = new Set<string>();
  const written = condition.terms.map(
    (term): OwnedArm => ({ arm: toArm(term, widened), owners: [] }),
  );
  const arms = simplified(written).map(({ arm }) => arm);
  const apart = disjointArms(arms.sort(byText), widened);
  const reasons = [...condition.dropped, ...[...widened].sort()];
  const isOpen = apart.some(({ fields }) => fields.size === 0);
  const pattern = apart.length === 0 ? undefined : toPattern(apart);
  const kind = isOpen ? "always" : reasons.length === 0 ? "exact" : "narrowed";
  return { id, class: kind, reasons, condition, pattern };
}

/**
 * What must hold for a rule to match or to fault, or for a step of a sequence to, today or any day to
 * come: of lists of which something expires, whatever is left of them by then.
 */
export function ruleCondition(
  rule: Pick<Rule, "match" | "followedBy" | "lists">,
  { self }: PatternOptions,
): Condition {
  const match = anyExpressionOf(rule);
  const states = everyState({ match, ...(rule.lists && { lists: rule.lists }) }).map((state) =>
    conditionOf(treeOf(state, self)),
  );
  const [only] = states;
  if (only !== undefined && states.length === 1) return only;
  return both(either(states), unknown("it holds also when something on a list has expired"));
}

/** A route, as far as it makes alerts more severe. */
export interface RaisingRoute {
  readonly accounts?: readonly string[];
  readonly rules?: readonly string[];
  readonly severities?: readonly Severity[];
  readonly continue?: boolean;
  readonly severity?: { readonly raise?: number; readonly lower?: number };
}

/**
 * What must hold for an alert of a rule to be critical, any day to come: of one that is so in some
 * contexts or by some routes alone, the rule and such a context or route. A rule of several events
 * counts as a whole, as an earlier event may decide.
 *
 * @param routes Those by which alerts go.
 * @returns Undefined if no alert of it is.
 */
export function criticalCondition(
  rule: Rule,
  options: PatternOptions,
  routes: readonly RaisingRoute[] = [],
): Condition | undefined {
  const whole = () => ruleCondition(rule, options);
  if (rule.severity === "critical") return whole();
  const cases = [
    ...possibleCases(rule).filter(({ severity }) => severity === "critical"),
    ...routes.filter((route) => makesCritical(route, rule)).map(caseOf),
  ];
  if (cases.length === 0) return undefined;
  if (isStateful(rule)) return whole();
  const contexts = cases.map(({ lists, ...one }) =>
    ruleCondition({ match: caseExpression(one), ...(lists && { lists }) }, options),
  );
  return both(whole(), either(contexts));
}

/** Whether a route may make an alert of a rule critical. Of one that continues any rule of the alert may be among its own. */
function makesCritical(route: RaisingRoute, rule: Rule): boolean {
  const steps = route.severity?.raise;
  if (steps === undefined) return false;
  if (route.rules?.includes(rule.id) === false && route.continue !== true) return false;
  const highest = highestSeverity(rule);
  return SEVERITIES.some(
    (severity) =>
      !isAbove(severity, highest) &&
      route.severities?.includes(severity) !== false &&
      severityMoved(severity, steps) === "critical",
  );
}

/** Where a route takes alerts. */
function caseOf({ accounts }: RaisingRoute): SeverityCase {
  return { severity: "critical", ...(accounts && { accountTags: [], accounts }) };
}

function byText(a: PatternArm, b: PatternArm): number {
  return armText(a) < armText(b) ? -1 : 1;
}

/** What must hold for an event to count in the access-denied metrics. */
export const ACCESS_DENIED_CONDITION: Condition = {
  terms: [new Map([["errorCode", [textBy("prefix", ACCESS_DENIED_PREFIX)]]])],
  dropped: [],
};
