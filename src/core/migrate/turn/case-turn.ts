import { constantText, type PythonNode } from "../../python/syntax/node.ts";
import { isAscii } from "./text-turn.ts";

/**
 * `text.title() == "Constant"`, and of `capitalize` and `swapcase`, as a comparison of `lower()` or of
 * the text itself: undefined of anything else, and of text that may have letters beside ASCII's.
 */
export function unturnedCase(node: PythonNode): PythonNode | undefined {
  if (node.type !== "compare" || node.rest.length !== 1) return undefined;
  const [[by, right]] = node.rest as readonly [readonly [string, PythonNode]];
  const { left, start, end } = node;
  if (left.type !== "call" || left.callee.type !== "attribute") return undefined;
  const { name, value } = left.callee;
  const made = CASES.get(name);
  if (made === undefined || left.args.length + left.keywords.length > 0) return undefined;
  const isMember = by === "in" || by === "not in";
  const isList = right.type === "list" || right.type === "tuple" || right.type === "set";
  if (isMember ? !isList : by !== "==" && by !== "!=") return undefined;
  const texts = (isMember && isList ? right.items : [right]).map(constantText);
  if (!isAscii(value) || texts.some((it) => it === undefined || /[^\0-\x7f]/.test(it)))
    return undefined;
  const isSwap = name === "swapcase";
  // What is not written as the method writes never comes out of it.
  const wanted = (texts as string[]).flatMap((it) =>
    isSwap ? [made(it)] : made(it) === it ? [it.toLowerCase()] : [],
  );
  const items = wanted.map((it): PythonNode => ({ type: "constant", value: it, start, end }));
  const tuple: PythonNode = { type: "tuple", items, start, end };
  // Without arguments lower(), with nothing to take off strip(): both raise of what is no text.
  const text: PythonNode = {
    ...left,
    callee: { ...left.callee, name: isSwap ? "strip" : "lower" },
    args: isSwap ? [{ type: "constant", value: "", start, end }] : [],
  };
  const isNegative = by === "!=" || by === "not in";
  return { ...node, left: text, rest: [[isNegative ? "not in" : "in", tuple]] };
}

const CASES: ReadonlyMap<string, (text: string) => string> = new Map([
  [
    "title",
    (text) =>
      text
        .toLowerCase()
        .replace(/[a-z]+/g, (it) => `${it.slice(0, 1).toUpperCase()}${it.slice(1)}`),
  ],
  ["capitalize", (text) => `${text.slice(0, 1).toUpperCase()}${text.slice(1).toLowerCase()}`],
  [
    "swapcase",
    (text) =>
      text.replace(/[A-Za-z]/g, (it) =>
        it === it.toLowerCase() ? it.toUpperCase() : it.toLowerCase(),
      ),
  ],
]);
