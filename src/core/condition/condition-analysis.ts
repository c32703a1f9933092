import { print } from "../expression/print.ts";
import type { PathTree, Tree } from "../expression/tree.ts";
import { isPatternKey } from "../pattern/key.ts";
import { type Condition, on, unknown } from "./condition.ts";
import type { ValueSet } from "./value-set.ts";
import type { Want } from "./want.ts";

/** An analysis under way. */
export interface Analysis {
  /**
   * What must hold for a part of the expression to have a value that is wanted, if it has one.
   * Exact where nothing was dropped: an event of which it holds gives such a value or a fault.
   */
  of(tree: Tree, want: Want): Condition;
  /** What must hold for a part to fault. */
  faults(tree: Tree): Condition;
  /** What a part may be, whatever the event. */
  possible(tree: Tree): Want;
  /** The part itself, or what it stands for if it is a computed variable. */
  resolve(tree: Tree): Tree;
}

/** A condition on a path's flat key; anything where no pattern can name the key. */
export function onPath(path: PathTree, set: ValueSet, ...dropped: readonly string[]): Condition {
  if (isPatternKey(path.key)) return on(path.key, set, ...dropped);
  return cannotSay(path, "no event pattern can name this key");
}

/** Nothing is known of this part. */
export function cannotSay(tree: Tree, why: string): Condition {
  return unknown(reason(tree, why));
}

/** Why a condition does not say all that a part says. */
export function reason(tree: Tree, why: string): string {
  const text = print(tree);
  return `${text.length > 100 ? `${text.slice(0, 100)}…` : text}: ${why}`;
}
