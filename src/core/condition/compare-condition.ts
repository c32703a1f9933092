import { COMPARED } from "../expression/operator-value.ts";
import type { Tree } from "../expression/tree.ts";
import { isEqual } from "../function/value.ts";
import { ALWAYS, both, type Condition, NEVER } from "./condition.ts";
import { type Analysis, cannotSay } from "./condition-analysis.ts";
import { NUMBER } from "./value-set.ts";
import { equal, scalarOf, unequal, type Want, wants } from "./want.ts";

type CompareTree = Extract<Tree, { kind: "compare" }>;

/** Derives what must hold for a comparison, which is true, false or null, to be as wanted. */
export function compareCondition(tree: CompareTree, want: Want, analysis: Analysis): Condition {
  const left = counted(analysis.resolve(tree.left));
  const right = counted(analysis.resolve(tree.right));
  if (tree.by !== "EQ" && tree.by !== "NE") return inOrder(tree, left, right, want, analysis);
  const isEqualWanted = wants(want, tree.by === "EQ") === true;
  if (left.kind === "literal" && right.kind === "literal") {
    return isEqual(left.value, right.value) === isEqualWanted ? ALWAYS : NEVER;
  }
  const [constant, other] = left.kind === "literal" ? [left, right] : [right, left];
  if (constant.kind !== "literal") return cannotSay(tree, "both sides depend on the event");
  return analysis.of(other, isEqualWanted ? equal(constant.value) : unequal(constant.value));
}

/** Whether anything is on a list is known before any event is. */
function counted(tree: Tree): Tree {
  if (tree.kind !== "call" || tree.name !== "length") return tree;
  const [list] = tree.args;
  if (list?.kind !== "literal" || !Array.isArray(list.value)) return tree;
  return { kind: "literal", value: list.value.length };
}

/** Only numbers have an order; anything else makes the result null. */
function inOrder(
  tree: CompareTree,
  left: Tree,
  right: Tree,
  want: Want,
  analysis: Analysis,
): Condition {
  if (left.kind === "literal" && right.kind === "literal") {
    return wants(want, COMPARED[tree.by](left.value, right.value)) ? ALWAYS : NEVER;
  }
  const unclear = cannotSay(tree, "patterns compare numbers only within a range that is not clear");
  const numbers = [left, right]
    .map((side) => analysis.of(side, scalarOf(NUMBER)))
    .reduce(both, ALWAYS);
  if (wants(want, null)) return numbers.terms.length === 0 ? ALWAYS : unclear;
  if (wants(want, true) && wants(want, false)) return numbers;
  return both(numbers, unclear);
}
