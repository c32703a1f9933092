import { constantText, type PythonNode } from "../../python/syntax/node.ts";
import { hasWalrus } from "./named.ts";

/** `type(value) == str` and its kin as `isinstance(value, str)`; undefined of anything else. */
export function turnedClass(node: PythonNode): PythonNode | undefined {
  if (node.type === "call") return noneClass(node);
  if (node.type !== "compare" || node.rest.length !== 1) return undefined;
  const [[by, right]] = node.rest as readonly [readonly [string, PythonNode]];
  const named = node.left.type === "attribute" && node.left.name === "__name__";
  const value = typedValue(named && node.left.type === "attribute" ? node.left.value : node.left);
  if (value === undefined || hasWalrus(value)) return undefined;
  const isList = ["list", "tuple", "set"].includes(right.type);
  const items = isList && "items" in right ? right.items : [right];
  const isMember = by === "in" || by === "not in";
  if (isMember ? !isList : isList || !["==", "!=", "is", "is not"].includes(by)) return undefined;
  if (named && by.startsWith("is")) return undefined;
  const classes = items.map((it) => (named ? constantText(it) : className(it)));
  if (classes.some((it) => it === undefined || !CLASSES.includes(it))) return undefined;
  const { start, end } = node;
  const each = (classes as string[]).map((name) => isOfClass(value, name, node));
  const [only] = each;
  if (only === undefined) return undefined;
  const any: PythonNode =
    each.length === 1 ? only : { type: "bool", by: "or", values: each, start, end };
  const isNegative = by === "!=" || by === "is not" || by === "not in";
  return isNegative ? { type: "unary", by: "not", operand: any, start, end } : any;
}

/** `type(value)`. */
function typedValue(node: PythonNode): PythonNode | undefined {
  if (node.type !== "call" || node.callee.type !== "name" || node.callee.name !== "type")
    return undefined;
  return node.args.length === 1 && node.keywords.length === 0 ? node.args[0] : undefined;
}

/** A class by its name, or as `type("")`. */
function className(node: PythonNode): string | undefined {
  if (node.type === "name") return node.name === "NoneType" ? undefined : node.name;
  const of = typedValue(node);
  if (of?.type !== "constant") return undefined;
  if (of.value === null) return "NoneType";
  const names: Record<string, string> = {
    string: "str",
    bigint: "int",
    number: "float",
    boolean: "bool",
  };
  return names[typeof of.value];
}

/** Classes that values of an event can be of. */
const CLASSES: readonly string[] = "str int float bool list dict tuple set NoneType".split(" ");

/** A boolean is an int to `isinstance`, not to `type`. */
function isOfClass(value: PythonNode, name: string, { start, end }: PythonNode): PythonNode {
  const at = { start, end };
  if (name === "NoneType") {
    const none: PythonNode = { type: "constant", value: null, ...at };
    return { type: "compare", left: value, rest: [["is", none]], ...at };
  }
  const isInstance = (of: string): PythonNode => ({
    type: "call",
    callee: { type: "name", name: "isinstance", ...at },
    args: [value, { type: "name", name: of, ...at }],
    keywords: [],
    ...at,
  });
  if (name !== "int") return isInstance(name);
  const noBoolean: PythonNode = {
    type: "unary",
    by: "not",
    operand: isInstance("bool"),
    ...at,
  };
  return { type: "bool", by: "and", values: [noBoolean, isInstance("int")], ...at };
}

/** `isinstance(value, type(None))`. */
function noneClass(node: Extract<PythonNode, { type: "call" }>): PythonNode | undefined {
  const [value, wanted, ...more] = node.args;
  if (node.callee.type !== "name" || node.callee.name !== "isinstance") return undefined;
  if (value === undefined || wanted === undefined || more.length > 0) return undefined;
  if (node.keywords.length > 0 || typedValue(wanted) === undefined) return undefined;
  const name = className(wanted);
  if (name === "NoneType") return isOfClass(value, name, node);
  if (name === undefined) return undefined;
  const { start, end } = wanted;
  return { ...node, args: [value, { type: "name", name, start, end }] };
}
