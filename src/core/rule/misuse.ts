import type { Tree } from "../expression/tree.ts";

/** A part of an expression that cannot be meant, as no event is like that. */
export interface Misuse {
  /** What is wrong and what to write instead. */
  readonly message: string;
  /** The name in the expression to look at. */
  readonly name: string;
}

/** A name that a part of an expression reads, to find the place by. */
export function nameIn(tree: Tree): string | undefined {
  switch (tree.kind) {
    case "path":
      return tree.segments.findLast((part) => typeof part === "string") as string | undefined;
    case "field":
      return tree.name;
    case "then":
    case "project":
    case "filter":
      return nameIn(tree.right) ?? nameIn(tree.left);
    case "call":
      return tree.args.map(nameIn).find((name) => name !== undefined) ?? tree.name;
    case "and":
    case "or":
    case "compare":
      return nameIn(tree.left) ?? nameIn(tree.right);
    case "not":
    case "reference":
      return nameIn(tree.child);
    default:
      return undefined;
  }
}
