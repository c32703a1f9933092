import type { PythonNode } from "./node.ts";

/** An expression of the same kind with others right below it; what a `for` binds stays. */
export function mapped(node: PythonNode, of: (inner: PythonNode) => PythonNode): PythonNode {
  switch (node.type) {
    case "constant":
    case "name":
      return node;
    case "attribute":
    case "walrus":
      return { ...node, value: of(node.value) };
    case "subscript":
      return { ...node, value: of(node.value), index: of(node.index) };
    case "slice":
      return { ...node, bounds: node.bounds.map((it) => it && of(it)) };
    case "call":
      return {
        ...node,
        callee: of(node.callee),
        args: node.args.map(of),
        keywords: node.keywords.map(([name, it]) => [name, of(it)] as const),
      };
    case "unary":
      return { ...node, operand: of(node.operand) };
    case "binary":
      return { ...node, left: of(node.left), right: of(node.right) };
    case "bool":
      return { ...node, values: node.values.map(of) };
    case "compare":
      return {
        ...node,
        left: of(node.left),
        rest: node.rest.map(([by, it]) => [by, of(it)] as const),
      };
    case "choice":
      return { ...node, condition: of(node.condition), yes: of(node.yes), no: of(node.no) };
    case "list":
    case "tuple":
    case "set":
      return { ...node, items: node.items.map(of) };
    case "dict":
      return { ...node, entries: node.entries.map(([key, it]) => [of(key), of(it)] as const) };
    case "lambda":
      return { ...node, body: of(node.body) };
    case "comprehension":
      return {
        ...node,
        element: of(node.element),
        clauses: node.clauses.map((it) => ({
          ...it,
          iterable: of(it.iterable),
          conditions: it.conditions.map(of),
        })),
      };
    case "formatted":
      return {
        ...node,
        parts: node.parts.map((it) =>
          typeof it === "string" ? it : { ...it, value: of(it.value) },
        ),
      };
  }
}
