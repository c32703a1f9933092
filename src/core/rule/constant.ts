import { truthConditionOf } from "../condition/expression-condition.ts";
import { isPlainlyPossible } from "../condition/witness.ts";
import { operandsOf } from "../expression/path-use.ts";
import { print } from "../expression/print.ts";
import type { Tree } from "../expression/tree.ts";
import { type Misuse, nameIn } from "./misuse.ts";

/**
 * Finds the parts of an expression that say nothing of an event: what holds for none, or for all,
 * and values that stand where a condition must. Of a part and what it is made of, the smaller is
 * named.
 */
export function constantParts(tree: Tree): readonly Misuse[] {
  if (tree.kind === "not") return [...loneValue(tree.child, tree), ...constantParts(tree.child)];
  if (tree.kind === "and" || tree.kind === "or") {
    const found = operandsOf(tree, tree.kind).flatMap((part) => [
      ...loneValue(part, tree),
      ...constantParts(part),
    ]);
    if (found.length > 0) return found;
  }
  if (!JUDGING.has(tree.kind)) return [];
  if (isNever(tree, true)) {
    const hint = tree.kind === "and" ? ": join alternatives by ||" : "";
    return [constantPart(tree, `holds for no event${hint}`)];
  }
  if (isNever(tree, false)) {
    const hint = tree.kind === "or" ? ": join conditions by &&" : "";
    return [constantPart(tree, `holds for every event${hint}`)];
  }
  return [];
}

/** Whether no event gives a part this outcome. */
function isNever(tree: Tree, outcome: boolean): boolean {
  if (isPlainlyPossible(tree, outcome)) return false;
  const wanted: Tree = outcome ? tree : { kind: "not", child: tree };
  return truthConditionOf(wanted).terms.length === 0;
}

function constantPart(tree: Tree, what: string): Misuse {
  const text = print(tree);
  const part = text.length > 100 ? `${text.slice(0, 100)}…` : text;
  return { message: `${part} ${what}`, name: nameIn(tree) ?? "" };
}

/** Parts whose value is the answer to a question about the event. */
const JUDGING: ReadonlySet<Tree["kind"]> = new Set(
  "and or compare ternary let".split(" ") as Tree["kind"][],
);

/** `eventName == 'A' || 'B'`: the text alone is the result. */
function loneValue(part: Tree, whole: Tree): readonly Misuse[] {
  if (part.kind !== "literal" || typeof part.value === "boolean" || part.value === null) return [];
  const compared = whole.kind !== "not" && whole.kind !== part.kind ? comparedIn(whole) : undefined;
  const hint = compared === undefined ? "" : `: write ${compared} == ${print(part)}`;
  return [{ message: `${print(part)} alone is no condition${hint}`, name: String(part.value) }];
}

/** What the other conditions compare with a value. */
function comparedIn(tree: Tree): string | undefined {
  if (tree.kind === "and" || tree.kind === "or") {
    return comparedIn(tree.right) ?? comparedIn(tree.left);
  }
  return tree.kind === "compare" && tree.left.kind === "path" ? print(tree.left) : undefined;
}
