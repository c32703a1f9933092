import { PatternError } from "./error.ts";
import type { Leaf } from "./event-field.ts";

/** Ends, from zero, of the range of numbers that EventBridge compares, both included. */
const MAX_NUMBER = 5e9;

/**
 * Compiles the argument of a `numeric` operator.
 *
 * @param path Where in the pattern, for the error.
 * @throws {PatternError} If EventBridge would refuse it.
 */
export function numericTest(argument: unknown, path: string): (leaf: Leaf) => boolean {
  const [operator, bound, operator2, bound2, ...more] = Array.isArray(argument) ? argument : [];
  const isRange = operator2 !== undefined;
  const known = isRange
    ? [">", ">="].includes(operator) && ["<", "<="].includes(operator2)
    : ["=", "<", "<=", ">", ">="].includes(operator);
  if (!known || more.length > 0) {
    const rule =
      '"numeric" must be [=, <, <=, > or >=, number] or [> or >=, number, < or <=, number]';
    throw new PatternError(path, rule, argument);
  }
  const low = checkNumber(bound, path);
  const first = comparison(operator, low);
  if (!isRange) return (leaf) => isComparable(leaf) && first(leaf);
  const high = checkNumber(bound2, path);
  if (low >= high) throw new PatternError(path, '"numeric" must go from low to high', argument);
  const second = comparison(operator2, high);
  return (leaf) => isComparable(leaf) && first(leaf) && second(leaf);
}

function comparison(operator: string, bound: number): (value: number) => boolean {
  switch (operator) {
    case "<":
      return (value) => value < bound;
    case "<=":
      return (value) => value <= bound;
    case ">":
      return (value) => value > bound;
    case ">=":
      return (value) => value >= bound;
    default:
      return (value) => value === bound;
  }
}

function isComparable(leaf: Leaf): leaf is number {
  return typeof leaf === "number" && Math.abs(leaf) <= MAX_NUMBER;
}

/**
 * Checks a number of a pattern.
 *
 * @throws {PatternError} If the service does not compare such a number.
 */
export function checkNumber(value: unknown, path: string): number {
  if (typeof value !== "number" || !isComparable(value)) {
    throw new PatternError(path, "a number must be from -5e9 to 5e9", value);
  }
  return value;
}
