import { attributeOf } from "./methods.ts";
import { calculate, compare } from "./operator.ts";
import { textOfPart } from "./percent.ts";
import { lookUp, type PythonScope, scopeOfWalrus } from "./scope.ts";
import { elementAt, sliceAt } from "./subscript.ts";
import { PythonError, PythonUnsupported } from "./syntax/error.ts";
import type { ForClause, PythonNode } from "./syntax/node.ts";
import {
  asNumber,
  classOf,
  isTrue,
  iterate,
  PythonCallable,
  PythonDict,
  PythonIterator,
  PythonSequence,
  PythonSet,
  type PythonValue,
} from "./value.ts";

/**
 * Evaluates an expression as Python does.
 *
 * @throws {PythonError} Where Python raises.
 * @throws {PythonUnsupported} For what is not understood here.
 */
export function evaluatePython(node: PythonNode, scope: PythonScope): PythonValue {
  switch (node.type) {
    case "constant":
      return node.value;
    case "name":
      return lookUp(node.name, scope);
    case "attribute":
      return attributeOf(evaluatePython(node.value, scope), node.name);
    case "subscript":
      return subscript(evaluatePython(node.value, scope), node.index, scope);
    case "slice":
      throw new PythonUnsupported("a slice by itself", node.start);
    case "call": {
      const callee = evaluatePython(node.callee, scope);
      const args = node.args.map((arg) => evaluatePython(arg, scope));
      const keywords = new Map(
        node.keywords.map(([name, value]) => [name, evaluatePython(value, scope)]),
      );
      if (callee instanceof PythonCallable) return callee.call(args, keywords);
      throw new PythonError("TypeError", `'${classOf(callee)}' object is not callable`);
    }
    case "unary":
      return unary(node.by, evaluatePython(node.operand, scope));
    case "binary":
      return calculate(
        node.by,
        evaluatePython(node.left, scope),
        evaluatePython(node.right, scope),
      );
    case "bool": {
      let value: PythonValue = null;
      for (const part of node.values) {
        value = evaluatePython(part, scope);
        if (isTrue(value) === (node.by === "or")) return value;
      }
      return value;
    }
    case "compare": {
      let left = evaluatePython(node.left, scope);
      for (const [by, part] of node.rest) {
        const right = evaluatePython(part, scope);
        if (!compare(by, left, right)) return false;
        left = right;
      }
      return true;
    }
    case "choice":
      return evaluatePython(
        isTrue(evaluatePython(node.condition, scope)) ? node.yes : node.no,
        scope,
      );
    case "lambda":
      return new PythonCallable("<lambda>", (args, keywords) => {
        if (args.length !== node.parameters.length || keywords.size > 0) {
          throw new PythonError(
            "TypeError",
            `<lambda>() takes ${node.parameters.length} arguments`,
          );
        }
        const names = new Map(
          node.parameters.map((name, index) => [name, args[index] as PythonValue]),
        );
        return evaluatePython(node.body, { names, outer: scope, isFunction: true });
      });
    case "walrus": {
      const value = evaluatePython(node.value, scope);
      scopeOfWalrus(scope).names.set(node.name, value);
      return value;
    }
    case "list":
    case "tuple":
      return new PythonSequence(
        node.type,
        node.items.map((item) => evaluatePython(item, scope)),
      );
    case "set":
      return new PythonSet(node.items.map((item) => evaluatePython(item, scope)));
    case "dict":
      return new PythonDict(
        node.entries.map(
          ([key, value]) => [evaluatePython(key, scope), evaluatePython(value, scope)] as const,
        ),
      );
    case "comprehension":
      return comprehension(node, scope);
    case "formatted":
      return node.parts
        .map((part) => {
          if (typeof part === "string") return part;
          if (part.conversion === "r" || part.conversion === "a" || (part.spec ?? "") !== "") {
            throw new PythonUnsupported("a format in an f-string", part.value.start);
          }
          return textOfPart(evaluatePython(part.value, scope));
        })
        .join("");
  }
}

function unary(by: "not" | "-" | "+" | "~", value: PythonValue): PythonValue {
  if (by === "not") return !isTrue(value);
  const number = asNumber(value);
  if (number === undefined || (by === "~" && typeof number === "number")) {
    throw new PythonError("TypeError", `bad operand type for unary ${by}: '${classOf(value)}'`);
  }
  if (by === "~") return ~(number as bigint);
  return by === "-" ? -number : number;
}

/** `value[index]`, or a slice. */
function subscript(value: PythonValue, index: PythonNode, scope: PythonScope): PythonValue {
  if (index.type !== "slice") return elementAt(value, evaluatePython(index, scope));
  const bounds = index.bounds.map((it) => (it === undefined ? null : evaluatePython(it, scope)));
  return sliceAt(value, bounds);
}

type Comprehension = Extract<PythonNode, { type: "comprehension" }>;

function comprehension({ kind, element, clauses }: Comprehension, scope: PythonScope): PythonValue {
  const [first] = clauses as readonly [ForClause, ...ForClause[]];
  // The first list is made outside.
  const walked = iterate(evaluatePython(first.iterable, scope));
  const inner: PythonScope = { names: new Map(), outer: scope, isFunction: kind === "generator" };
  const elements = () => walk(clauses, 0, walked, inner, (at) => evaluatePython(element, at));
  if (kind === "generator") return new PythonIterator(elements);
  const made = [...elements()];
  if (kind === "list") return new PythonSequence("list", made);
  if (kind === "set") return new PythonSet(made);
  return new PythonDict(
    made.map((pair) => (pair as PythonSequence).items as [PythonValue, PythonValue]),
  );
}

function* walk(
  clauses: readonly ForClause[],
  depth: number,
  walked: Iterable<PythonValue>,
  scope: PythonScope,
  element: (scope: PythonScope) => PythonValue,
): Generator<PythonValue> {
  const clause = clauses[depth] as ForClause;
  const next = clauses[depth + 1];
  for (const item of walked) {
    bind(clause.target, item, scope);
    if (!clause.conditions.every((it) => isTrue(evaluatePython(it, scope)))) continue;
    if (next === undefined) yield element(scope);
    else
      yield* walk(
        clauses,
        depth + 1,
        iterate(evaluatePython(next.iterable, scope)),
        scope,
        element,
      );
  }
}

function bind(target: PythonNode, value: PythonValue, scope: PythonScope): void {
  if (target.type === "name") scope.names.set(target.name, value);
  else if (target.type === "tuple" || target.type === "list") {
    const items = [...iterate(value)];
    if (items.length !== target.items.length) {
      throw new PythonError(
        "ValueError",
        `cannot unpack ${items.length} values into ${target.items.length}`,
      );
    }
    for (const [index, it] of target.items.entries()) bind(it, items[index] as PythonValue, scope);
  } else throw new PythonUnsupported("such a target of a for", target.start);
}
