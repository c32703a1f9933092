import { mapped } from "../../python/syntax/mapped.ts";
import { nodesIn, type PythonNode } from "../../python/syntax/node.ts";
import { isEvent } from "./named.ts";

type Comprehension = Extract<PythonNode, { type: "comprehension" }>;

/**
 * `[… event[k] … for k in event]` as `[… v … for k, v in event.items()]`; undefined of anything else.
 * A generator does not see the event.
 */
export function valuesOfKeys(node: PythonNode): PythonNode | undefined {
  if (node.type !== "comprehension" || node.kind === "dict" || node.kind === "generator")
    return undefined;
  const [clause, ...more] = node.clauses;
  if (clause === undefined || more.length > 0 || clause.target.type !== "name") return undefined;
  const event = eventOf(clause.iterable);
  const asked = [node.element, ...clause.conditions];
  const { name } = clause.target;
  if (event === undefined || !asked.some((it) => readsValue(it, name))) return undefined;
  const { start, end } = node;
  const value: PythonNode = { type: "name", name: `value of ${name}`, start, end };
  const items: PythonNode = {
    type: "call",
    callee: { type: "attribute", value: event, name: "items", start, end },
    args: [],
    keywords: [],
    start,
    end,
  };
  const target: PythonNode = { type: "tuple", items: [clause.target, value], start, end };
  const [element, ...conditions] = asked.map((it) => withValue(it, name, value));
  if (element === undefined || [element, ...conditions].some(readsEvent)) return undefined;
  return {
    ...(node as Comprehension),
    element,
    clauses: [{ target, iterable: items, conditions }],
  };
}

/** The event, where its keys are walked. */
function eventOf(node: PythonNode): PythonNode | undefined {
  if (isEvent(node)) return node;
  if (node.type !== "call" || node.callee.type !== "attribute" || node.callee.name !== "keys")
    return undefined;
  return node.args.length === 0 && isEvent(node.callee.value) ? node.callee.value : undefined;
}

/** `event[k]`, `event.get(k)`: what is walked is there. */
function isValue(node: PythonNode, name: string): boolean {
  if (node.type === "subscript") return isEvent(node.value) && isName(node.index, name);
  if (node.type !== "call" || node.callee.type !== "attribute" || node.callee.name !== "get")
    return false;
  const isPlain = node.args.slice(1).every((it) => it.type === "constant");
  return (
    isPlain && node.args.length < 3 && isEvent(node.callee.value) && isName(node.args[0], name)
  );
}

function isName(node: PythonNode | undefined, name: string): boolean {
  return node?.type === "name" && node.name === name;
}

function readsValue(node: PythonNode, name: string): boolean {
  return isValue(node, name) || nodesIn(node).some((it) => readsValue(it, name));
}

function readsEvent(node: PythonNode): boolean {
  return isEvent(node) || nodesIn(node).some(readsEvent);
}

function withValue(node: PythonNode, name: string, value: PythonNode): PythonNode {
  if (isValue(node, name)) return value;
  // What may bind the name anew stays: it still reads the event, which is then not taken.
  if (node.type === "comprehension" || node.type === "lambda") return node;
  return mapped(node, (it) => withValue(it, name, value));
}
