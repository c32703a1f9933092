import { type Budget, deepSize, shallowSize, textSize } from "../function/budget.ts";
import { isEqual, typeName } from "../function/value.ts";
import { ExpressionError } from "../syntax/error.ts";
import type { Comparison, SliceBounds } from "../syntax/node.ts";
import type { Tree } from "./tree.ts";

/** Compares two values: true, false, or null where they have no order. */
export function compareValues(
  by: Comparison,
  a: unknown,
  b: unknown,
  budget: Budget,
): boolean | null {
  if (a !== b && typeof a === typeof b) spendComparing(a, b, budget);
  return COMPARED[by](a, b);
}

/**
 * {@linkcode compareValues} with a value on the right that is the same for every event, where that
 * needs no look inside either and no budget; undefined where it does.
 */
export function constantTest({
  by,
  right,
}: Extract<Tree, { kind: "compare" }>): ((value: unknown) => boolean) | undefined {
  if (right.kind !== "literal" || (by !== "EQ" && by !== "NE")) return undefined;
  const { value: constant } = right;
  const isPlain = typeof constant === "string" ? constant.length <= FREE_TEXT : isScalar(constant);
  if (!isPlain) return undefined;
  return by === "EQ" ? (value) => value === constant : (value) => value !== constant;
}

function isScalar(value: unknown): boolean {
  return value === null || typeof value !== "object";
}

/** Longest text that is compared without being counted. */
const FREE_TEXT = 64;

/** Comparing by value looks at all of the smaller one, and at two texts of one length. */
function spendComparing(a: unknown, b: unknown, budget: Budget): void {
  if (typeof a === "string") {
    if (a.length === (b as string).length && a.length > FREE_TEXT) budget.spend(textSize(a));
  } else if (typeof a === "object" && a !== null && b !== null) {
    budget.spend(2 * Math.min(deepSize(a), deepSize(b)));
  }
}

/** What comparisons give. */
export const COMPARED: Readonly<Record<Comparison, (a: unknown, b: unknown) => boolean | null>> = {
  EQ: isEqual,
  NE: (a, b) => !isEqual(a, b),
  // Only numbers have an order; anything else, a missing field too, makes the result null.
  LT: (a, b) => (typeof a === "number" && typeof b === "number" ? a < b : null),
  LTE: (a, b) => (typeof a === "number" && typeof b === "number" ? a <= b : null),
  GT: (a, b) => (typeof a === "number" && typeof b === "number" ? a > b : null),
  GTE: (a, b) => (typeof a === "number" && typeof b === "number" ? a >= b : null),
};

/** Null-safe as functions are; a sign is an operation on 0. */
export function calculated(by: string, a: unknown, b: unknown): number | null {
  if (a === null || b === null) return null;
  if (typeof a !== "number" || typeof b !== "number") {
    throw new ExpressionError(
      `Cannot calculate as both sides must be numbers: they are ${typeName(a)} and ${typeName(b)}`,
    );
  }
  const result = calculate(by, a, b);
  if (Number.isFinite(result)) return result;
  throw new ExpressionError(`Cannot calculate as the result must be a number: it is ${result}`);
}

function calculate(by: string, a: number, b: number): number {
  switch (by) {
    case "Plus":
      return a + b;
    case "Minus":
      return a - b;
    case "Divide":
      return a / b;
    case "Div":
      return Math.floor(a / b);
    case "Modulo":
      return a % b;
    default:
      return a * b;
  }
}

/** A part of a list or a text; null of anything else. */
export function sliced(value: unknown, [from, to, by]: SliceBounds, budget: Budget): unknown {
  budget.spend(typeof value === "string" ? value.length : shallowSize(value));
  const items = typeof value === "string" ? [...value] : value;
  if (!Array.isArray(items)) return null;
  const step = by ?? 1;
  const lowest = step < 0 ? -1 : 0;
  const highest = step < 0 ? items.length - 1 : items.length;
  const bound = (at: number | null, whenOpen: number): number => {
    if (at === null) return whenOpen;
    return Math.min(highest, Math.max(lowest, at < 0 ? at + items.length : at));
  };
  const start = bound(from, step < 0 ? highest : lowest);
  const stop = bound(to, step < 0 ? lowest : highest);
  const taken: unknown[] = [];
  for (let at = start; step < 0 ? at > stop : at < stop; at += step) taken.push(items[at]);
  return typeof value === "string" ? taken.join("") : taken;
}
