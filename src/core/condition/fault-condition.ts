import type { Tree } from "../expression/tree.ts";
import { ALWAYS, both, type Condition, either, NEVER } from "./condition.ts";
import { type Analysis, cannotSay } from "./condition-analysis.ts";
import { isSafe, parameterTypes, type Types, typesOf } from "./value-type.ts";
import { FALSY, NOT_NULL, TRUTHY, type Want } from "./want.ts";

/** Derives what must hold for a part of an expression to fault. */
export function faultCondition(tree: Tree, analysis: Analysis): Condition {
  const faults = (part: Tree): Condition => analysis.faults(part);
  /** The second is evaluated only where the first is as wanted, which is asked only if it may fault. */
  const after = (first: Tree, want: Want, second: Tree): Condition => {
    const fault = faults(second);
    return fault.terms.length === 0 ? NEVER : both(analysis.of(first, want), fault);
  };
  switch (tree.kind) {
    case "not":
    case "flatten":
      return faults(tree.child);
    case "compare":
      return either([faults(tree.left), faults(tree.right)]);
    case "and":
      return either([faults(tree.left), after(tree.left, TRUTHY, tree.right)]);
    case "or":
      return either([faults(tree.left), after(tree.left, FALSY, tree.right)]);
    case "ternary":
      return either([
        faults(tree.condition),
        after(tree.condition, TRUTHY, tree.yes),
        after(tree.condition, FALSY, tree.no),
      ]);
    case "list":
      return either(tree.children.map(faults));
    case "hash":
      return either(tree.entries.map(([, child]) => faults(child)));
    case "arithmetic":
      return either([faults(tree.left), faults(tree.right), miscalculates(tree, analysis)]);
    case "sign":
      return either([faults(tree.child), miscalculates(tree, analysis)]);
    case "then":
    case "project":
      return either([faults(tree.left), inside(tree, [tree.right], analysis)]);
    case "filter":
      return either([faults(tree.left), inside(tree, [tree.condition, tree.right], analysis)]);
    case "call":
      return either([...tree.args.map(faults), misfits(tree, analysis)]);
    case "let":
      // The value is another part's business: it is computed once, where it is bound.
      return cannotSay(tree, FAULTS);
    default:
      return NEVER;
  }
}

const FAULTS = "it may fault";

type CallTree = Extract<Tree, { kind: "call" }>;

/** What a function cannot take: it is asked only where no argument makes it null. */
function misfits(tree: CallTree, analysis: Analysis): Condition {
  if (!callMayFault(tree, (part) => analysis.resolve(part))) return NEVER;
  const asked = tree.args.map((arg, index) => {
    if (parameterTypes(tree.name, index).includes("any")) return ALWAYS;
    return arg.kind === "reference" ? ALWAYS : analysis.of(arg, NOT_NULL);
  });
  return both(asked.reduce(both, ALWAYS), cannotSay(tree, FAULTS));
}

/** A calculation faults on what is no number, and where the result is none; null makes it null. */
function miscalculates(
  tree: Extract<Tree, { kind: "arithmetic" | "sign" }>,
  analysis: Analysis,
): Condition {
  const sides = tree.kind === "sign" ? [tree.child] : [tree.left, tree.right];
  const asked = sides.map((side) => analysis.of(side, NOT_NULL)).reduce(both, ALWAYS);
  return both(asked, cannotSay(tree, FAULTS));
}

/** Parts that are evaluated on what is inside lists and objects, of which flat keys tell nothing. */
function inside(
  tree: Extract<Tree, { kind: "then" | "project" | "filter" }>,
  parts: readonly Tree[],
  analysis: Analysis,
): Condition {
  if (!parts.some((part) => mayFault(part, (it) => analysis.resolve(it)))) return NEVER;
  const unclear = cannotSay(tree, FAULTS);
  const skipsNull = tree.kind !== "then" || !tree.always;
  return skipsNull ? both(analysis.of(tree.left, NOT_NULL), unclear) : unclear;
}

/** Whether a part may fault wherever it is evaluated. */
function mayFault(tree: Tree, resolve: (tree: Tree) => Tree): boolean {
  const may = (part: Tree): boolean => mayFault(part, resolve);
  switch (tree.kind) {
    case "literal":
    case "path":
    case "current":
    case "field":
    case "index":
    case "slice":
      return false;
    case "variable":
      return resolve(tree).kind === "variable";
    case "not":
    case "flatten":
      return may(tree.child);
    case "and":
    case "or":
    case "compare":
    case "then":
    case "project":
      return may(tree.left) || may(tree.right);
    case "filter":
      return may(tree.left) || may(tree.condition) || may(tree.right);
    case "ternary":
      return may(tree.condition) || may(tree.yes) || may(tree.no);
    case "list":
      return tree.children.some(may);
    case "hash":
      return tree.entries.some(([, child]) => may(child));
    case "call":
      return tree.args.some(may) || callMayFault(tree, resolve);
    default:
      return true;
  }
}

function callMayFault({ name, args }: CallTree, resolve: (tree: Tree) => Tree): boolean {
  if (!isSafe(name, args.length)) return true;
  return args.some((arg, index) => {
    const types = parameterTypes(name, index);
    if (arg.kind === "reference") return !types.includes("expression");
    return !types.includes("any") && !fits(typesOf(arg, resolve), types);
  });
}

/** Whether every type is taken, or makes the result null, as all but text and numbers do there. */
function fits(given: Types, taken: readonly string[]): boolean {
  if (taken.includes("string") || taken.includes("number")) return true;
  return [...given].every((type) => type === "null" || taken.includes(type));
}
