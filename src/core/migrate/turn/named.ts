import { nodesIn, type PythonNode } from "../../python/syntax/node.ts";

/** Whether it is the event itself. */
export function isEvent(node: PythonNode | undefined): boolean {
  return node?.type === "name" && node.name === "event";
}

/** The name and the only argument of a call of a built-in function. */
export function builtinCall(
  node: PythonNode,
): readonly [name: string, arg: PythonNode] | undefined {
  const [arg, ...more] = node.type === "call" ? node.args : [];
  if (node.type !== "call" || node.callee.type !== "name" || arg === undefined) return undefined;
  return more.length > 0 || node.keywords.length > 0 ? undefined : [node.callee.name, arg];
}

/** Whether it gives a name a value, so that it is not to be evaluated twice. */
export function hasWalrus(node: PythonNode): boolean {
  return node.type === "walrus" || nodesIn(node).some(hasWalrus);
}
