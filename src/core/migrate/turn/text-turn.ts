import { constantText, type PythonNode } from "../../python/syntax/node.ts";
import { hasWalrus, isEvent } from "./named.ts";

/** Methods of text in words of others; undefined of anything else. */
export function turnedText(node: PythonNode): PythonNode | undefined {
  if (node.type === "compare") return withoutZeros(node);
  if (node.type !== "call" || node.callee.type !== "attribute") return undefined;
  const { name, value } = node.callee;
  if (node.args.length > 0 || node.keywords.length > 0 || !isAscii(value)) return undefined;
  const make = TURNS.get(name);
  return make?.(value, builder(node));
}

type Builder = ReturnType<typeof builder>;

/** Of text in ASCII: other scripts have letters that these do not tell. */
const TURNS: ReadonlyMap<string, (value: PythonNode, make: Builder) => PythonNode> = new Map([
  ["islower", (value, make) => make.both(make.same(value, "lower"), make.other(value, "upper"))],
  ["isupper", (value, make) => make.both(make.same(value, "upper"), make.other(value, "lower"))],
  ["isalpha", (value, make) => make.onlyOf(value, LETTERS)],
  ["isalnum", (value, make) => make.onlyOf(value, `${LETTERS}0123456789`)],
]);

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

function builder({ start, end }: PythonNode) {
  const at = { start, end };
  const call = (value: PythonNode, name: string, ...args: PythonNode[]): PythonNode => ({
    type: "call",
    callee: { type: "attribute", value, name, ...at },
    args,
    keywords: [],
    ...at,
  });
  const text = (value: string): PythonNode => ({ type: "constant", value, ...at });
  const compare = (left: PythonNode, by: "==" | "!=", right: PythonNode): PythonNode => ({
    type: "compare",
    left,
    rest: [[by, right]],
    ...at,
  });
  const both = (...values: PythonNode[]): PythonNode => ({
    type: "bool",
    by: "and",
    values,
    ...at,
  });
  return {
    both,
    same: (value: PythonNode, name: string) => compare(call(value, name), "==", value),
    other: (value: PythonNode, name: string) => compare(call(value, name), "!=", value),
    onlyOf: (value: PythonNode, letters: string) =>
      both(
        compare(call(value, "strip", text(letters)), "==", text("")),
        compare(value, "!=", text("")),
      ),
  };
}

/** Whether it is a part of a field that has no letters but those of ASCII, and is the same twice. */
export function isAscii(node: PythonNode): boolean {
  if (hasWalrus(node)) return false;
  const key = keyOf(node);
  if (key !== undefined) return !FREE.test(key);
  if (node.type === "subscript") return isAscii(node.value);
  if (node.type !== "call" || node.callee.type !== "attribute") return false;
  const { callee, args } = node;
  const isGiven = args.every((it) => /^[\0-\x7f]*$/.test(constantText(it) ?? "\x80"));
  return ASCII_METHODS.includes(callee.name) && isGiven && isAscii(callee.value);
}

/** Methods that make no letters but those of ASCII of such. */
const ASCII_METHODS: readonly string[] =
  "lower upper strip lstrip rstrip replace removeprefix removesuffix".split(" ");

/** What callers and services write as they like. */
const FREE =
  /^(requestParameters|responseElements|additionalEventData|serviceEventDetails|errorMessage|userAgent)\b/;

function keyOf(node: PythonNode): string | undefined {
  if (node.type === "subscript" && isEvent(node.value)) return constantText(node.index);
  if (node.type !== "call" || node.callee.type !== "attribute") return undefined;
  const isGet = node.callee.name === "get" && isEvent(node.callee.value);
  return isGet ? constantText(node.args[0]) : undefined;
}

/** `text.zfill(12) == "000000000001"` as `text in ("000000000001", "00000000001", …)`. */
function withoutZeros(node: Extract<PythonNode, { type: "compare" }>): PythonNode | undefined {
  const [[by, right], ...more] = node.rest as readonly [
    readonly [string, PythonNode],
    ...(readonly [string, PythonNode])[],
  ];
  const { left } = node;
  if (more.length > 0 || left.type !== "call" || left.callee.type !== "attribute") return undefined;
  const [width, ...others] = left.args;
  if (left.callee.name !== "zfill" || others.length > 0 || left.keywords.length > 0)
    return undefined;
  const wanted = constantText(right);
  const isWidth = width?.type === "constant" && typeof width.value === "bigint";
  if (!isWidth || wanted === undefined || !/^\d+$/.test(wanted)) return undefined;
  if (by !== "==" && by !== "!=") return undefined;
  const { start, end } = node;
  const zeros = BigInt(wanted.length) === width.value ? (/^0*/.exec(wanted)?.[0].length ?? 0) : 0;
  if (BigInt(wanted.length) < (width.value as bigint) || zeros > 20) return undefined;
  const items = Array.from(
    { length: zeros + 1 },
    (_, count): PythonNode => ({ type: "constant", value: wanted.slice(count), start, end }),
  );
  // Of what is no text it raises, where a comparison does not.
  const whole: PythonNode = { ...left, callee: { ...left.callee, name: "lower" }, args: [] };
  const tuple: PythonNode = { type: "tuple", items, start, end };
  return { ...node, left: whole, rest: [[by === "==" ? "in" : "not in", tuple]] };
}
