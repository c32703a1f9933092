import { constantText, type PythonNode } from "../python/syntax/node.ts";
import { turnedCall } from "./turn/call-turn.ts";
import { turnedClass } from "./turn/class-turn.ts";
import { unfolded } from "./turn/fold-turn.ts";

/**
 * An expression in other words that Python evaluates the same, where the others are those that a
 * translation is known of. What is not one of the known turns stays as it is.
 */
export function inOtherWords(node: PythonNode): PythonNode {
  const inner = withinOf(node);
  const other = turnedCall(inner) ?? turnedClass(inner) ?? unfolded(inner);
  // Each turn leaves fewer of what is turned.
  if (other !== undefined) return inOtherWords(other);
  return (
    lookedUp(inner) ??
    lastPart(inner) ??
    formatted(inner) ??
    anyOf(inner) ??
    firstTrue(inner) ??
    inner
  );
}

function withinOf(node: PythonNode): PythonNode {
  const of = inOtherWords;
  switch (node.type) {
    case "attribute":
    case "walrus":
      return { ...node, value: of(node.value) };
    case "subscript":
      return {
        ...node,
        value: of(node.value),
        index: node.index.type === "slice" ? node.index : of(node.index),
      };
    case "call":
      return { ...node, callee: of(node.callee), args: node.args.map(of) };
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
    case "lambda":
      return { ...node, body: of(node.body) };
    case "comprehension":
      if (node.kind === "dict") return node;
      return {
        ...node,
        element: of(node.element),
        clauses: node.clauses.map((it) => ({
          ...it,
          iterable: of(it.iterable),
          conditions: it.conditions.map(of),
        })),
      };
    default:
      return node;
  }
}

function isEvent(node: PythonNode | undefined): boolean {
  return node?.type === "name" && node.name === "event";
}

/** The name and the only argument of a call of a built-in function. */
function builtinCall(node: PythonNode): readonly [name: string, arg: PythonNode] | undefined {
  const [arg, ...more] = node.type === "call" ? node.args : [];
  if (node.type !== "call" || node.callee.type !== "name" || arg === undefined) return undefined;
  return more.length > 0 || node.keywords.length > 0 ? undefined : [node.callee.name, arg];
}

/** The keys of the event: `list(event)`, `event.keys()`. A copy of it is it. */
function lookedUp(node: PythonNode): PythonNode | undefined {
  const [name, arg] = builtinCall(node) ?? [];
  if (name === "dict" && isEvent(arg)) return arg;
  if (node.type === "call" && node.callee.type === "attribute" && isEvent(node.callee.value)) {
    if (node.callee.name === "copy" && node.args.length === 0) return node.callee.value;
  }
  if (node.type !== "compare" || node.rest.length !== 1) return undefined;
  const [[by, right]] = node.rest as readonly [readonly ["in", PythonNode]];
  const [made, of] = builtinCall(right) ?? [];
  if (!by.endsWith("in") || of === undefined) return undefined;
  return ["list", "tuple", "set"].includes(made ?? "") && isKeys(of)
    ? { ...node, rest: [[by, of]] }
    : undefined;
}

function isKeys(node: PythonNode): boolean {
  if (isEvent(node)) return true;
  return (
    node.type === "call" &&
    node.callee.type === "attribute" &&
    node.callee.name === "keys" &&
    isEvent(node.callee.value)
  );
}

/** Parts of a text by other methods than `split`. */
function lastPart(node: PythonNode): PythonNode | undefined {
  if (node.type !== "subscript" || node.value.type !== "call") return undefined;
  const { callee, args, keywords } = node.value;
  const [separator, most] = args;
  if (callee.type !== "attribute" || separator === undefined || keywords.length > 0)
    return undefined;
  // A separator that is empty or no text raises in other ways.
  if (!constantText(separator)) return undefined;
  const at = indexOf(node.index);
  const split = (...given: readonly PythonNode[]): PythonNode => ({
    ...node.value,
    type: "call",
    callee: { ...callee, name: "split" },
    args: given,
    keywords: [],
  });
  const span = { start: node.start, end: node.end };
  const last: PythonNode = {
    type: "unary",
    by: "-",
    operand: { type: "constant", value: 1n, ...span },
    ...span,
  };
  const isOne = args.length === 1 || (most?.type === "constant" && most.value === 1n);
  if (callee.name === "rsplit" && at === -1n && isOne)
    return { ...node, value: split(separator), index: last };
  if (callee.name === "rpartition" && (at === 2n || at === -1n) && args.length === 1)
    return { ...node, value: split(separator), index: last };
  if (callee.name === "partition" && at === 0n && args.length === 1)
    return { ...node, value: split(separator, { type: "constant", value: 1n, ...span }) };
  return undefined;
}

