import { formattedByPercent } from "./percent.ts";
import { PythonError, PythonUnsupported } from "./syntax/error.ts";
import type { BinaryOperator, CompareOperator } from "./syntax/node.ts";
import {
  asNumber,
  classOf,
  isEqualTo,
  iterate,
  PythonCallable,
  PythonDict,
  PythonIterator,
  PythonSequence,
  PythonSet,
  type PythonValue,
} from "./value.ts";

/** One comparison of two values. */
export function compare(by: CompareOperator, a: PythonValue, b: PythonValue): boolean {
  switch (by) {
    case "==":
      return isEqualTo(a, b);
    case "!=":
      return !isEqualTo(a, b);
    case "is":
      return isSame(a, b);
    case "is not":
      return !isSame(a, b);
    case "in":
      return isIn(a, b);
    case "not in":
      return !isIn(a, b);
    default:
      return ordered(by, a, b);
  }
}

/**
 * Whether CPython has one object for all that equal it: texts of one letter at most, and small
 * numbers. Of others an event's value is made anew, so none of the expression's own is it.
 */
export function isShared(value: PythonValue): boolean {
  if (typeof value === "bigint") return value >= -5n && value <= 256n;
  return typeof value === "string" && /^[\0-\xff]?$/.test(value);
}

/** Which texts, numbers and containers are one object is up to the interpreter. */
function isSame(a: PythonValue, b: PythonValue): boolean {
  const singles = [a, b].filter((it) => it === null || typeof it === "boolean");
  if (singles.length > 0 || classOf(a) !== classOf(b)) return a === b;
  if (typeof a !== "object" && (!isEqualTo(a, b) || isShared(a))) return isEqualTo(a, b);
  if (a instanceof PythonCallable && b instanceof PythonCallable) return a.name === b.name;
  throw new PythonUnsupported("is between values that == is for");
}

function isIn(item: PythonValue, container: PythonValue): boolean {
  if (typeof container === "string") {
    if (typeof item === "string") return container.includes(item);
    throw new PythonError("TypeError", `'in <string>' requires string as left operand`);
  }
  if (container instanceof PythonDict) return container.get(item) !== undefined;
  if (container instanceof PythonSet)
    return [...new PythonSet([item]).items.keys()].some((key) => container.items.has(key));
  for (const it of iterate(container)) if (isEqualTo(it, item)) return true;
  return false;
}

function ordered(by: Order, a: PythonValue, b: PythonValue): boolean {
  if (isSetLike(a) && isSetLike(b)) return setOrdered(by, [...iterate(a)], [...iterate(b)]);
  const order = orderOf(a, b);
  if (order === undefined) {
    throw new PythonError(
      "TypeError",
      `'${by}' not supported between '${classOf(a)}' and '${classOf(b)}'`,
    );
  }
  // NaN has no order.
  if (Number.isNaN(order)) return false;
  if (by === "<") return order < 0;
  if (by === "<=") return order <= 0;
  return by === ">" ? order > 0 : order >= 0;
}

/** Negative if the first comes first; undefined where there is no order. */
function orderOf(a: PythonValue, b: PythonValue): number | undefined {
  const [x, y] = [asNumber(a), asNumber(b)];
  if (x !== undefined && y !== undefined)
    return x < y ? -1 : x > y ? 1 : isEqualTo(x, y) ? 0 : Number.NaN;
  if (typeof a === "string" && typeof b === "string") return textOrder(a, b);
  if (
    a instanceof PythonSequence &&
    b instanceof PythonSequence &&
    a.kind === b.kind &&
    a.kind !== "view"
  ) {
    for (const [index, item] of a.items.entries()) {
      const other = b.items[index];
      if (other === undefined) return 1;
      if (!isEqualTo(item, other)) return orderOf(item, other);
    }
    return a.items.length - b.items.length;
  }
  return undefined;
}

/** A set, or the keys of a dict. */
function isSetLike(value: PythonValue): boolean {
  return value instanceof PythonSet || (value instanceof PythonSequence && value.kind === "view");
}

/** Whether one has all of another. */
function setOrdered(by: Order, a: readonly PythonValue[], b: readonly PythonValue[]): boolean {
  if (by === ">" || by === ">=") return setOrdered(by === ">" ? "<" : "<=", b, a);
  const keys = new PythonSet(b).items;
  const within = [...new PythonSet(a).items.keys()];
  return within.every((key) => keys.has(key)) && (by === "<=" || within.length < keys.size);
}

type Order = "<" | "<=" | ">" | ">=";

