import { constantText, nodesIn, type PythonNode } from "../../python/syntax/node.ts";

/**
 * A comparison of `text.casefold()` with constants as one of `text.lower()` in which the few letters
 * are replaced that the two take otherwise; undefined of anything else.
 *
 * Of all that `casefold` changes and `lower` does not, these alone give letters of ASCII.
 *
 * @see https://www.unicode.org/Public/UCD/latest/ucd/CaseFolding.txt
 */
export function unfolded(node: PythonNode): PythonNode | undefined {
  if (node.type === "comprehension" && node.kind !== "dict") return unfoldedEach(node);
  return foldedConstant(node) ?? unfoldedWith(node, new Map());
}

/** Names by the constants that a comprehension gives them. */
type Bound = ReadonlyMap<string, readonly PythonNode[]>;

function unfoldedEach(node: Extract<PythonNode, { type: "comprehension" }>) {
  const bound = new Map(
    node.clauses.flatMap(({ target, iterable: of }) =>
      target.type === "name" && (of.type === "list" || of.type === "tuple")
        ? [[target.name, of.items] as const]
        : [],
    ),
  );
  const element = unfoldedParts(node.element, bound);
  return element && { ...node, element };
}

function unfoldedParts(node: PythonNode, bound: Bound): PythonNode | undefined {
  if (node.type === "unary" && node.by === "not") {
    const operand = unfoldedParts(node.operand, bound);
    return operand && { ...node, operand };
  }
  if (node.type !== "bool") return unfoldedWith(node, bound);
  const values = node.values.map((it) => unfoldedParts(it, bound) ?? it);
  return values.some((it, index) => it !== node.values[index]) ? { ...node, values } : undefined;
}

/** `"Text".casefold()`. */
function foldedConstant(node: PythonNode): PythonNode | undefined {
  if (!isFold(node) || node.type !== "call" || node.callee.type !== "attribute") return undefined;
  const text = constantText(node.callee.value);
  if (text === undefined || /[^\0-\x7f]/.test(text)) return undefined;
  return { type: "constant", value: text.toLowerCase(), start: node.start, end: node.end };
}

function unfoldedWith(node: PythonNode, bound: Bound): PythonNode | undefined {
  const sides = sidesOf(node);
  if (sides === undefined) return undefined;
  const [fold, ...more] = nodesIn(node).flatMap(foldsIn);
  const between = argumentsAbove(sides.folded);
  const given = [...sides.constants, ...(between ?? [])];
  const texts = textsOf(
    given.flatMap((it) => (it.type === "name" ? bound.get(it.name) : it) ?? it),
  );
  if (fold === undefined || more.length > 0 || between === undefined || texts === undefined)
    return undefined;
  if (texts.some((text) => /[^\0-\x7f]/.test(text))) return undefined;
  const isWhole = sides.folded === fold && sides.isWhole;
  const matters = ([, letters]: readonly [string, string]): boolean =>
    texts.some((text) =>
      isWhole ? text.includes(letters) : [...letters].some((it) => text.includes(it)),
    );
  return withLower(node, FOLDED.filter(matters));
}

/** Small letters by what `casefold` makes of them. */
const FOLDED: readonly (readonly [letter: string, folded: string])[] = [
  ["\u00df", "ss"],
  ["\u0149", "\u02bcn"],
  ["\u017f", "s"],
  ["\u01f0", "j\u030c"],
  ["\u1e96", "h\u0331"],
  ["\u1e97", "t\u0308"],
  ["\u1e98", "w\u030a"],
  ["\u1e99", "y\u030a"],
  ["\u1e9a", "a\u02be"],
  ["\ufb00", "ff"],
  ["\ufb01", "fi"],
  ["\ufb02", "fl"],
  ["\ufb03", "ffi"],
  ["\ufb04", "ffl"],
  ["\ufb05", "st"],
  ["\ufb06", "st"],
];

/** What is compared with which constants. */
interface Sides {
  readonly folded: PythonNode;
  readonly constants: readonly PythonNode[];
  /** Whether the whole of the text must be a constant. */
  readonly isWhole: boolean;
}

