import { armOf, type PatternArm } from "./arm.ts";
import { itemName } from "./item-name.ts";
import type { PatternValue } from "./text-operator.ts";

/**
 * Whether AWS's own matcher may lose what only the later of two arms lets through: they have the
 * same fields and share a value or operator on every one of them. Seen whenever such arms are
 * short; arms that differ wholly in one field are safe, as are arms in different AWS rules.
 */
function clash(a: PatternArm, b: PatternArm): boolean {
  if (a.fields.size !== b.fields.size) return false;
  for (const [key, values] of a.fields) {
    const others = b.fields.get(key);
    if (others === undefined || !shares(values, others)) return false;
  }
  return true;
}

/** Whether the first lets through all that the second does, value by value. */
export function containsArm(outer: PatternArm, inner: PatternArm): boolean {
  for (const [key, values] of outer.fields) {
    const others = inner.fields.get(key);
    if (others === undefined || left(others, values).length > 0) return false;
  }
  return true;
}

/**
 * What an arm lets through beyond others, as arms that clash with none of them.
 *
 * @param most How many arms that may be at most; undefined if it would be more.
 */
export function beside(
  arm: PatternArm,
  others: readonly PatternArm[],
  most: number,
): readonly PatternArm[] | undefined {
  let pieces: readonly PatternArm[] = [arm];
  for (const other of others) {
    pieces = pieces.flatMap((piece) => (clash(piece, other) ? without(piece, other) : [piece]));
    if (pieces.length > most) return undefined;
  }
  return pieces;
}

/**
 * Arms that together let through what these do, and of which no two clash.
 *
 * @param widened Told why, where they let more through.
 */
export function disjointArms(
  arms: readonly PatternArm[],
  widened: Set<string>,
): readonly PatternArm[] {
  const kept: PatternArm[] = [];
  for (const arm of arms) {
    const pieces = beside(arm, kept, MAX_MORE + arms.length - kept.length);
    if (pieces === undefined) {
      widened.add("its cases overlap in too many ways for one pattern");
      return hulls(arms);
    }
    kept.push(...pieces);
  }
  return kept;
}

/** Arms that taking arms apart may add, before those that clash become one that lets more through. */
const MAX_MORE = 200;

/** Arms that clash as one, which lets through what each does, and more. */
function hulls(arms: readonly PatternArm[]): readonly PatternArm[] {
  const kept: PatternArm[] = [];
  for (const arm of arms) {
    const at = kept.findIndex((other) => clash(other, arm));
    const other = kept[at];
    if (other === undefined) kept.push(arm);
    else kept[at] = hull(other, arm);
  }
  return kept.length === arms.length ? kept : hulls(kept);
}

function hull(a: PatternArm, b: PatternArm): PatternArm {
  const fields = [...a.fields].map(
    ([key, values]) => [key, joined(values, b.fields.get(key) ?? [])] as const,
  );
  return armOf(new Map(fields));
}

/** The pieces of one arm that differ wholly from another in one field each, and from each other. */
function without(arm: PatternArm, other: PatternArm): readonly PatternArm[] {
  const pieces: PatternArm[] = [];
  const common = new Map(arm.fields);
  for (const [key, values] of arm.fields) {
    const others = other.fields.get(key) ?? [];
    const own = left(values, others);
    if (own.length > 0) pieces.push(armOf(new Map(common).set(key, own)));
    common.set(key, left(values, own));
  }
  return pieces;
}

/** Values of either list, each once, in order. */
export function joined(
  a: readonly PatternValue[],
  b: readonly PatternValue[],
): readonly PatternValue[] {
  const all = new Map([...a, ...b].map((value) => [JSON.stringify(value), value]));
  return [...all].sort(([x], [y]) => (x < y ? -1 : 1)).map(([, value]) => value);
}

function shares(a: readonly PatternValue[], b: readonly PatternValue[]): boolean {
  const names = namesOf(b);
  return a.some((value) => names.has(itemName(value)));
}

/** Values of the first list that are not in the second. */
function left(a: readonly PatternValue[], b: readonly PatternValue[]): readonly PatternValue[] {
  const names = namesOf(b);
  return a.filter((value) => !names.has(itemName(value)));
}

function namesOf(values: readonly PatternValue[]): ReadonlySet<string> {
  const known = NAMES.get(values);
  if (known !== undefined) return known;
  const names = new Set(values.map(itemName));
  NAMES.set(values, names);
  return names;
}

/** The same lists are compared over and over. */
const NAMES = new WeakMap<readonly PatternValue[], ReadonlySet<string>>();