/** By code points, not by UTF-16 units. */
function textOrder(a: string, b: string): number {
  const [left, right] = [[...a], [...b]];
  for (const [index, char] of left.entries()) {
    const other = right[index];
    if (other === undefined) return 1;
    const difference = (char.codePointAt(0) ?? 0) - (other.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

/** Calculates with two values. */
export function calculate(by: BinaryOperator, a: PythonValue, b: PythonValue): PythonValue {
  if (typeof a === "boolean" && typeof b === "boolean" && "|&^".includes(by)) {
    return by === "|" ? a || b : by === "&" ? a && b : a !== b;
  }
  const [x, y] = [asNumber(a), asNumber(b)];
  if (x !== undefined && y !== undefined) return calculateNumbers(by, x, y);
  if (by === "+") {
    if (typeof a === "string" && typeof b === "string") return a + b;
    if (
      a instanceof PythonSequence &&
      b instanceof PythonSequence &&
      a.kind === b.kind &&
      a.kind !== "view"
    ) {
      return new PythonSequence(a.kind, [...a.items, ...b.items]);
    }
  }
  if (by === "*" && typeof a === "string" && y !== undefined) return repeated(a, y);
  if (by === "*" && typeof b === "string" && x !== undefined) return repeated(b, x);
  if (by === "%" && typeof a === "string") return formattedByPercent(a, b);
  if (a instanceof PythonSet && b instanceof PythonSet) return calculateSets(by, a, b);
  if (hasOwnOperators(a) || hasOwnOperators(b))
    throw new PythonUnsupported(`${by} of a ${classOf(a)}`);
  throw new PythonError(
    "TypeError",
    `unsupported operand type(s) for ${by}: '${classOf(a)}' and '${classOf(b)}'`,
  );
}

function hasOwnOperators(value: PythonValue): boolean {
  return (
    value instanceof PythonSequence ||
    value instanceof PythonDict ||
    value instanceof PythonSet ||
    value instanceof PythonCallable ||
    value instanceof PythonIterator
  );
}

function repeated(text: string, count: bigint | number): string {
  if (typeof count === "number")
    throw new PythonError("TypeError", "can't multiply sequence by float");
  if (count > 10_000n) throw new PythonUnsupported("a text repeated so often");
  return text.repeat(Math.max(0, Number(count)));
}

function calculateSets(by: BinaryOperator, a: PythonSet, b: PythonSet): PythonValue {
  const [left, right] = [[...a.items], [...b.items]];
  const only = (of: typeof left, other: PythonSet, wanted: boolean) =>
    of.filter(([key]) => other.items.has(key) === wanted).map(([, item]) => item);
  if (by === "&") return new PythonSet(only(left, b, true));
  if (by === "-") return new PythonSet(only(left, b, false));
  if (by === "|") return new PythonSet([...a.items.values(), ...b.items.values()]);
  if (by === "^") return new PythonSet([...only(left, b, false), ...only(right, a, false)]);
  throw new PythonError("TypeError", `unsupported operand type(s) for ${by}: 'set' and 'set'`);
}

function calculateNumbers(by: BinaryOperator, x: bigint | number, y: bigint | number): PythonValue {
  if (typeof x === "bigint" && typeof y === "bigint") {
    switch (by) {
      case "+":
        return x + y;
      case "-":
        return x - y;
      case "*":
        return x * y;
      case "//":
        return y === 0n ? zero() : (x - modulo(x, y)) / y;
      case "%":
        return y === 0n ? zero() : modulo(x, y);
      case "/":
        return y === 0n ? zero() : Number(x) / Number(y);
      case "|":
        return x | y;
      case "&":
        return x & y;
      case "^":
        return x ^ y;
      case "**":
        if (y < 0n || y > 1000n) throw new PythonUnsupported("such a power");
        return x ** y;
      default:
        throw new PythonUnsupported(`the operator ${by}`);
    }
  }
  const [a, b] = [Number(x), Number(y)];
  switch (by) {
    case "+":
      return a + b;
    case "-":
      return a - b;
    case "*":
      return a * b;
    case "/":
      return b === 0 ? zero() : a / b;
    case "//":
      return b === 0 ? zero() : Math.floor(a / b);
    case "%":
      return b === 0 ? zero() : a - b * Math.floor(a / b);
    case "**":
      throw new PythonUnsupported("such a power");
    default:
      throw new PythonError("TypeError", `unsupported operand type(s) for ${by}: 'float'`);
  }
}

/** Its sign is the divisor's. */
function modulo(x: bigint, y: bigint): bigint {
  const rest = x % y;
  return rest !== 0n && rest < 0n !== y < 0n ? rest + y : rest;
}

function zero(): never {
  throw new PythonError("ZeroDivisionError", "division by zero");
}
