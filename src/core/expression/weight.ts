import type { Tree } from "./tree.ts";

/** Steps to evaluate a part once, apart from the lists it walks and the functions it calls. */
export function weightOf(tree: Tree): number {
  const known = WEIGHTS.get(tree);
  if (known !== undefined) return known;
  let weight = 1;
  if (tree.kind !== "literal") {
    for (const part of Object.values(tree).flat(2)) {
      if (typeof part === "object" && part !== null && "kind" in part) weight += weightOf(part);
    }
  }
  WEIGHTS.set(tree, weight);
  return weight;
}

const WEIGHTS = new WeakMap<Tree, number>();
