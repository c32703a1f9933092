import { type OwnedTerm, simplifyOwned } from "../condition/condition.ts";
import { MAX_PATTERN_CHARACTERS } from "../pattern/match.ts";
import { armOf, armText, type EventPattern, type PatternArm, toArm, toPattern } from "./arm.ts";
import { ACCESS_DENIED_CONDITION, type RulePattern } from "./compile-rule.ts";
import type { PatternValue } from "./text-operator.ts";

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
 * Packs rules into few AWS rules: every event that matches a rule, or counts as access-denied
 * where that is asked for, matches one of the patterns. The same rules in any order give the same
 * patterns. Where one rule needs every event there is one pattern, which passes all.
 *
 * @throws {WildcardBudgetError} If more patterns with a wildcard are needed than the bus takes.
 */
export function packPatterns(
  rules: readonly RulePattern[],
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
  const arms = simplifyOwned(owned).flatMap(({ term, owners }) =>
    fitting(toArm(term)).map((arm): OwnedArm => ({ arm, owners, text: sortText(arm) })),
  );
  const order = rules.map(({ id }) => id);
  const open = arms.filter(({ arm }) => arm.fields.size === 0);
  if (open.length > 0) return [packed(arms, order, [{ fields: new Map(), wildcards: 0 }])];
  const patterns = fill(arms.sort(byText)).map((pack) =>
    packed(
      pack,
      order,
      pack.map(({ arm }) => arm),
    ),
  );
  const wild = patterns.filter(({ wildcard }) => wildcard);
  if (wild.length > wildcardRules) throw overBudget(wild, wildcardRules);
  return patterns;
}

/** Stands for the access-denied metrics among the owners of a term; no rule can have this id. */
const METRIC = " access-denied metrics";

/**
 * Wildcards in one pattern. The service also refuses patterns it finds too complex, and does not
 * say when; few wildcards over one field stay far from that.
 */
const MAX_WILDCARDS = 5;

interface OwnedArm {
  readonly arm: PatternArm;
  readonly owners: readonly string[];
  readonly text: string;
}

/** Arms that are alike stand together; those with wildcards, which should fill few patterns, last. */
function sortText(arm: PatternArm): string {
  const source = JSON.stringify(arm.fields.get("eventSource") ?? null);
  return `${arm.wildcards > 0 ? 1 : 0} ${source} ${armText(arm)}`;
}

function byText(a: OwnedArm, b: OwnedArm): number {
  return a.text < b.text ? -1 : 1;
}

/** Fills one pattern after the other. */
function fill(arms: readonly OwnedArm[]): readonly (readonly OwnedArm[])[] {
  const packs: OwnedArm[][] = [];
  /** Characters of the last pattern at most: writing it out for every arm would take long. */
  let atMost = 0;
  for (const arm of arms) {
    const last = packs.at(-1);
    const grown = [...(last ?? []), arm].map((it) => it.arm);
    atMost += armText(arm.arm).length + ARM_FRAME;
    if (atMost > MAX_PATTERN_CHARACTERS) atMost = charactersOf(toPattern(grown));
    const joins =
      last !== undefined &&
      atMost <= MAX_PATTERN_CHARACTERS &&
      last.some((other) => other.arm.wildcards > 0) === arm.arm.wildcards > 0 &&
      wildcardsOf(grown) <= MAX_WILDCARDS;
    if (joins) {
      last.push(arm);
    } else {
      packs.push([arm]);
      atMost = charactersOf(toPattern([arm.arm]));
    }
  }
  return packs;
}

/** Characters that an arm may add to a pattern besides its own: braces, a comma, `$or`. */
const ARM_FRAME = 24;

function wildcardsOf(arms: readonly PatternArm[]): number {
  return arms.reduce((sum, arm) => sum + arm.wildcards, 0);
}

function charactersOf(pattern: EventPattern): number {
  return JSON.stringify(pattern).length;
}

/**
 * Splits an arm that alone does not fit into arms that do: half of its longest list of values
 * each. What has no such list loses its longest field, which lets more through.
 */
function fitting(arm: PatternArm): readonly PatternArm[] {
  const fits =
    arm.wildcards <= MAX_WILDCARDS && charactersOf(toPattern([arm])) <= MAX_PATTERN_CHARACTERS;
  if (fits) return [arm];
  const lists = [...arm.fields].sort(([, a], [, b]) => lengthOf(b) - lengthOf(a));
  const [key, values] = lists.find(([, list]) => list.length > 1) ?? lists[0] ?? [];
  if (key === undefined || values === undefined) return [arm];
  const halves =
    values.length > 1
      ? [values.slice(0, values.length >> 1), values.slice(values.length >> 1)]
      : [undefined];
  return halves.flatMap((half) => fitting(withField(arm, key, half)));
}

function withField(
  arm: PatternArm,
  key: string,
  values: readonly PatternValue[] | undefined,
): PatternArm {
  const fields = new Map(arm.fields);
  if (values === undefined) fields.delete(key);
  else fields.set(key, values);
  return armOf(fields);
}

function lengthOf(values: readonly PatternValue[]): number {
  return JSON.stringify(values).length;
}

function packed(
  owned: readonly OwnedArm[],
  order: readonly string[],
  arms: readonly PatternArm[],
): PackedPattern {
  const pattern = toPattern(arms);
  const owners = new Set(owned.flatMap((arm) => arm.owners));
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
