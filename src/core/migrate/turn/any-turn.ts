import type { PythonNode } from "../../python/syntax/node.ts";
import { isEventWalk } from "./call-turn.ts";
import { builtinCall } from "./named.ts";

/** Whether a list that is picked from another has an element, in all the ways to ask it. */
export function askedOfAny(node: PythonNode): PythonNode | undefined {
  const [name, arg] = builtinCall(node) ?? [];
  if (name === "bool" && arg !== undefined) return picked(arg);
  if (node.type === "unary" && node.by === "not") {
    const some = picked(node.operand);
    return some && negation(some);
  }
  if (node.type !== "compare" || node.rest.length !== 1) return undefined;
  const [[by, right]] = node.rest as readonly [readonly [string, PythonNode]];
  if (by === "in" || by === "not in") return amongPicked(node.left, by, right);
  if (right.type === "list" && right.items.length === 0) {
    const some = picked(node.left);
    return some && (by === "!=" ? some : by === "==" ? negation(some) : undefined);
  }
  const [counted, of] = builtinCall(node.left) ?? [];
  if (of === undefined || right.type !== "constant") return undefined;
  const some = counted === "len" ? picked(of) : counted === "sum" ? summed(of) : undefined;
  const asked = `${by}${right.value}`;
  if (some === undefined || typeof right.value !== "bigint") return undefined;
  if ([">0", ">=1", "!=0"].includes(asked)) return some;
  return ["==0", "<1", "<=0"].includes(asked) ? negation(some) : undefined;
}

/** `"x" in [v for … in …]` as `any([v == "x" for … in …])`. */
function amongPicked(item: PythonNode, by: "in" | "not in", list: PythonNode) {
  const [made, arg] = builtinCall(list) ?? [];
  const of = ["list", "tuple", "set"].includes(made ?? "") ? arg : list;
  if (of?.type !== "comprehension" || item.type !== "constant") return undefined;
  // A list of a known one is known without this; the elements of a set must be hashable.
  if (!isSafe(of) || !of.clauses.some((it) => isEventWalk(it.iterable))) return undefined;
  const { element, start, end } = of;
  const equal: PythonNode = { type: "compare", left: element, rest: [["==", item]], start, end };
  const some = anyCall({ ...of, kind: of.kind === "set" ? "list" : of.kind, element: equal });
  return by === "in" ? some : negation(some);
}

function negation(operand: PythonNode): PythonNode {
  return { type: "unary", by: "not", operand, start: operand.start, end: operand.end };
}

/** `sum(1 for x in … if …)` and `sum([x in … for x in …])`, of which more than nothing is asked. */
function summed(node: PythonNode): PythonNode | undefined {
  if (node.type !== "comprehension" || node.kind === "dict" || node.kind === "set")
    return undefined;
  const { element } = node;
  const isOne = element.type === "constant" && (element.value === 1n || element.value === true);
  if (isOne) return anyCall({ ...node, element: { ...element, value: true } });
  // A generator's later elements are not made once one is true.
  return node.kind === "list" && isAlwaysBoolean(element) ? anyCall(node) : undefined;
}

function isAlwaysBoolean(node: PythonNode): boolean {
  if (node.type === "compare" || (node.type === "unary" && node.by === "not")) return true;
  if (node.type !== "call" || node.callee.type !== "attribute") return false;
  return ["startswith", "endswith"].includes(node.callee.name);
}

/** `[x for x in … if …]` as `any([True for x in … if …])`: its element cannot raise. */
function picked(node: PythonNode): PythonNode | undefined {
  if (node.type !== "comprehension" || node.kind !== "list" || !isSafe(node)) return undefined;
  const { start, end } = node;
  return anyCall({ ...node, element: { type: "constant", value: true, start, end } });
}

/** Whether its element cannot raise. */
function isSafe({ element, clauses }: Extract<PythonNode, { type: "comprehension" }>): boolean {
  if (element.type === "constant") return true;
  return (
    element.type === "name" && clauses.some(({ target }) => namesOf(target).includes(element.name))
  );
}

function namesOf(target: PythonNode): readonly string[] {
  if (target.type === "name") return [target.name];
  return target.type === "tuple" || target.type === "list" ? target.items.flatMap(namesOf) : [];
}

function anyCall(arg: PythonNode): PythonNode {
  const { start, end } = arg;
  const callee: PythonNode = { type: "name", name: "any", start, end };
  return { type: "call", callee, args: [arg], keywords: [], start, end };
}

/** `next((True for x in … if …), False)`. */
export function firstTrue(node: PythonNode): PythonNode | undefined {
  if (node.type !== "call" || node.callee.type !== "name" || node.callee.name !== "next")
    return undefined;
  const [of, otherwise, ...more] = node.args;
  if (of?.type !== "comprehension" || of.kind !== "generator" || more.length > 0) return undefined;
  const isTrue = of.element.type === "constant" && of.element.value === true;
  const isFalse = otherwise?.type === "constant" && otherwise.value === false;
  return isTrue && isFalse && node.keywords.length === 0 ? anyCall(of) : undefined;
}
