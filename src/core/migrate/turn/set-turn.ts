import type { PythonNode } from "../../python/syntax/node.ts";
import { builtinCall, hasWalrus, isEvent } from "./named.ts";

/**
 * What is asked of the elements that two sets share, or of those that only the first has, in words
 * that ask it of each element; undefined of anything else.
 */
export function askedOfSets(node: PythonNode): PythonNode | undefined {
  if (node.type === "unary")
    return node.by === "not" ? asked(node.operand, node, false) : undefined;
  if (node.type === "call") {
    const [name, arg] = builtinCall(node) ?? [];
    return name === "bool" && arg !== undefined ? asked(arg, node, true) : undefined;
  }
  if (node.type !== "compare" || node.rest.length !== 1) return undefined;
  const [[by, right]] = node.rest as readonly [readonly [string, PythonNode]];
  if (isEmptySet(right))
    return by === "!=" || by === "==" ? asked(node.left, node, by === "!=") : undefined;
  const [name, of] = builtinCall(node.left) ?? [];
  if (name !== "len" || of === undefined || right.type !== "constant") return undefined;
  const compared = `${by}${right.value}`;
  if ([">0", ">=1", "!=0"].includes(compared)) return asked(of, node, true);
  if (["==0", "<1", "<=0"].includes(compared)) return asked(of, node, false);
  const sum = countOf(of);
  return sum && { ...node, left: sum };
}

/** Whether a set that is calculated has an element. */
function asked(made: PythonNode, at: PythonNode, hasSome: boolean): PythonNode | undefined {
  const [by, a, b] = calculated(made) ?? [];
  if (by === undefined || a === undefined || b === undefined) return undefined;
  const { start, end } = at;
  // What has items is asked, not the event.
  const [self, other] = by === "&" && a.type !== "set" ? [b, a] : [a, b];
  const none: PythonNode = {
    type: "call",
    callee: {
      type: "attribute",
      value: self,
      name: by === "&" ? "isdisjoint" : "issubset",
      start,
      end,
    },
    args: [other],
    keywords: [],
    start,
    end,
  };
  return hasSome ? { type: "unary", by: "not", operand: none, start, end } : none;
}

/** How many elements two sets share, where those of one are constants, each once. */
function countOf(made: PythonNode): PythonNode | undefined {
  const [by, a, b] = calculated(made) ?? [];
  if (by !== "&" || a === undefined || b === undefined) return undefined;
  const [known, other] = areConstants(a) ? [a, b] : [b, a];
  if (!areConstants(known) || known.type !== "set" || hasWalrus(other)) return undefined;
  const { start, end } = made;
  const items = known.items.map(
    (left): PythonNode => ({ type: "compare", left, rest: [["in", other]], start, end }),
  );
  const callee: PythonNode = { type: "name", name: "sum", start, end };
  const list: PythonNode = { type: "list", items, start, end };
  return { type: "call", callee, args: [list], keywords: [], start, end };
}

function areConstants(node: PythonNode): boolean {
  if (node.type !== "set") return false;
  const values = node.items.map((it) => (it.type === "constant" ? it.value : undefined));
  return values.every((it) => typeof it === "string") && new Set(values).size === node.items.length;
}

/** `a & b` and `a - b`, also by their methods. */
function calculated(
  node: PythonNode,
): readonly [by: "&" | "-", a: PythonNode, b: PythonNode] | undefined {
  if (node.type === "binary" && (node.by === "&" || node.by === "-")) {
    const [a, b] = [setOf(node.left), setOf(node.right)];
    return a && b && [node.by, a, b];
  }
  if (node.type !== "call" || node.callee.type !== "attribute") return undefined;
  const by = METHODS.get(node.callee.name);
  const [arg, ...more] = node.args;
  if (by === undefined || arg === undefined || more.length > 0 || node.keywords.length > 0)
    return undefined;
  const [a, b] = [setOf(node.callee.value), isEvent(arg) ? arg : (setOf(arg) ?? itemsIn(arg))];
  // The keys of a dict have no such methods.
  return a?.type === "set" && b ? [by, a, b] : undefined;
}

const METHODS: ReadonlyMap<string, "&" | "-"> = new Map([
  ["intersection", "&"],
  ["difference", "-"],
]);

/** A set whose items stand there, or the event's keys as one. */
function setOf(node: PythonNode): PythonNode | undefined {
  if (node.type === "set") return node;
  if (isKeys(node)) return node;
  const [name, arg] = builtinCall(node) ?? [];
  if ((name !== "set" && name !== "frozenset") || arg === undefined) return undefined;
  return isEvent(arg) || isKeys(arg) ? arg : itemsIn(arg);
}

function itemsIn(node: PythonNode): PythonNode | undefined {
  if (node.type !== "list" && node.type !== "tuple" && node.type !== "set") return undefined;
  const { items, start, end } = node;
  return { type: "set", items, start, end };
}

function isKeys(node: PythonNode): boolean {
  if (node.type !== "call" || node.callee.type !== "attribute") return false;
  return node.callee.name === "keys" && node.args.length === 0 && isEvent(node.callee.value);
}

function isEmptySet(node: PythonNode): boolean {
  if (node.type !== "call" || node.callee.type !== "name") return false;
  return node.callee.name === "set" && node.args.length === 0 && node.keywords.length === 0;
}
