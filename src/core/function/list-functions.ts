import { ExpressionError } from "../syntax/error.ts";
import { shallowSize } from "./budget.ts";
import type { FunctionSpec } from "./function-spec.ts";
import { isFalsy, objectOf, type Reference, typeName } from "./value.ts";

/** Functions on lists and numbers. Text is ordered by code points. */
export const LIST_FUNCTIONS: Readonly<Record<string, FunctionSpec>> = {
  abs: { parameters: ["number"], returns: "number", run: Math.abs },
  any: {
    parameters: ["array", "expression"],
    returns: "boolean",
    cost: () => 1,
    run: (list: unknown[], holds: Reference) => list.some((item) => !isFalsy(holds.apply(item))),
  },
  avg: {
    parameters: ["array of number"],
    returns: "number",
    run: (list: number[]) => (list.length === 0 ? null : sum(list) / list.length),
  },
  ceil: { parameters: ["number"], returns: "number", run: Math.ceil },
  floor: { parameters: ["number"], returns: "number", run: Math.floor },
  group_by: {
    parameters: ["array", "expression"],
    returns: "object",
    run: (list: unknown[], by: Reference) => {
      const groups = new Map<string, unknown[]>();
      for (const item of list) {
        const key = by.apply(item);
        if (typeof key !== "string") throw keyFault("group_by", "string", key);
        const group = groups.get(key);
        if (group === undefined) groups.set(key, [item]);
        else group.push(item);
      }
      return objectOf(groups);
    },
  },
  map: {
    parameters: ["expression", "array"],
    returns: "array",
    run: (each: Reference, list: unknown[]) => list.map((item) => each.apply(item)),
  },
  max: {
    parameters: ["array of number|array of string"],
    returns: "number|string",
    cost: sortingCost,
    run: (list: Ordered[]) => sorted(list).at(-1) ?? null,
  },
  max_by: {
    parameters: ["array", "expression"],
    returns: "any",
    run: (list: unknown[], by: Reference) => {
      const keyed = withKeys("max_by", list, by);
      return keyed.reduce(
        (best, it) => (compare(it.key, best.key) > 0 ? it : best),
        keyed[0] ?? NONE,
      ).item;
    },
  },
  min: {
    parameters: ["array of number|array of string"],
    returns: "number|string",
    cost: sortingCost,
    run: (list: Ordered[]) => sorted(list)[0] ?? null,
  },
  min_by: {
    parameters: ["array", "expression"],
    returns: "any",
    run: (list: unknown[], by: Reference) => {
      const keyed = withKeys("min_by", list, by);
      return keyed.reduce(
        (best, it) => (compare(it.key, best.key) < 0 ? it : best),
        keyed[0] ?? NONE,
      ).item;
    },
  },
  reverse: {
    parameters: ["string|array"],
    returns: "string|array",
    cost: ({ length }: { readonly length: number }) => length,
    run: (value: string | unknown[]) =>
      typeof value === "string" ? [...value].reverse().join("") : [...value].reverse(),
  },
  sort: {
    parameters: ["array of string|array of number"],
    returns: "array",
    cost: sortingCost,
    run: sorted,
  },
  sort_by: {
    parameters: ["array", "expression"],
    returns: "array",
    cost: (list: unknown[]) => list.length * roundsOf(list),
    run: (list: unknown[], by: Reference) =>
      withKeys("sort_by", list, by)
        .sort((a, b) => compare(a.key, b.key))
        .map(({ item }) => item),
  },
  sum: { parameters: ["array of number"], returns: "number", run: sum },
  to_array: {
    parameters: ["any"],
    returns: "array",
    cost: () => 1,
    run: (value: unknown) => (Array.isArray(value) ? value : [value]),
  },
  zip: {
    parameters: ["array"],
    returns: "array",
    cost: (...lists: unknown[][]) =>
      lists.length * lists.reduce((least, { length }) => Math.min(least, length), Infinity),
    variadic: true,
    run: (...lists: unknown[][]) => {
      const length = lists.reduce(
        (least, list) => Math.min(least, list.length),
        lists[0]?.length ?? 0,
      );
      return Array.from({ length }, (_, index) => lists.map((list) => list[index]));
    },
  },
};

type Ordered = string | number;

interface Keyed {
  readonly item: unknown;
  readonly key: Ordered;
}

const NONE: Keyed = { item: null, key: 0 };

/** Every key must be text, or every key a number. */
function withKeys(name: string, list: unknown[], by: Reference): Keyed[] {
  const keyed = list.map((item) => ({ item, key: by.apply(item) as Ordered }));
  const wanted = typeof keyed[0]?.key === "number" ? "number" : "string";
  for (const { key } of keyed) if (typeof key !== wanted) throw keyFault(name, wanted, key);
  return keyed;
}

function keyFault(name: string, wanted: string, key: unknown): ExpressionError {
  return new ExpressionError(
    `Cannot call ${name}() as its key must be ${wanted} throughout: it is ${typeName(key)}`,
  );
}

function sorted(list: readonly Ordered[]): Ordered[] {
  return [...list].sort(compare);
}

/** By code points: a character of two units comes after all of one. */
function compare(a: Ordered, b: Ordered): number {
  if (typeof a === "number" || typeof b === "number") return Number(a) - Number(b);
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at++) {
    const [left, right] = [a.charCodeAt(at), b.charCodeAt(at)];
    if (left === right) continue;
    const isPair = isSurrogate(left);
    return isPair === isSurrogate(right) ? left - right : isPair ? 1 : -1;
  }
  return a.length - b.length;
}

function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff;
}

/** Each round of sorting looks at all of a text, at worst. */
function sortingCost(list: readonly Ordered[]): number {
  return list.reduce<number>((steps, item) => steps + shallowSize(item), 0) * roundsOf(list);
}

function roundsOf({ length }: readonly unknown[]): number {
  return Math.ceil(Math.log2(length + 1));
}

function sum(list: readonly number[]): number {
  return list.reduce((total, item) => total + item, 0);
}
