import { print } from "../expression/print.ts";
import type { Tree } from "../expression/tree.ts";
import { type Misuse, nameIn } from "./misuse.ts";

/**
 * Finds comparisons by which an event without a list passes for one whose list holds something:
 * `resources[?type == 'x'] != []` is true where there are no resources, as null is not the empty
 * list. What a condition beside it asks of the same list is a guard, and such a comparison is fine.
 */
export function missingLists(tree: Tree): readonly Misuse[] {
  return find(tree, true, []);
}

/** @param positive Whether the part being true helps the whole to be true. */
function find(tree: Tree, positive: boolean, guards: readonly Tree[]): readonly Misuse[] {
  switch (tree.kind) {
    case "not":
      return find(tree.child, !positive, guards);
    case "and":
    case "or": {
      const parts = partsOf(tree, tree.kind);
      return parts.flatMap((part) =>
        find(part, positive, [...guards, ...parts.filter((other) => other !== part)]),
      );
    }
    case "ternary":
      return [tree.yes, tree.no].flatMap((part) =>
        find(part, positive, [...guards, tree.condition]),
      );
    case "let":
      return find(tree.body, positive, guards);
    case "compare": {
      const list = listBesideEmpty(tree);
      if (list === undefined || (tree.by === "NE") !== positive) return [];
      const base = baseOf(list);
      if (base === undefined || guards.some((guard) => guardsList(guard, base))) return [];
      const text = print(list);
      const message = `${text} is null where there is no ${base}, and null is not [], so this holds for such events too: write length(${text}) > \`0\``;
      return [{ message, name: nameIn(list) ?? base }];
    }
    default:
      return [];
  }
}

function partsOf(tree: Tree, kind: "and" | "or"): readonly Tree[] {
  return tree.kind === kind ? [...partsOf(tree.left, kind), ...partsOf(tree.right, kind)] : [tree];
}

type Compare = Extract<Tree, { kind: "compare" }>;

function listBesideEmpty({ by, left, right }: Compare): Tree | undefined {
  if (by !== "EQ" && by !== "NE") return undefined;
  if (isEmptyList(right)) return left;
  return isEmptyList(left) ? right : undefined;
}

function isEmptyList(tree: Tree): boolean {
  if (tree.kind === "list") return tree.children.length === 0;
  return tree.kind === "literal" && Array.isArray(tree.value) && tree.value.length === 0;
}

/** The path of the list that a part is made from; undefined if the part is never null. */
function baseOf(tree: Tree): string | undefined {
  switch (tree.kind) {
    case "path":
      return print(tree);
    case "filter":
    case "project":
    case "then":
      return baseOf(tree.left);
    case "flatten":
      return baseOf(tree.child);
    case "call":
      // These two give a list whatever they are given.
      return ["not_null", "to_array"].includes(tree.name)
        ? undefined
        : tree.args.map(baseOf).find((base) => base !== undefined);
    default:
      return undefined;
  }
}

/** Whether a condition asks about the list: it is there, it has a length, it holds this. */
function guardsList(tree: Tree, base: string): boolean {
  switch (tree.kind) {
    case "path": {
      const path = print(tree);
      return path === base || path.startsWith(`${base}[`);
    }
    case "compare":
      if (listBesideEmpty(tree) !== undefined) return false;
      return guardsList(tree.left, base) || guardsList(tree.right, base);
    case "call":
      return tree.args.some((arg) => guardsList(arg, base));
    case "not":
      return guardsList(tree.child, base);
    case "and":
    case "or":
      return guardsList(tree.left, base) || guardsList(tree.right, base);
    case "filter":
    case "project":
    case "then":
      return guardsList(tree.left, base);
    default:
      return false;
  }
}