function indexOf(node: PythonNode): bigint | undefined {
  if (node.type === "constant" && typeof node.value === "bigint") return node.value;
  if (node.type !== "unary" || node.by !== "-") return undefined;
  const positive = indexOf(node.operand);
  return positive === undefined ? undefined : -positive;
}

/** `"%s" % value` and `"{}".format(value)` as an f-string. */
function formatted(node: PythonNode): PythonNode | undefined {
  if (node.type === "binary" && node.by === "%") {
    const template = constantText(node.left);
    if (template !== undefined && isEvent(node.right)) return ofEvent(node, template);
    if (template === undefined || node.right.type === "dict") return undefined;
    const values = node.right.type === "tuple" ? node.right.items : [node.right];
    return filled(node, template.split("%s"), values, /%/);
  }
  if (node.type !== "call" || node.callee.type !== "attribute") return undefined;
  const template = constantText(node.callee.value);
  if (template === undefined || node.callee.name !== "format") return undefined;
  const { args, keywords } = node;
  if (keywords.length === 0 && !/\{\w+\}/.test(template))
    return filled(node, template.split("{}"), args, /[{}]/);
  // What is given and stands nowhere would be evaluated all the same.
  const given = new Map<string, PythonNode>([
    ...args.map((it, index) => [String(index), it] as const),
    ...keywords,
  ]);
  const [pieces, names] = placesIn(template, /\{(\w+)\}/);
  const values = names.flatMap((name) => given.get(name) ?? []);
  if (values.length < names.length || new Set(names).size < args.length + keywords.length)
    return undefined;
  return filled(node, pieces, values, /[{}]/);
}

/** `"%(key)s" % event`. */
function ofEvent(
  node: Extract<PythonNode, { type: "binary" }>,
  template: string,
): PythonNode | undefined {
  const { start, end, right: value } = node;
  const [pieces, keys] = placesIn(template, /%\(([^()%]+)\)s/);
  const values = keys.map(
    (key): PythonNode => ({
      type: "subscript",
      value,
      index: { type: "constant", value: key, start, end },
      start,
      end,
    }),
  );
  return filled(node, pieces, values, /%/);
}

/** What stands between the places of a template, and what the places are called. */
function placesIn(template: string, place: RegExp): [pieces: string[], names: string[]] {
  const parts = template.split(place);
  return [parts.filter((_, index) => index % 2 === 0), parts.filter((_, index) => index % 2 === 1)];
}

function filled(
  { start, end }: PythonNode,
  pieces: readonly string[],
  values: readonly PythonNode[],
  sign: RegExp,
): PythonNode | undefined {
  if (pieces.length !== values.length + 1 || pieces.some((it) => sign.test(it))) return undefined;
  const parts = pieces.flatMap((piece, index) => {
    const value = values[index];
    const more = value === undefined ? [] : [{ value, conversion: "" as const, spec: undefined }];
    return piece === "" ? more : [piece, ...more];
  });
  return { type: "formatted", parts, start, end };
}

/** Whether a list that is picked from another has an element, in all the ways to ask it. */
function anyOf(node: PythonNode): PythonNode | undefined {
  const [name, arg] = builtinCall(node) ?? [];
  if (name === "bool" && arg !== undefined) return picked(arg);
  if (node.type !== "compare" || node.rest.length !== 1) return undefined;
  const [[by, right]] = node.rest as readonly [readonly [string, PythonNode]];
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
  if (node.type !== "comprehension" || node.kind !== "list") return undefined;
  const { element, start, end } = node;
  const isSafe =
    element.type === "constant" ||
    (element.type === "name" &&
      node.clauses.some(({ target }) => namesOf(target).includes(element.name)));
  return isSafe
    ? anyCall({ ...node, element: { type: "constant", value: true, start, end } })
    : undefined;
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
function firstTrue(node: PythonNode): PythonNode | undefined {
  if (node.type !== "call" || node.callee.type !== "name" || node.callee.name !== "next")
    return undefined;
  const [of, otherwise, ...more] = node.args;
  if (of?.type !== "comprehension" || of.kind !== "generator" || more.length > 0) return undefined;
  const isTrue = of.element.type === "constant" && of.element.value === true;
  const isFalse = otherwise?.type === "constant" && otherwise.value === false;
  return isTrue && isFalse && node.keywords.length === 0 ? anyCall(of) : undefined;
}
