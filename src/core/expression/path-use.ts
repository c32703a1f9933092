import type { Tree } from "./tree.ts";

/** How an expression uses the paths from the top of the event, by their flat keys. */
export interface PathUses {
  /** All that are read. */
  readonly read: ReadonlySet<string>;
  /** Those that stand where a condition must, as if they were true or false. */
  readonly asked: ReadonlySet<string>;
  /** Those that are compared, or given to a function. */
  readonly used: ReadonlySet<string>;
}

/** Finds how an expression uses the paths in it. */
export function pathUses(tree: Tree): PathUses {
  const uses = { read: new Set<string>(), asked: new Set<string>(), used: new Set<string>() };
  visit(tree, uses);
  return uses;
}

type Uses = Readonly<Record<keyof PathUses, Set<string>>>;

function visit(tree: Tree, uses: Uses): void {
  if (tree.kind === "path") uses.read.add(tree.key);
  const [asked, used] = sidesOf(tree);
  for (const child of asked) if (child.kind === "path") uses.asked.add(child.key);
  for (const child of used) if (child.kind === "path") uses.used.add(child.key);
  for (const child of subtreesOf(tree)) visit(child, uses);
}

/** What a node takes for conditions, and what it compares. */
function sidesOf(tree: Tree): readonly [asked: readonly Tree[], used: readonly Tree[]] {
  switch (tree.kind) {
    case "and":
    case "or":
      return [[tree.left, tree.right], []];
    case "not":
      return [[tree.child], []];
    case "ternary":
      return [[tree.condition], []];
    case "compare":
      return [[], [tree.left, tree.right]];
    case "call":
      return [[], tree.args];
    default:
      return [[], []];
  }
}

/** The parts of a tree. */
export function subtreesOf(tree: Tree): readonly Tree[] {
  switch (tree.kind) {
    case "then":
    case "project":
    case "and":
    case "or":
    case "compare":
    case "arithmetic":
      return [tree.left, tree.right];
    case "filter":
      return [tree.left, tree.condition, tree.right];
    case "flatten":
    case "not":
    case "sign":
    case "reference":
      return [tree.child];
    case "list":
      return tree.children;
    case "hash":
      return tree.entries.map(([, child]) => child);
    case "ternary":
      return [tree.condition, tree.yes, tree.no];
    case "let":
      return [tree.value, tree.body];
    case "call":
      return tree.args;
    default:
      return [];
  }
}

/** `a && b && c`, or the same with `||`, as one list: what is joined by `kind`, from the left. */
export function operandsOf(tree: Tree, kind: "and" | "or"): readonly Tree[] {
  const operands: Tree[] = [];
  let rest = tree;
  while (rest.kind === kind) {
    operands.push(rest.right);
    rest = rest.left;
  }
  return [rest, ...operands.reverse()];
}

/** A tree and every part below it, each before its own parts, from the left. */
export function everyPart(tree: Tree): readonly Tree[] {
  const parts: Tree[] = [];
  const waiting: Tree[] = [tree];
  for (let part = waiting.pop(); part !== undefined; part = waiting.pop()) {
    parts.push(part);
    waiting.push(...[...subtreesOf(part)].reverse());
  }
  return parts;
}
