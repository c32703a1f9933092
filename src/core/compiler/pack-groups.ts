import { ALTERED_KEYS, POINTER_KEY } from "../../contract.ts";
import type { Rule } from "../rule/rule.ts";
import { armOf, toPattern } from "./arm.ts";
import {
  compileRule,
  criticalCondition,
  type PatternOptions,
  type RaisingRoute,
  type RulePattern,
} from "./compile-rule.ts";
import {
  type PackedPattern,
  type PackedRule,
  packPatterns,
  requireWildcardBudget,
} from "./pack.ts";
import { charactersOf } from "./pack-arms.ts";
import { checkPacked } from "./pattern-check.ts";

/** The queue a packed pattern feeds: nothing waits before what critical rules select. */
export type PatternGroup = "critical" | "others";

/** A packed pattern and the queue it feeds. */
export interface GroupedPattern extends PackedPattern {
  readonly group: PatternGroup;
}

/** What rules become on EventBridge. */
export interface PackedRuleSet {
  /** Each rule by itself, in rule order. */
  readonly rules: readonly RulePattern[];
  /** Those of critical rules, then the others; of each the last is {@linkcode ALTERED_PATTERN}. */
  readonly packed: readonly GroupedPattern[];
  /** What is wrong with the packed patterns; none unless the compiler has a defect. */
  readonly problems: readonly string[];
}

/** What rules are compiled and packed with. */
export interface GroupOptions extends PatternOptions {
  /** Whether events that count in the access-denied metrics must pass too. */
  readonly accessDenied: boolean;
  /** Those by which alerts go: what one makes critical goes with the critical. @default none */
  readonly routes?: readonly RaisingRoute[];
}

/**
 * AWS rules that a bus takes by default; the quota can be raised.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html
 */
export const MAX_BUS_RULES = 300;

/**
 * Compiles rules and packs what is critical apart from all others, so that each group feeds a queue
 * of its own. With the critical are rules of that severity, also where a context lowers it, and of
 * other rules the events that a context or a route makes critical; these pass with the others too.
 * An event that rules of both groups match passes both; so does one that is not all of its record,
 * as what a rule would match may have been cut.
 *
 * @throws {WildcardBudgetError} If both together need more wildcards than a bus takes.
 * @throws {Error} If they need more AWS rules than a bus takes.
 */
export function packRuleSet(
  rules: readonly Rule[],
  { self, accessDenied, routes }: GroupOptions,
): PackedRuleSet {
  const compiled = rules.map((rule) => compileRule(rule, { self }));
  const isCritical = new Set(
    rules.filter(({ severity }) => severity === "critical").map(({ id }) => id),
  );
  const members: Readonly<Record<PatternGroup, readonly PackedRule[]>> = {
    critical: rules.flatMap((rule) => {
      const condition = criticalCondition(rule, { self }, routes);
      return condition === undefined ? [] : [{ id: rule.id, condition }];
    }),
    others: compiled.filter(({ id }) => !isCritical.has(id)),
  };
  const grouped = (group: PatternGroup): GroupedPattern[] => {
    const patterns = packPatterns(members[group], {
      // Denied calls come in floods: they never stand before what is critical.
      accessDenied: accessDenied && group === "others",
      wildcardRules: Number.POSITIVE_INFINITY,
    });
    const passAll = patterns.some(({ pattern }) => pattern.detail === undefined);
    const altered = passAll || patterns.length === 0 ? [] : [alteredFor(patterns, members[group])];
    return [...patterns, ...altered].map((pattern) => ({ ...pattern, group }));
  };
  const packed = [...grouped("critical"), ...grouped("others")];
  requireWildcardBudget(packed);
  if (packed.length > MAX_BUS_RULES) {
    throw new Error(
      `Cannot pack rules as a bus takes at most ${MAX_BUS_RULES} AWS rules: they need ${packed.length}; load fewer rules, or ones with shorter lists`,
    );
  }
  return { rules: compiled, packed, problems: checkPacked(packed) };
}

/** Passes every event that is not all of its record: which rules match it, its verdict says. */
export const ALTERED_PATTERN = toPattern(
  [...ALTERED_KEYS]
    .sort()
    .map((key) => armOf(new Map([[`${POINTER_KEY}.${key}`, [{ exists: true }]]]))),
);

function alteredFor(
  patterns: readonly PackedPattern[],
  members: readonly PackedRule[],
): PackedPattern {
  return {
    pattern: ALTERED_PATTERN,
    characters: charactersOf(ALTERED_PATTERN),
    ruleIds: members.map(({ id }) => id),
    accessDenied: patterns.some(({ accessDenied }) => accessDenied),
    wildcard: false,
  };
}
