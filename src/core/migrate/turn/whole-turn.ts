import { constantText, type PythonNode } from "../../python/syntax/node.ts";
import { RECORD_SHAPE } from "../../record/record-shape.ts";
import { builtinCall, isEvent } from "./named.ts";

/**
 * `"text" in str(event)` as whether it is in one of the keys or values; undefined of anything else,
 * and of a text that Python writes an event with: quotes, commas, `True`, the letter of an escape.
 */
export function askedOfWhole(node: PythonNode): PythonNode | undefined {
  if (node.type !== "compare" || node.rest.length !== 1) return undefined;
  const [[by, right]] = node.rest as readonly [readonly [string, PythonNode]];
  const text = constantText(node.left);
  if (text === undefined || (by !== "in" && by !== "not in")) return undefined;
  const isLower = right.type === "call" && isCallOf(right, "lower");
  const whole = wholeOf(isLower ? right.callee.value : right);
  if (whole === undefined || !isOfValues(text)) return undefined;
  const any = (of: PythonNode, element: (item: PythonNode) => PythonNode): PythonNode => {
    const item: PythonNode = { type: "name", name: "it", ...at };
    const made = isLower ? method(element(item), "lower") : element(item);
    const list: PythonNode = {
      type: "comprehension",
      kind: "list",
      element: { type: "compare", left: node.left, rest: [["in", made]], ...at },
      clauses: [{ target: item, iterable: of, conditions: [] }],
      ...at,
    };
    return call("any", list);
  };
  const at = { start: node.start, end: node.end };
  const call = (name: string, arg: PythonNode): PythonNode => ({
    type: "call",
    callee: { type: "name", name, ...at },
    args: [arg],
    keywords: [],
    ...at,
  });
  const method = (value: PythonNode, name: string): PythonNode => ({
    type: "call",
    callee: { type: "attribute", value, name, ...at },
    args: [],
    keywords: [],
    ...at,
  });
  const ofValues = any(method(whole.event, "values"), (item) => call("str", item));
  const found: PythonNode = whole.hasKeys
    ? { type: "bool", by: "or", values: [ofValues, any(whole.event, (item) => item)], ...at }
    : ofValues;
  return by === "in" ? found : { type: "unary", by: "not", operand: found, ...at };
}

/** `str(event)`, and `str(event.values())`. */
function wholeOf(node: PythonNode): { event: PythonNode; hasKeys: boolean } | undefined {
  const [name, arg] = builtinCall(node) ?? [];
  if (name !== "str" || arg === undefined) return undefined;
  if (isEvent(arg)) return { event: arg, hasKeys: true };
  const [made, of = arg] = builtinCall(arg) ?? [];
  const isValues = (made === undefined || made === "list") && of.type === "call";
  if (!isValues || !isCallOf(of, "values") || !isEvent(of.callee.value)) return undefined;
  return { event: of.callee.value, hasKeys: false };
}

type MethodCall = Extract<PythonNode, { type: "call" }> & {
  readonly callee: Extract<PythonNode, { type: "attribute" }>;
};

function isCallOf(node: Extract<PythonNode, { type: "call" }>, name: string): node is MethodCall {
  if (node.args.length > 0 || node.keywords.length > 0) return false;
  return node.callee.type === "attribute" && node.callee.name === name;
}

/**
 * Whether a text can be nothing but a part of one key or value. The letters of an escape with the
 * rest of the text behind them, `\n` and `ame` for `name`, are nowhere.
 */
function isOfValues(text: string): boolean {
  if (!/^[\w./:@*+=!#$%&;<>?|~ -]{3,}$/.test(text)) return false;
  const words = ["True", "False", "None", "dict_values", ...Object.keys(RECORD_FIELDS)];
  return !words.some((it) => it.toLowerCase().includes(text.toLowerCase()));
}

/** Fields that can be there with null, which a rule does not tell from missing. */
const RECORD_FIELDS = RECORD_SHAPE.kind === "object" ? RECORD_SHAPE.fields : {};
