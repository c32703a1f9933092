import { constantText, nodesIn, type PythonNode } from "../../python/syntax/node.ts";

type Call = Extract<PythonNode, { type: "call" }>;
type Comprehension = Extract<PythonNode, { type: "comprehension" }>;

/** A call in other words that Python evaluates the same; undefined if none are known. */
export function turnedCall(node: PythonNode): PythonNode | undefined {
  if (node.type !== "call") return undefined;
  return withPlaces(node) ?? ofClass(node) ?? operatorOf(node) ?? walked(node) ?? counted(node);
}

/** `split(sep=…, maxsplit=…)` with its arguments by their places. */
function withPlaces(node: Call): PythonNode | undefined {
  const { callee, args, keywords } = node;
  if (keywords.length === 0 || callee.type !== "attribute") return undefined;
  if (!["split", "rsplit"].includes(callee.name)) return undefined;
  const names = ["sep", "maxsplit"].slice(args.length);
  const named = new Map(keywords);
  if (named.size < keywords.length || keywords.some(([name]) => !names.includes(name)))
    return undefined;
  const { start, end } = node;
  const none: PythonNode = { type: "constant", value: null, start, end };
  const last = named.has("maxsplit") ? 2 : 1;
  const more = names.slice(0, last - args.length).map((name) => named.get(name) ?? none);
  return { ...node, args: [...args, ...more], keywords: [] };
}

/** `str.lower(text)` as `text.lower()`: of what is no text, both raise. */
function ofClass(node: Call): PythonNode | undefined {
  const { callee, args, keywords } = node;
  const [self, ...others] = args;
  if (callee.type !== "attribute" || self === undefined || keywords.length > 0) return undefined;
  if (callee.value.type !== "name" || callee.value.name !== "str") return undefined;
  return TEXT_ONLY.includes(callee.name)
    ? { ...node, callee: { ...callee, value: self }, args: others }
    : undefined;
}

/** Methods that nothing but text has. */
const TEXT_ONLY: readonly string[] =
  "lower upper casefold startswith endswith strip lstrip rstrip split find".split(" ");

/** `value.__contains__(item)` and `value.__getitem__(key)`. */
function operatorOf({ callee, args, keywords, start, end }: Call): PythonNode | undefined {
  const [arg, ...more] = args;
  if (callee.type !== "attribute" || arg === undefined) return undefined;
  if (more.length > 0 || keywords.length > 0) return undefined;
  if (callee.name === "__contains__")
    return { type: "compare", left: arg, rest: [["in", callee.value]], start, end };
  if (callee.name === "__eq__" && constantText(arg) !== undefined)
    return { type: "compare", left: callee.value, rest: [["==", arg]], start, end };
  if (callee.name === "__getitem__" && arg.type !== "slice")
    return { type: "subscript", value: callee.value, index: arg, start, end };
  return undefined;
}

/** `map` and `filter` as comprehensions, and `list` of one. */
function walked(node: Call): PythonNode | undefined {
  const { callee, args, keywords, start, end } = node;
  const [by, over, ...more] = args;
  if (callee.type !== "name" || by === undefined || keywords.length > 0) return undefined;
  if (callee.name === "list" && args.length === 1) return asList(by);
  if (over === undefined || more.length > 0) return undefined;
  const made = (name: string, element: PythonNode, condition?: PythonNode): Comprehension => ({
    type: "comprehension",
    kind: "generator",
    element,
    clauses: [
      {
        target: { type: "name", name, start, end },
        iterable: over,
        conditions: condition === undefined ? [] : [condition],
      },
    ],
    start,
    end,
  });
  const name = by.type === "lambda" ? by.parameters[0] : "it";
  if (name === undefined || (by.type === "lambda" && by.parameters.length !== 1)) return undefined;
  const item: PythonNode = { type: "name", name, start, end };
  if (callee.name !== "filter" && callee.name !== "map") return undefined;
  const asked = (applied: PythonNode) =>
    callee.name === "map" ? made(name, applied) : made(name, item, applied);
  if (by.type === "lambda") return asked(by.body);
  if (callee.name === "filter" && by.type === "constant" && by.value === null) return asked(item);
  if (by.type !== "attribute") return undefined;
  const applied: Call = { type: "call", callee: by, args: [item], keywords: [], start, end };
  const plain = ofClass(applied);
  if (plain !== undefined) return asked(plain);
  // What is called is found once, outside; that it takes one text, it takes each.
  return isTexts(over) && ONE_TEXT.includes(by.name)
    ? { ...asked(applied), kind: "list" }
    : undefined;
}

/** Methods that raise of no text that they are given. */
const ONE_TEXT: readonly string[] = ["startswith", "endswith", "get", "count", "find"];

function isTexts(node: PythonNode): boolean {
  if (node.type !== "list" && node.type !== "tuple") return false;
  return node.items.length > 0 && node.items.every((it) => constantText(it) !== undefined);
}

/** A list of what a generator makes, if that reads no more than what it is given. */
function asList(node: PythonNode): PythonNode | undefined {
  if (node.type === "comprehension" && node.kind === "list") return node;
  if (node.type !== "comprehension" || node.kind !== "generator" || node.clauses.length > 1)
    return undefined;
  const inner = [node.element, ...node.clauses.flatMap((it) => it.conditions)];
  return inner.some(readsEvent) ? undefined : { ...node, kind: "list" };
}

function readsEvent(node: PythonNode): boolean {
  if (node.type === "walrus" || (node.type === "name" && node.name === "event")) return true;
  return nodesIn(node).some(readsEvent);
}

/** `sum(1 for … if …)` and `len([x for … if …])`: how often the condition holds. */
function counted(node: Call): PythonNode | undefined {
  const { callee, args, keywords, start, end } = node;
  const [list, ...more] = args;
  if (callee.type !== "name" || more.length > 0 || keywords.length > 0) return undefined;
  if (list?.type !== "comprehension" || list.kind === "dict" || list.kind === "set")
    return undefined;
  const [clause, ...inner] = list.clauses;
  if (clause === undefined || inner.length > 0 || clause.conditions.length === 0) return undefined;
  const { element } = list;
  const isOne = element.type === "constant" && element.value === 1n;
  const isItem =
    element.type === "constant" ||
    (element.type === "name" &&
      clause.target.type === "name" &&
      clause.target.name === element.name);
  if (!(callee.name === "sum" && isOne)) {
    if (!(callee.name === "len" && list.kind === "list" && isItem)) return undefined;
  }
  // Of the event's own keys only whether there is one can be asked.
  if (isEventWalk(clause.iterable)) return undefined;
  const [first, ...conditions] = clause.conditions as readonly [PythonNode, ...PythonNode[]];
  const holds: PythonNode =
    conditions.length === 0
      ? first
      : { type: "bool", by: "and", values: [first, ...conditions], start, end };
  const truth: PythonNode = { type: "unary", by: "not", operand: holds, start, end };
  return {
    ...node,
    callee: { ...callee, name: "sum" },
    args: [
      {
        ...list,
        element: { type: "unary", by: "not", operand: truth, start, end },
        clauses: [{ ...clause, conditions: [] }],
      },
    ],
  };
}

/** Whether it goes through the keys, values or items of the event. */
export function isEventWalk(node: PythonNode): boolean {
  if (node.type === "name") return node.name === "event";
  return node.type === "call" && node.callee.type === "attribute" && isEventWalk(node.callee.value);
}
