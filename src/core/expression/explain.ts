import { Budget } from "../function/budget.ts";
import { ExpressionError } from "../syntax/error.ts";
import { printable } from "../syntax/problem.ts";
import { toEvaluator } from "./evaluate.ts";
import type { EventView } from "./event-view.ts";
import { OddElements } from "./odd-elements.ts";
import { print } from "./print.ts";
import type { Tree } from "./tree.ts";

/**
 * Says why an expression gives what it gives: one line for each clause that `&&`, `||` and `!`
 * join, with its value of this event and the values it reads. Indented by level; safe to print.
 *
 * @example
 * ```ts
 * explain(treeOf("eventName == 'A' && readOnly"), viewOfRecord({ eventName: "B" }));
 * // ["all of these: false", "  eventName == 'A': false (eventName is \"B\")", "  readOnly: null"]
 * ```
 */
export function explain(tree: Tree, view: EventView): readonly string[] {
  return linesOf(tree, view, (part) => part);
}

/** @param within Puts a part where its variables have their values. */
function linesOf(tree: Tree, view: EventView, within: (part: Tree) => Tree): readonly string[] {
  const value = valueText(within(tree), view);
  const below = (parts: readonly Tree[]) =>
    parts.flatMap((part) => linesOf(part, view, within)).map((line) => `  ${line}`);
  switch (tree.kind) {
    case "and":
      return [`all of these: ${value}`, ...below(operandsOf(tree, "and"))];
    case "or":
      return [`any of these: ${value}`, ...below(operandsOf(tree, "or"))];
    case "not":
      if (!JOINTS.has(tree.child.kind)) break;
      return [`not this: ${value}`, ...below([tree.child])];
    case "let": {
      const { name, value: bound } = tree;
      return linesOf(tree.body, view, (body) => within({ kind: "let", name, value: bound, body }));
    }
  }
  const read = [...pathsIn(tree)].map((path) => `${print(path)} is ${valueText(path, view)}`);
  // A path alone says its value itself.
  const shown = tree.kind === "path" || read.length === 0 ? "" : ` (${read.join(", ")})`;
  return [`${printable(excerpt(print(tree), MAX_CLAUSE))}: ${value}${printable(shown)}`];
}

const JOINTS: ReadonlySet<Tree["kind"]> = new Set(["and", "or", "not", "let"]);

/** Characters of a clause, and of a value, that are shown. */
const MAX_CLAUSE = 160;
const MAX_VALUE = 80;

function operandsOf(tree: Tree, kind: "and" | "or"): readonly Tree[] {
  const operands: Tree[] = [];
  let rest = tree;
  for (; rest.kind === kind; rest = rest.left) operands.unshift(rest.right);
  return [rest, ...operands];
}

function valueText(tree: Tree, view: EventView): string {
  try {
    const budget = new Budget();
    const odd = new OddElements();
    const value = toEvaluator(tree)(null, { view, budget, odd, variables: undefined });
    if (odd.first !== undefined && value !== true) throw odd.first;
    return printable(excerpt(JSON.stringify(value), MAX_VALUE));
  } catch (error) {
    if (error instanceof ExpressionError) return `a fault: ${error.message}`;
    if (error instanceof RangeError) return "a fault: it is nested too deeply";
    throw error;
  }
}

/** The paths from the top of the event that a clause reads, each once. */
function pathsIn(tree: Tree): ReadonlySet<Tree> {
  const paths = new Map<string, Tree>();
  const waiting: unknown[] = [tree];
  while (waiting.length > 0) {
    const part = waiting.pop();
    if (typeof part !== "object" || part === null) continue;
    if (!("kind" in part)) waiting.push(...Object.values(part).reverse());
    else if (part.kind === "path") paths.set((part as Tree & { key: string }).key, part as Tree);
    else if (part.kind !== "literal") waiting.push(...Object.values(part).reverse());
  }
  paths.delete("");
  return new Set(paths.values());
}

function excerpt(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length)}…` : text;
}
