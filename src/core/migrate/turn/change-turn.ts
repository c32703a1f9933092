import { mapped } from "../../python/syntax/mapped.ts";
import { constantText, nodesIn, type PythonNode } from "../../python/syntax/node.ts";
import { isEvent } from "./named.ts";

/**
 * An expression with its one `event.setdefault()` or `event.pop()` as the look-up that it is too;
 * undefined if there is none, or if something else in it may ask for the changed key.
 */
export function withoutChange(root: PythonNode): PythonNode | undefined {
  const [change, ...more] = changesIn(root);
  if (change === undefined || more.length > 0) return undefined;
  const key = constantText(change.args[0]);
  if (key === undefined || change.keywords.length > 0 || change.args.length > 2) return undefined;
  if (asks(root, change, key)) return undefined;
  const { callee, args, start, end } = change;
  const isPlain = callee.name === "pop" && args.length === 1;
  const lookUp: PythonNode = isPlain
    ? { type: "subscript", value: callee.value, index: args[0] as PythonNode, start, end }
    : { ...change, callee: { ...callee, name: "get" } };
  const replace = (node: PythonNode): PythonNode =>
    node === change ? lookUp : mapped(node, replace);
  return replace(root);
}

type Change = Extract<PythonNode, { type: "call" }> & {
  readonly callee: Extract<PythonNode, { type: "attribute" }>;
};

function changesIn(node: PythonNode): readonly Change[] {
  const inner = nodesIn(node).flatMap(changesIn);
  return isChange(node) ? [node, ...inner] : inner;
}

function isChange(node: PythonNode): node is Change {
  if (node.type !== "call" || node.callee.type !== "attribute") return false;
  return ["setdefault", "pop"].includes(node.callee.name) && isEvent(node.callee.value);
}

/** Whether anything but the change may ask for its key: the event as a whole, or that key. */
function asks(node: PythonNode, change: Change, key: string): boolean {
  if (node === change) return change.args.slice(1).some((it) => asks(it, change, key));
  const other = otherKey(node);
  if (other !== undefined)
    return other === key || othersIn(node).some((it) => asks(it, change, key));
  return isEvent(node) || nodesIn(node).some((it) => asks(it, change, key));
}

/** The key of `event["key"]`, `event.get("key")` or `"key" in event`. */
function otherKey(node: PythonNode): string | undefined {
  if (node.type === "subscript" && isEvent(node.value)) return constantText(node.index);
  if (node.type === "compare" && node.rest.length === 1 && isEvent(node.rest[0]?.[1]))
    return constantText(node.left);
  if (node.type !== "call" || node.callee.type !== "attribute") return undefined;
  const isGet = node.callee.name === "get" && isEvent(node.callee.value);
  return isGet ? constantText(node.args[0]) : undefined;
}

function othersIn(node: PythonNode): readonly PythonNode[] {
  return node.type === "call" ? node.args.slice(1) : [];
}
