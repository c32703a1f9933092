import type { Budget } from "../function/budget.ts";
import { callOf, pairCallOf } from "../function/function.ts";
import { elementOf, fieldOf, isFalsy, objectOf, Reference, typeName } from "../function/value.ts";
import { ExpressionError } from "../syntax/error.ts";
import type { EventView } from "./event-view.ts";
import type { OddElements } from "./odd-elements.ts";
import { calculated, compareValues, constantTest, sliced } from "./operator-value.ts";
import type { PathTree, Tree } from "./tree.ts";
import { weightOf } from "./weight.ts";

/** A compiled part of an expression: its value at `current` (what `@` is, away from the top). */
export type Evaluator = (current: unknown, scope: Scope) => unknown;

/** What a part of an expression can reach besides the current value. */
export interface Scope {
  readonly view: EventView;
  readonly budget: Budget;
  readonly odd: OddElements;
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
 * throw it for what an operator or function cannot take, and where the budget runs out.
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
      return (current, { budget }) => sliced(current, tree.bounds, budget);
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
      const steps = weightOf(tree.condition) + weightOf(tree.right);
      return (current, scope) => {
        const base = left(current, scope);
        if (!Array.isArray(base)) return null;
        scope.budget.spend(base.length * steps);
        return collect(
          base.filter((item) => !isFalsy(scope.odd.judge(() => condition(item, scope)) ?? null)),
          (item) => right(item, scope),
          scope,
        );
      };
    }
    case "flatten": {
      const child = toEvaluator(tree.child);
      return (current, scope) => {
        const list = child(current, scope);
        if (!Array.isArray(list)) return null;
        for (const item of list) scope.budget.spend(Array.isArray(item) ? 1 + item.length : 1);
        return list.flat();
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
      const test = constantTest(tree);
      if (test !== undefined) return (current, scope) => test(left(current, scope));
      return (current, scope) =>
        compareValues(tree.by, left(current, scope), right(current, scope), scope.budget);
    }
    case "arithmetic": {
      const [left, right] = [toEvaluator(tree.left), toEvaluator(tree.right)];
      return (current, scope) => calculated(tree.by, left(current, scope), right(current, scope));
    }
    case "sign": {
      const child = toEvaluator(tree.child);
      return (current, scope) => calculated(tree.by, 0, child(current, scope));
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
        return body(current, { ...scope, variables: variable });
      };
    }
    case "variable":
      return (_current, { variables }) => lookUp(tree.name, variables);
    case "call": {
      const args = tree.args.map(toEvaluator);
      const constants = tree.args.map((arg) => (arg.kind === "literal" ? arg.value : undefined));
      const [first, second, ...others] = args;
      if (first !== undefined && second !== undefined && others.length === 0) {
        const call = pairCallOf(tree.name, constants);
        return (current, scope) =>
          call(first(current, scope), second(current, scope), scope.budget);
      }
      const call = callOf(tree.name, args.length, constants);
      return (current, scope) =>
        call(
          args.map((arg) => arg(current, scope)),
          scope.budget,
        );
    }
    case "reference": {
      const child = toEvaluator(tree.child);
      const steps = weightOf(tree.child);
      return (_current, scope) =>
        new Reference((value) => {
          scope.budget.spend(steps);
          return scope.odd.judge(() => child(value, scope)) ?? null;
        });
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
  const steps = weightOf(tree.right);
  const each = (items: readonly unknown[], scope: Scope): unknown[] => {
    scope.budget.spend(items.length * steps);
    return collect(items, (item) => right(item, scope), scope);
  };
  return (current, scope) => {
    const base = left(current, scope);
    if (tree.of === "slice" && typeof base === "string") return right(base, scope);
    if (tree.of === "values" && typeName(base) === "object") {
      return each(Object.values(base as object), scope);
    }
    return tree.of === "values" || !Array.isArray(base) ? null : each(base, scope);
  };
}

/** Projections leave nulls out, and what cannot be judged. */
function collect(
  items: readonly unknown[],
  each: (item: unknown) => unknown,
  { odd }: Scope,
): unknown[] {
  const collected: unknown[] = [];
  for (const item of items) {
    const result = odd.judge(() => each(item)) ?? null;
    if (result !== null) collected.push(result);
  }
  return collected;
}

function lookUp(name: string, variables: Variables | undefined): unknown {
  for (let link = variables; link !== undefined; link = link.outer) {
    if (link.name === name) return link.value;
  }
  throw new ExpressionError(`Cannot use variable "$${name}" as it must have a value: it has none`);
}
