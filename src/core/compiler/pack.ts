import { type OwnedTerm, simplifyOwned } from "../condition/condition.ts";
import { type EventPattern, toArm, toPattern } from "./arm.ts";
import { ACCESS_DENIED_CONDITION, type RulePattern } from "./compile-rule.ts";
import { type OwnedArm, simplified } from "./owned-arm.ts";
import { type ArmPack, charactersOf, packArms } from "./pack-arms.ts";

/** One event pattern that stands for several rules. */
export interface PackedPattern {
  readonly pattern: EventPattern;
  /** Characters of its JSON, of which an AWS rule takes 2,048. */
  readonly characters: number;
  /** Ids of the rules whose events it lets through, or some of them, in rule order. */
  readonly ruleIds: readonly string[];
  /** Whether it lets through events that count in the access-denied metrics. */
  readonly accessDenied: boolean;
  /** Whether it uses a wildcard, of which a bus takes few. */
  readonly wildcard: boolean;
}

/** What packing needs of a rule. */
export type PackedRule = Pick<RulePattern, "id" | "condition">;

/** What to pack besides the rules, and into what. */
export interface PackOptions {
  /** Whether events that count in the access-denied metrics must pass too. */
  readonly accessDenied: boolean;
  /** AWS rules with a wildcard that the bus still takes; {@linkcode MAX_WILDCARD_RULES} by default. */
  readonly wildcardRules?: number;
}

/** More AWS rules with a wildcard are needed than the bus takes. */
export class WildcardBudgetError extends Error {
  override readonly name = "WildcardBudgetError";
}

/**
 * AWS rules with a wildcard that one bus takes; the quota cannot be raised.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html
 */
export const MAX_WILDCARD_RULES = 30;

/**
 * Packs rules into few AWS rules: every event that matches a rule or on which it faults, or that
 * counts as access-denied where that is asked for, matches one of the patterns that name the rule.
 * The same rules in any order give the same patterns. Where one rule needs every event there is
 * one pattern, which passes all. No pattern has a shape of which AWS's own matcher loses events.
 *
 * @throws {WildcardBudgetError} If more patterns with a wildcard are needed than the bus takes.
 */
export function packPatterns(
  rules: readonly PackedRule[],
  { accessDenied, wildcardRules = MAX_WILDCARD_RULES }: PackOptions,
): readonly PackedPattern[] {
  const owned = [
    ...rules.flatMap(({ id, condition }) =>
      condition.terms.map((term): OwnedTerm => ({ term, owners: [id] })),
    ),
    ...(accessDenied
      ? ACCESS_DENIED_CONDITION.terms.map((term): OwnedTerm => ({ term, owners: [METRIC] }))
      : []),
  ];
  const arms = simplified(
    simplifyOwned(owned).map(({ term, owners }): OwnedArm => ({ arm: toArm(term), owners })),
  );
  const order = rules.map(({ id }) => id);
  if (arms.some(({ arm }) => arm.fields.size === 0)) {
    const owners = new Set(arms.flatMap((arm) => arm.owners));
    return [packed({ arms: [], owners }, order)];
  }
  const patterns = packArms(arms).map((pack) => packed(pack, order));
  requireWildcardBudget(patterns, wildcardRules);
  return patterns;
}

/**
 * Refuses patterns of one bus that together use more wildcards than it takes.
 *
 * @throws {WildcardBudgetError}
 */
export function requireWildcardBudget(
  patterns: readonly PackedPattern[],
  budget: number = MAX_WILDCARD_RULES,
): void {
  const wild = patterns.filter(({ wildcard }) => wildcard);
  if (wild.length > budget) throw overBudget(wild, budget);
}

/** Stands for the access-denied metrics among the owners of a term; no rule can have this id. */
const METRIC = " access-denied metrics";

function packed({ arms, owners }: ArmPack, order: readonly string[]): PackedPattern {
  const pattern = toPattern(arms);
  return {
    pattern,
    characters: charactersOf(pattern),
    ruleIds: order.filter((id) => owners.has(id)),
    accessDenied: owners.has(METRIC),
    wildcard: arms.some(({ wildcards }) => wildcards > 0),
  };
}

function overBudget(patterns: readonly PackedPattern[], budget: number): WildcardBudgetError {
  const ids = [...new Set(patterns.flatMap(({ ruleIds }) => ruleIds))];
  const shown =
    ids.slice(0, 20).join(", ") + (ids.length > 20 ? ` and ${ids.length - 20} more` : "");
  return new WildcardBudgetError(
    `Cannot pack rules as at most ${budget} event patterns of a bus may use a wildcard: ${patterns.length} would. ` +
      `Rules that look for text inside a field need one; use starts_with or ends_with, or add a condition on another field and write the search so that it is left to the notifier: ${shown}`,
  );
}
