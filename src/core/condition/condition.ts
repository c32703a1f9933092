import type { Scalar } from "../record/flatten.ts";
import {
  containsSet,
  hasValue,
  intersect,
  isEverything,
  unite,
  type ValueSet,
} from "./value-set.ts";

/**
 * What an event's flat keys must be like: one of the terms holds. No term: no event; a term
 * without keys: any event.
 */
export interface Condition {
  readonly terms: readonly Term[];
  /** Parts of the expression that the condition leaves out, and why; none means it is exact. */
  readonly dropped: readonly string[];
}

/** Flat key → values it may have; all keys together. No set is empty, none is everything. */
export type Term = ReadonlyMap<string, ValueSet>;

/** Any event, exactly. */
export const ALWAYS: Condition = { terms: [new Map()], dropped: [] };

/** No event. */
export const NEVER: Condition = { terms: [], dropped: [] };

/** Any event, for want of something to say about the expression. */
export function unknown(...reasons: readonly string[]): Condition {
  return { terms: ALWAYS.terms, dropped: reasons };
}

/** The condition that one key's value is in a set. */
export function on(key: string, set: ValueSet, ...dropped: readonly string[]): Condition {
  const values = unite(set);
  if (values.length === 0) return NEVER;
  if (isEverything(values)) return { terms: ALWAYS.terms, dropped };
  return { terms: [new Map([[key, values]])], dropped };
}

/** Both conditions. */
export function both(a: Condition, b: Condition): Condition {
  if (a.terms.length === 0 || b.terms.length === 0) return NEVER;
  const dropped = [...new Set([...a.dropped, ...b.dropped])];
  if (a.terms.length * b.terms.length > MAX_TERMS) {
    // Either alone is implied by both; the one with fewer cases says more.
    const [kept, left] = a.terms.length <= b.terms.length ? [a, b] : [b, a];
    const reason = `${left.terms.length} of its cases: together with the others they are too many`;
    return { terms: kept.terms, dropped: [...dropped, reason] };
  }
  const terms = a.terms.flatMap((left) => b.terms.flatMap((right) => joinTerms(left, right)));
  return { terms: simplify(terms), dropped };
}

/** Any of the conditions. */
export function either(conditions: readonly Condition[]): Condition {
  if (conditions.some(isAlways)) return ALWAYS;
  const dropped = [...new Set(conditions.flatMap((condition) => condition.dropped))];
  const terms = conditions.flatMap((condition) => condition.terms);
  return { terms: simplify(terms), dropped };
}

/** Whether an event may satisfy the expression, as far as the condition knows. */
export function allows({ terms }: Condition, scalar: (key: string) => Scalar | undefined): boolean {
  return terms.some((term) => {
    for (const [key, set] of term) if (!hasValue(set, scalar(key))) return false;
    return true;
  });
}

/** Terms without those that others contain, and with those as one that differ in one key. */
function simplify(terms: readonly Term[]): readonly Term[] {
  return simplifyOwned(terms.map((term) => ({ term, owners: [] }))).map(({ term }) => term);
}

/** A term and whose it is: what it lets through is for these. */
export interface OwnedTerm {
  readonly term: Term;
  readonly owners: readonly string[];
}

/** As {@linkcode simplify}; a term that stands for several belongs to the owners of all. */
export function simplifyOwned(terms: readonly OwnedTerm[]): readonly OwnedTerm[] {
  // Mostly so: most parts of most expressions ask one thing.
  if (terms.length < 2) return terms;
  let before: readonly OwnedTerm[] = terms;
  for (;;) {
    const after = absorb(mergeSimilar(before));
    if (after.length === before.length) return after;
    before = after;
  }
}

/** Terms one condition may have while it is put together. */
const MAX_TERMS = 1_000;

function isAlways({ terms, dropped }: Condition): boolean {
  return dropped.length === 0 && terms.some((term) => term.size === 0);
}

function joinTerms(a: Term, b: Term): readonly Term[] {
  const joined = new Map(a);
  for (const [key, set] of b) {
    const other = joined.get(key);
    const values = other === undefined ? set : intersect(other, set);
    if (values.length === 0) return [];
    joined.set(key, values);
  }
  return [joined];
}

/** `{a, b: x}` and `{a, b: y}` are `{a, b: x or y}`. */
function mergeSimilar(terms: readonly OwnedTerm[]): readonly OwnedTerm[] {
  let merged = terms;
  const keys = new Set(terms.flatMap(({ term }) => [...term.keys()]));
  for (const key of [...keys].sort()) {
    const groups = new Map<string, OwnedTerm[]>();
    for (const owned of merged) {
      if (!owned.term.has(key)) continue;
      const rest = restText(owned.term, key);
      const group = groups.get(rest);
      if (group === undefined) groups.set(rest, [owned]);
      else group.push(owned);
    }
    const similar = [...groups.values()].filter(({ length }) => length > 1);
    if (similar.length === 0) continue;
    const gone = new Set(similar.flat());
    merged = [
      ...merged.filter((owned) => !gone.has(owned)),
      ...similar.map((it) => mergeOn(key, it)),
    ];
  }
  return merged;
}

function mergeOn(key: string, terms: readonly OwnedTerm[]): OwnedTerm {
  const values = unite(terms.flatMap(({ term }) => term.get(key) ?? []));
  const term = new Map(terms[0]?.term);
  if (isEverything(values)) term.delete(key);
  else term.set(key, values);
  return { term, owners: [...new Set(terms.flatMap(({ owners }) => owners))] };
}

/** The text of a term without one key: the same for terms that differ in that key alone. */
function restText(term: Term, without: string): string {
  const parts: string[] = [];
  for (const [key, set] of term) if (key !== without) parts.push(`${key}\n${setText(set)}`);
  return parts.sort().join("\n\n");
}

function setText(set: ValueSet): string {
  const known = SET_TEXTS.get(set);
  if (known !== undefined) return known;
  const text = JSON.stringify(set);
  SET_TEXTS.set(set, text);
  return text;
}

/** The same sets are compared over and over. */
const SET_TEXTS = new WeakMap<ValueSet, string>();

function absorb(terms: readonly OwnedTerm[]): readonly OwnedTerm[] {
  const kept: { term: Term; owners: readonly string[] }[] = [];
  // Terms of fewer keys come first: only they can contain others.
  for (const { term, owners } of inOrder(terms)) {
    const wider = kept.find((other) => containsTerm(other.term, term));
    if (wider === undefined) kept.push({ term, owners });
    else wider.owners = union(wider.owners, owners);
  }
  return kept;
}

/** By keys and then by text, so that the order of the rules makes no difference. */
function inOrder(terms: readonly OwnedTerm[]): readonly OwnedTerm[] {
  return terms
    .map((owned) => ({ owned, text: restText(owned.term, "") }))
    .sort((a, b) => a.owned.term.size - b.owned.term.size || (a.text < b.text ? -1 : 1))
    .map(({ owned }) => owned);
}

function containsTerm(outer: Term, inner: Term): boolean {
  for (const [key, set] of outer) {
    const other = inner.get(key);
    if (other === undefined || !containsSet(set, other)) return false;
  }
  return true;
}

function union(a: readonly string[], b: readonly string[]): readonly string[] {
  return [...new Set([...a, ...b])];
}
