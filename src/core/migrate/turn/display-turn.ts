import type { PythonNode } from "../../python/syntax/node.ts";

/** `dict(a=1)` as `{"a": 1}`, and `["a"] * 2` as `["a", "a"]`; undefined of anything else. */
export function displayed(node: PythonNode): PythonNode | undefined {
  const { start, end } = node;
  if (node.type === "call") {
    if (node.callee.type !== "name" || node.callee.name !== "dict" || node.args.length > 0)
      return undefined;
    if (node.keywords.length === 0) return undefined;
    const entries = node.keywords.map(
      ([name, value]) => [{ type: "constant", value: name, start, end }, value] as const,
    );
    return { type: "dict", entries: entries as [PythonNode, PythonNode][], start, end };
  }
  if (node.type !== "binary" || node.by !== "*") return undefined;
  const { left, right } = node;
  if ((left.type !== "list" && left.type !== "tuple") || right.type !== "constant")
    return undefined;
  const isFew = typeof right.value === "bigint" && right.value > 0n && right.value <= 8n;
  // What may have an effect is evaluated once.
  if (!isFew || left.items.some((it) => it.type !== "constant")) return undefined;
  const items = Array.from({ length: Number(right.value) }, () => left.items).flat();
  return { ...left, items, start, end };
}
