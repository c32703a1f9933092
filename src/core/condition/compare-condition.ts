import type { PathTree, Tree } from "../expression/tree.ts";
import { FUNCTIONS } from "../function/function.ts";
import { isEqual } from "../function/value.ts";
import type { Scalar } from "../record/flatten.ts";
import { ALWAYS, both, type Condition, NEVER } from "./condition.ts";
import {
  type Analysis,
  cannotSay,
  isPath,
  onPath,
  reason,
  type Want,
} from "./condition-analysis.ts";
import { ABSENT, equalTo, PRESENT } from "./value-set.ts";

type CompareTree = Extract<Tree, { kind: "compare" }>;

/** Derives what must hold for a comparison, which is true, false or null, to be as wanted. */
export function compareCondition(tree: CompareTree, want: Want, analysis: Analysis): Condition {
  if (analysis.coverFaults && analysis.canFault(tree)) return cannotSay(tree, "it may fault");
  const left = analysis.resolve(tree.left);
  const right = analysis.resolve(tree.right);
  if (tree.by !== "EQ" && tree.by !== "NE") {
    if (want === "falsy") return cannotSay(tree, "an order that does not hold says little");
    return bothNumbers(tree, left, right, analysis);
  }
  const equal = (tree.by === "EQ") === (want !== "falsy");
  if (left.kind === "literal" && right.kind === "literal") {
    return isEqual(left.value, right.value) === equal ? ALWAYS : NEVER;
  }
  if (left.kind === "literal") return withLiteral(right, left.value, equal, tree, analysis);
  if (right.kind === "literal") return withLiteral(left, right.value, equal, tree, analysis);
  return cannotSay(tree, "both sides depend on the event");
}

/** `other == literal` if `equal`, else `other != literal`. */
function withLiteral(
  other: Tree,
  literal: unknown,
  equal: boolean,
  tree: CompareTree,
  analysis: Analysis,
): Condition {
  if (isPath(other)) return pathEquals(other, literal, equal);
  if (equal && literal === true) return analysis.of(other, "true");
  const computed = cannotSay(tree, "it depends on a computed value");
  return equal && literal !== null ? both(nonNull(other, analysis), computed) : computed;
}

function pathEquals(path: PathTree, literal: unknown, equal: boolean): Condition {
  const container = reason(path, "it may be a list or an object");
  const loss = path.scalar ? [] : [container];
  if (literal === null) {
    if (equal) return onPath(path, [ABSENT], ...loss);
    return onPath(path, [PRESENT, ...(path.scalar ? [] : [ABSENT])], ...loss);
  }
  if (typeof literal === "object") {
    if (path.scalar) return equal ? NEVER : ALWAYS;
    return onPath(path, [ABSENT, ...(equal ? [] : [PRESENT])], container);
  }
  const value = literal as Scalar;
  // A list or an object has no flat key of its own, and does differ from the value.
  return onPath(path, equal ? [equalTo(value)] : [ABSENT, { ...PRESENT, not: [value] }]);
}

/** Only numbers have an order, and a number in the event has a flat key. */
function bothNumbers(tree: CompareTree, left: Tree, right: Tree, analysis: Analysis): Condition {
  const isThere = (side: Tree): Condition => {
    if (isPath(side)) return onPath(side, [PRESENT]);
    if (side.kind === "literal" && typeof side.value !== "number") return NEVER;
    return nonNull(side, analysis);
  };
  return both(
    both(isThere(left), isThere(right)),
    cannotSay(tree, "patterns compare numbers only within a range that is not clear"),
  );
}

/**
 * What must hold for a value to be other than null. A function whose argument is null is null
 * itself where its signature does not admit null.
 */
export function nonNull(tree: Tree, analysis: Analysis): Condition {
  const value = analysis.resolve(tree);
  if (value.kind === "literal") return value.value === null ? NEVER : ALWAYS;
  if (value.kind === "path" && value.scalar) return onPath(value, [PRESENT]);
  if (value.kind !== "call") return ALWAYS;
  const parameters = FUNCTIONS.get(value.name)?.parameters ?? [];
  return value.args.reduce<Condition>((condition, arg, index) => {
    const types = (parameters[Math.min(index, parameters.length - 1)] ?? "any").split("|");
    return types.includes("any") ? condition : both(condition, typed(arg, types, analysis));
  }, ALWAYS);
}

/** A function that demands text, a number or a boolean faults on lists and objects, which have no flat key. */
function typed(arg: Tree, types: readonly string[], analysis: Analysis): Condition {
  const value = analysis.resolve(arg);
  const isScalar = types.every((type) => ["string", "number", "boolean"].includes(type));
  return isScalar && isPath(value) ? onPath(value, [PRESENT]) : nonNull(value, analysis);
}