function sidesOf(node: PythonNode): Sides | undefined {
  if (node.type === "compare" && node.rest.length === 1) {
    const [[by, right]] = node.rest as readonly [readonly [string, PythonNode]];
    if (["==", "!="].includes(by)) {
      return foldsIn(right).length > 0
        ? { folded: right, constants: [node.left], isWhole: true }
        : { folded: node.left, constants: [right], isWhole: true };
    }
    if (!["in", "not in"].includes(by)) return undefined;
    const isList = right.type === "list" || right.type === "tuple" || right.type === "set";
    if (isList) return { folded: node.left, constants: right.items, isWhole: true };
    return { folded: right, constants: [node.left], isWhole: false };
  }
  if (node.type !== "call" || node.callee.type !== "attribute") return undefined;
  const [arg, ...more] = node.args;
  const { name, value } = node.callee;
  if (arg === undefined || more.length > 0 || !["startswith", "endswith"].includes(name))
    return undefined;
  const constants = arg.type === "tuple" ? arg.items : [arg];
  return { folded: value, constants, isWhole: false };
}

function textsOf(nodes: readonly PythonNode[]): readonly string[] | undefined {
  const texts = nodes.flatMap((it) => constantText(it) ?? []);
  return texts.length === nodes.length && texts.length > 0 ? texts : undefined;
}

/**
 * Arguments of the methods that are called on what `casefold` gives. Undefined where a place in the
 * text counts: what is not replaced may be longer, too.
 */
function argumentsAbove(node: PythonNode): readonly PythonNode[] | undefined {
  if (isFold(node)) return [];
  if (node.type === "subscript")
    return node.index.type !== "slice" && isParts(node.value)
      ? argumentsAbove(node.value)
      : undefined;
  if (node.type !== "call" || node.callee.type !== "attribute" || node.keywords.length > 0)
    return undefined;
  const above = argumentsAbove(node.callee.value);
  return above && [...above, ...node.args];
}

function isParts(node: PythonNode): boolean {
  return (
    node.type === "call" && node.callee.type === "attribute" && node.callee.name.endsWith("split")
  );
}

function isFold(node: PythonNode): boolean {
  return (
    node.type === "call" &&
    node.callee.type === "attribute" &&
    node.callee.name === "casefold" &&
    node.args.length === 0 &&
    node.keywords.length === 0
  );
}

function foldsIn(node: PythonNode): readonly PythonNode[] {
  return [...(isFold(node) ? [node] : []), ...nodesIn(node).flatMap(foldsIn)];
}

/** The same with its one `casefold` replaced, however deep it stands in calls and subscripts. */
function withLower(node: PythonNode, folded: typeof FOLDED): PythonNode | undefined {
  if (isFold(node) && node.type === "call" && node.callee.type === "attribute") {
    const lower: PythonNode = { ...node, callee: { ...node.callee, name: "lower" } };
    const { start, end } = node;
    const text = (value: string): PythonNode => ({ type: "constant", value, start, end });
    return folded.reduce<PythonNode>(
      (value, [letter, by]) => ({
        type: "call",
        callee: { type: "attribute", value, name: "replace", start, end },
        args: [text(letter), text(by)],
        keywords: [],
        start,
        end,
      }),
      lower,
    );
  }
  switch (node.type) {
    case "compare": {
      const left = withLower(node.left, folded);
      if (left !== undefined) return { ...node, left };
      const rest = node.rest.map(([by, it]) => [by, withLower(it, folded)] as const);
      return rest.some(([, it]) => it !== undefined)
        ? { ...node, rest: node.rest.map(([by, it]) => [by, withLower(it, folded) ?? it] as const) }
        : undefined;
    }
    case "call": {
      const callee = withLower(node.callee, folded);
      return callee && { ...node, callee };
    }
    case "attribute":
    case "subscript": {
      const value = withLower(node.value, folded);
      return value && { ...node, value };
    }
    default:
      return undefined;
  }
}
