import { EVENT_SOURCE } from "../../contract.ts";
import type { Term } from "../condition/condition.ts";
import { type FieldOptions, isWildcard, toPatternField } from "./field.ts";
import type { PatternValue } from "./text-operator.ts";

/** An event pattern, as CloudFormation and PutRule take it. */
export type EventPattern = Readonly<Record<string, unknown>>;

/** Fields of a bus event's detail that must all match: what a pattern says of one term. */
export interface PatternArm {
  /** Flat key → values; none for an arm that every event passes. */
  readonly fields: ReadonlyMap<string, readonly PatternValue[]>;
  readonly wildcards: number;
}

/**
 * Writes one term; adds to `widened` which keys it widens and why. Excluding text that is looked
 * for inside a field costs a wildcard: that is done only where every event would pass else.
 */
export function toArm(term: Term, widened: Set<string> = new Set()): PatternArm {
  const cheap = written(term, { wildcards: false });
  const { fields, losses } =
    cheap.fields.size === 0 && term.size > 0 ? written(term, { wildcards: true }) : cheap;
  for (const loss of losses) widened.add(loss);
  return armOf(fields);
}

/** Makes an arm of fields. */
export function armOf(fields: ReadonlyMap<string, readonly PatternValue[]>): PatternArm {
  return { fields, wildcards: [...fields.values()].flat().filter(isWildcard).length };
}

function written(term: Term, options: FieldOptions) {
  const fields = new Map<string, readonly PatternValue[]>();
  const losses: string[] = [];
  for (const [key, set] of [...term].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const field = toPatternField(set, options);
    losses.push(...field.losses.map((loss) => `${key}: ${loss}`));
    if (field.values !== undefined) fields.set(key, field.values);
  }
  return { fields, losses };
}

/** An arm's text: the same for the same arm. */
export function armText({ fields }: PatternArm): string {
  return JSON.stringify([...fields]);
}

/** The pattern that matches every event of ours that matches one of the arms. */
export function toPattern(arms: readonly PatternArm[]): EventPattern {
  const detail = combine(arms.map(({ fields }) => new Map(fields)));
  const isOpen = Object.keys(detail).length === 0;
  return { source: [EVENT_SOURCE], ...(!isOpen && { detail }) };
}

type Fields = Map<string, readonly PatternValue[]>;

/** What all arms share stands beside `$or`, never also inside: there, it would count alone. */
function combine(arms: readonly Fields[]): Record<string, unknown> {
  const [first] = arms;
  if (first === undefined || arms.some(({ size }) => size === 0)) return {};
  if (arms.length === 1) return Object.fromEntries(first);
  const common = [...first].filter(([key, values]) => arms.every((arm) => has(arm, key, values)));
  const rests = arms.map((arm) => without(arm, common));
  const shared = Object.fromEntries(common);
  if (rests.some(({ size }) => size === 0)) return shared;
  return { ...shared, $or: group(rests).map(combine) };
}

/** Puts arms together that share a field, the one that saves most first. */
function group(arms: readonly Fields[]): Fields[][] {
  const savings = new Map<
    string,
    { saved: number; key: string; values: readonly PatternValue[] }
  >();
  for (const arm of arms) {
    for (const [key, values] of arm) {
      const text = JSON.stringify([key, values]);
      const saved = (savings.get(text)?.saved ?? -text.length) + text.length;
      savings.set(text, { saved, key, values });
    }
  }
  const [best] = [...savings].sort(([a, x], [b, y]) => y.saved - x.saved || (a < b ? -1 : 1));
  if (best === undefined || best[1].saved <= OR_LENGTH) return arms.map((arm) => [arm]);
  const { key, values } = best[1];
  const together = arms.filter((arm) => has(arm, key, values));
  const others = arms.filter((arm) => !has(arm, key, values));
  return [together, ...(others.length > 0 ? group(others) : [])];
}

/** Characters that a `$or` of its own costs. */
const OR_LENGTH = '{"$or":[]},'.length;

function has(arm: Fields, key: string, values: readonly PatternValue[]): boolean {
  const own = arm.get(key);
  return own === values || (own !== undefined && JSON.stringify(own) === JSON.stringify(values));
}

function without(arm: Fields, entries: readonly [string, unknown][]): Fields {
  const rest = new Map(arm);
  for (const [key] of entries) rest.delete(key);
  return rest;
}
