import { callOf } from "../function/function.ts";
import {
  elementOf,
  fieldOf,
  isEqual,
  isFalsy,
  objectOf,
  Reference,
  typeName,
} from "../function/value.ts";
import { ExpressionError } from "../syntax/error.ts";
import type { Comparison, SliceBounds } from "../syntax/node.ts";
import type { EventView } from "./event-view.ts";
import type { PathTree, Tree } from "./tree.ts";

/** A compiled part of an expression: its value at `current` (what `@` is, away from the top). */
export type Evaluator = (current: unknown, scope: Scope) => unknown;

/** What a part of an expression can reach besides the current value. */
export interface Scope {
  readonly view: EventView;
  /** Innermost computed variable first. */
  readonly variables: Variables | undefined;
}

interface Variables {
  readonly name: string;
  readonly value: unknown;
  readonly outer: Variables | undefined;
}

/**
 * Compiles a tree to closures. Values are JSON's, `undefined` never among them.
 *
 * @throws {ExpressionError} For an unknown function or a wrong number of arguments. The closures
 * throw it for what an operator or function cannot take.
 */
export function toEvaluator(tree: Tree): Evaluator {
  switch (tree.kind) {
    case "path":
      return readerOf(tree);
    case "literal":
      return () => tree.value;
    case "current":
      return (current) => current;
    case "field":
      return (current) => fieldOf(current, tree.name);
    case "index":
      return (current) => elementOf(current, tree.index);
    case "slice":
      return (current) => slice(current, tree.bounds);
    case "then": {
      const [left, right] = [toEvaluator(tree.left), toEvaluator(tree.right)];
      return (current, scope) => {
        const base = left(current, scope);
        return base === null && !tree.always ? null : right(base, scope);
      };
    }
    case "project":
      return projection(tree);
    case "filter": {
      const [left, condition] = [toEvaluator(tree.left), toEvaluator(tree.condition)];
      const right = toEvaluator(tree.right);
      return (current, scope) => {
        const base = left(current, scope);
        if (!Array.isArray(base)) return null;
        return collect(
          base.filter((item) => !isFalsy(condition(item, scope))),
          (item) => right(item, scope),
        );
      };
    }
    case "flatten": {
      const child = toEvaluator(tree.child);
      return (current, scope) => {
        const list = child(current, scope);
        return Array.isArray(list) ? list.flat() : null;
      };
    }
    case "list": {
      const children = tree.children.map(toEvaluator);
      return (current, scope) => children.map((child) => child(current, scope));
    }
    case "hash": {
      const entries = tree.entries.map(([name, child]) => [name, toEvaluator(child)] as const);
      return (current, scope) =>
        objectOf(entries.map(([name, child]) => [name, child(current, scope)] as const));
    }
    case "and":
    case "or": {
      const [left, right] = [toEvaluator(tree.left), toEvaluator(tree.right)];
      const decides = tree.kind === "and";
      return (current, scope) => {
        const first = left(current, scope);
        return isFalsy(first) === decides ? first : right(current, scope);
      };
    }
    case "not": {
      const child = toEvaluator(tree.child);
      return (current, scope) => isFalsy(child(current, scope));
    }
    case "compare": {
      const [left, right] = [toEvaluator(tree.left), toEvaluator(tree.right)];
      const compare = COMPARISONS[tree.by];
      return (current, scope) => compare(left(current, scope), right(current, scope));
    }
    case "arithmetic": {
      const [left, right] = [toEvaluator(tree.left), toEvaluator(tree.right)];
      return (current, scope) => arithmetic(tree.by, left(current, scope), right(current, scope));
    }
    case "sign": {
      const child = toEvaluator(tree.child);
      return (current, scope) => arithmetic(tree.by, 0, child(current, scope));
    }
    case "ternary": {
      const condition = toEvaluator(tree.condition);
      const [yes, no] = [toEvaluator(tree.yes), toEvaluator(tree.no)];
      return (current, scope) => (isFalsy(condition(current, scope)) ? no : yes)(current, scope);
    }
    case "let": {
      const [value, body] = [toEvaluator(tree.value), toEvaluator(tree.body)];
      return (current, scope) => {
        const variable = { name: tree.name, value: value(current, scope), outer: scope.variables };
        return body(current, { view: scope.view, variables: variable });
      };
    }
    case "variable":
      return (_current, { variables }) => lookUp(tree.name, variables);
    case "call": {
      const args = tree.args.map(toEvaluator);
      const constants = tree.args.map((arg) => (arg.kind === "literal" ? arg.value : undefined));
      const call = callOf(tree.name, args.length, constants);
      return (current, scope) => call(args.map((arg) => arg(current, scope)));
    }
    case "reference": {
      const child = toEvaluator(tree.child);
      return (_current, scope) => new Reference((value) => child(value, scope));
    }
  }
}

/** The flat key wins, so that two spellings of one path never disagree. */
function readerOf({ segments, key, scalar }: PathTree): Evaluator {
  if (segments.length === 0) return (_current, { view }) => view.whole;
  if (scalar) return (_current, { view }) => view.scalar(key) ?? null;
  return (_current, { view }) => {
    const leaf = view.scalar(key);
    if (leaf !== undefined) return leaf;
    let value: unknown = view.nested;
    for (const segment of segments) {
      value = typeof segment === "number" ? elementOf(value, segment) : fieldOf(value, segment);
      if (value === null) return null;
    }
    return value;
  };
}

function projection(tree: Extract<Tree, { kind: "project" }>): Evaluator {
  const [left, right] = [toEvaluator(tree.left), toEvaluator(tree.right)];
  return (current, scope) => {
    const base = left(current, scope);
    if (tree.of === "slice" && typeof base === "string") return right(base, scope);
    if (tree.of === "values" && typeName(base) === "object") {
      return collect(Object.values(base as object), (item) => right(item, scope));
    }
    if (tree.of === "values" || !Array.isArray(base)) return null;
    return collect(base, (item) => right(item, scope));
  };
}

/** Projections leave nulls out. */
function collect(items: readonly unknown[], each: (item: unknown) => unknown): unknown[] {
  const collected: unknown[] = [];
  for (const item of items) {
    const result = each(item);
    if (result !== null) collected.push(result);
  }
  return collected;
}

function slice(value: unknown, [from, to, by]: SliceBounds): unknown {
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

const COMPARISONS: Readonly<Record<Comparison, (a: unknown, b: unknown) => boolean | null>> = {
  EQ: isEqual,
  NE: (a, b) => !isEqual(a, b),
  // Only numbers have an order; anything else, a missing field too, makes the result null.
  LT: (a, b) => (typeof a === "number" && typeof b === "number" ? a < b : null),
  LTE: (a, b) => (typeof a === "number" && typeof b === "number" ? a <= b : null),
  GT: (a, b) => (typeof a === "number" && typeof b === "number" ? a > b : null),
  GTE: (a, b) => (typeof a === "number" && typeof b === "number" ? a >= b : null),
};

/** Null-safe as functions are; a sign is an operation on 0. */
function arithmetic(by: string, a: unknown, b: unknown): number | null {
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

function lookUp(name: string, variables: Variables | undefined): unknown {
  for (let link = variables; link !== undefined; link = link.outer) {
    if (link.name === name) return link.value;
  }
  throw new ExpressionError(`Cannot use variable "$${name}" as it must have a value: it has none`);
}
