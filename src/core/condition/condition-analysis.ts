import { print } from "../expression/print.ts";
import type { PathTree, Tree } from "../expression/tree.ts";
import { isPatternKey } from "../pattern/key.ts";
import { type Condition, on, unknown } from "./condition.ts";
import type { ValueSet } from "./value-set.ts";

/**
 * What an expression's value is to be: `true` itself, which makes a rule match; neither false nor
 * null, which makes it match or fault; or what JMESPath takes for true, or for false.
 */
export type Want = "true" | "notFalse" | "truthy" | "falsy";

/** An analysis under way. */
export interface Analysis {
  /**
   * Whether conditions must also hold for events on which the expression faults. For patterns
   * they need not, as a fault is no match; the notifier's index keeps faults visible.
   */
  readonly coverFaults: boolean;
  /** What must hold for a part of the expression to be as wanted. */
  of(tree: Tree, want: Want): Condition;
  /** Whether evaluating a part may fault; true where that is not clear. */
  canFault(tree: Tree): boolean;
  /** The part itself, or what it stands for if it is a computed variable. */
  resolve(tree: Tree): Tree;
}

/** A condition on a path's flat key; anything where no pattern can name the key. */
export function onPath(path: PathTree, set: ValueSet, ...dropped: readonly string[]): Condition {
  if (isPatternKey(path.key)) return on(path.key, set, ...dropped);
  return cannotSay(path, "no event pattern can name this key");
}

/** Whether a part is a path below the whole event. */
export function isPath(tree: Tree | undefined): tree is PathTree {
  return tree?.kind === "path" && tree.segments.length > 0;
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
