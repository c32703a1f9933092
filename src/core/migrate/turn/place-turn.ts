import { constantText, type PythonNode } from "../../python/syntax/node.ts";
import { hasWalrus } from "./named.ts";

/**
 * A slice from or to the place of a part, as a split: `text[text.rfind("/") + 1:]`,
 * `text[:text.find(".")]`; undefined of anything else.
 */
export function splitAtPlace(node: PythonNode): PythonNode | undefined {
  if (node.type !== "subscript" || node.index.type !== "slice" || hasWalrus(node.value))
    return undefined;
  const [from, to, by] = node.index.bounds;
  if (by !== undefined) return undefined;
  const { value } = node;
  if (to !== undefined && (from === undefined || isNumber(from, 0)))
    return beforePlace(node, value, to);
  return to === undefined && from?.type === "binary" ? behindPlace(node, value, from) : undefined;
}

type Binary = Extract<PythonNode, { type: "binary" }>;

function beforePlace(node: PythonNode, value: PythonNode, to: PythonNode): PythonNode | undefined {
  const place = placeOf(to, value);
  if (place === undefined || place.name.startsWith("r")) return undefined;
  const make = builder(node, value, place.part);
  // -1 is the place of what is not there: it takes the last letter off.
  return make.either(
    make.at(make.split(), 0n),
    place.name === "find" ? make.slice(undefined, -1n) : make.at(make.split(), 1n),
  );
}

function behindPlace(node: PythonNode, value: PythonNode, from: Binary): PythonNode | undefined {
  const place = from.by === "+" ? placeOf(from.left, value) : undefined;
  const length = [...(place?.part ?? "")].length;
  if (place === undefined || !isNumber(from.right, length)) return undefined;
  // Of several letters the last place can overlap the one that split() finds.
  if (place.name.startsWith("r") && length > 1) return undefined;
  const make = builder(node, value, place.part);
  const isLast = place.name.startsWith("r");
  return make.either(
    isLast ? make.at(make.split(), -1n) : make.at(make.split(1n), 1n),
    place.name.endsWith("find")
      ? make.slice(BigInt(length - 1), undefined)
      : make.at(make.split(), 1n),
  );
}

/** `value.find("part")` and its kin. */
function placeOf(
  node: PythonNode,
  value: PythonNode,
): { readonly name: string; readonly part: string } | undefined {
  if (node.type !== "call" || node.callee.type !== "attribute") return undefined;
  const { name, value: of } = node.callee;
  const part = constantText(node.args[0]);
  if (!["find", "rfind", "index", "rindex"].includes(name) || part === undefined || part === "")
    return undefined;
  if (node.args.length > 1 || node.keywords.length > 0) return undefined;
  return textOfNode(of) === textOfNode(value) ? { name, part } : undefined;
}

/** An expression without the places that its parts stand at. */
function textOfNode(node: PythonNode): string {
  return JSON.stringify(node, (key, it) =>
    key === "start" || key === "end" ? undefined : typeof it === "bigint" ? `${it}n` : it,
  );
}

function isNumber(node: PythonNode, number: number): boolean {
  return node.type === "constant" && node.value === BigInt(number);
}

function builder({ start, end }: PythonNode, value: PythonNode, part: string) {
  const at = { start, end };
  const constant = (it: string | bigint): PythonNode => ({ type: "constant", value: it, ...at });
  const number = (it: bigint): PythonNode =>
    it >= 0n ? constant(it) : { type: "unary", by: "-", operand: constant(-it), ...at };
  return {
    split: (most?: bigint): PythonNode => ({
      type: "call",
      callee: { type: "attribute", value, name: "split", ...at },
      args: [constant(part), ...(most === undefined ? [] : [constant(most)])],
      keywords: [],
      ...at,
    }),
    at: (of: PythonNode, index: bigint): PythonNode => ({
      type: "subscript",
      value: of,
      index: number(index),
      ...at,
    }),
    slice: (from: bigint | undefined, to: bigint | undefined): PythonNode => {
      const bounds = [from, to, undefined].map((it) => (it === undefined ? it : number(it)));
      return { type: "subscript", value, index: { type: "slice", bounds, ...at }, ...at };
    },
    /** One value where the part is in the text, another where it is not. */
    either: (yes: PythonNode, no: PythonNode): PythonNode => ({
      type: "choice",
      condition: { type: "compare", left: constant(part), rest: [["in", value]], ...at },
      yes,
      no,
      ...at,
    }),
  };
}
