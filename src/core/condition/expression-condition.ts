import type { PathTree, Tree } from "../expression/tree.ts";
import { isFalsy } from "../function/value.ts";
import { callCanFault, callCondition } from "./call-condition.ts";
import { compareCondition } from "./compare-condition.ts";
import { ALWAYS, both, type Condition, either, NEVER } from "./condition.ts";
import { type Analysis, cannotSay, onPath, reason, type Want } from "./condition-analysis.ts";
import { ABSENT, equalTo, PRESENT, TRUTHY } from "./value-set.ts";

/**
 * Derives what an event's flat keys must be like for a rule to match.
 *
 * Sound: whenever the expression is true of an event (or, with `coverFaults`, faults on it), the
 * condition allows the event. Exact, if nothing was dropped: whenever the condition allows an
 * event, the expression is true of it or faults on it.
 *
 * It rests on what `PathTree` promises: a path's flat key wins, so a value that is no list and no
 * object is the flat key's; and if there is no flat key, the value is null, a list or an object.
 */
export function conditionOf(tree: Tree, { coverFaults }: Pick<Analysis, "coverFaults">): Condition {
  return new TreeAnalysis(coverFaults, new Map()).of(tree, coverFaults ? "notFalse" : "true");
}

class TreeAnalysis implements Analysis {
  readonly coverFaults: boolean;
  readonly #variables: ReadonlyMap<string, Tree>;

  constructor(coverFaults: boolean, variables: ReadonlyMap<string, Tree>) {
    this.coverFaults = coverFaults;
    this.#variables = variables;
  }

  of(tree: Tree, want: Want): Condition {
    switch (tree.kind) {
      case "literal":
        return literalCondition(tree.value, want);
      case "path":
        return pathCondition(tree, want);
      case "not":
        return this.of(tree.child, want === "falsy" ? "truthy" : "falsy");
      case "and":
        if (want === "falsy") return either([this.of(tree.left, want), this.of(tree.right, want)]);
        // An empty text on the left is the result, and a fault.
        if (want === "notFalse" && !isPredicate(tree.left)) return this.of(tree.left, want);
        return this.#sequence(tree.left, "truthy", tree.right, want);
      case "or":
        if (want === "falsy") return this.#sequence(tree.left, "falsy", tree.right, want);
        return either(operandsOf(tree).map((operand) => this.of(operand, want)));
      case "ternary":
        if (this.coverFaults && this.canFault(tree.condition)) return cannotSay(tree, FAULTS);
        return either([
          both(this.of(tree.condition, "truthy"), this.of(tree.yes, want)),
          both(this.of(tree.condition, "falsy"), this.of(tree.no, want)),
        ]);
      case "let": {
        if (this.coverFaults && this.canFault(tree.value)) return cannotSay(tree, FAULTS);
        const variables = new Map(this.#variables).set(tree.name, tree.value);
        return new TreeAnalysis(this.coverFaults, variables).of(tree.body, want);
      }
      case "variable": {
        const value = this.resolve(tree);
        return value === tree ? cannotSay(tree, "it has no value yet") : this.of(value, want);
      }
      case "compare":
        return compareCondition(tree, want, this);
      case "call":
        return callCondition(tree, want, this);
      default:
        return cannotSay(tree, "flat keys do not show what is inside lists and objects");
    }
  }

  canFault(tree: Tree): boolean {
    switch (tree.kind) {
      case "literal":
      case "path":
        return false;
      case "not":
        return this.canFault(tree.child);
      case "and":
      case "or":
      case "compare":
        return this.canFault(tree.left) || this.canFault(tree.right);
      case "ternary":
        return [tree.condition, tree.yes, tree.no].some((part) => this.canFault(part));
      case "variable":
        // It was computed without a fault where it is bound.
        return !this.#variables.has(tree.name);
      case "call":
        return callCanFault(tree, this);
      default:
        return true;
    }
  }

  resolve(tree: Tree): Tree {
    if (tree.kind !== "variable") return tree;
    const value = this.#variables.get(tree.name);
    return value === undefined ? tree : this.resolve(value);
  }

  /** Left as wanted and then right as wanted: right is not asked where left is otherwise. */
  #sequence(left: Tree, wantLeft: Want, right: Tree, wantRight: Want): Condition {
    const first = this.of(left, wantLeft);
    if (this.coverFaults && this.canFault(left)) return first;
    return both(first, this.of(right, wantRight));
  }
}

/** Whether a part gives true, false or null if it does not fault. */
function isPredicate(tree: Tree): boolean {
  switch (tree.kind) {
    case "compare":
    case "not":
      return true;
    case "literal":
      return typeof tree.value === "boolean" || tree.value === null;
    case "and":
    case "or":
      return isPredicate(tree.left) && isPredicate(tree.right);
    case "ternary":
      return isPredicate(tree.yes) && isPredicate(tree.no);
    case "call":
      return ["starts_with", "ends_with", "contains"].includes(tree.name);
    default:
      return false;
  }
}

const FAULTS = "it may fault";

/** `a || b || c` as one list, so that many alternatives are put together once. */
function operandsOf(tree: Tree): readonly Tree[] {
  const operands: Tree[] = [];
  let rest = tree;
  while (rest.kind === "or") {
    operands.push(rest.right);
    rest = rest.left;
  }
  return [rest, ...operands.reverse()];
}

function literalCondition(value: unknown, want: Want): Condition {
  if (want === "true") return value === true ? ALWAYS : NEVER;
  if (want === "notFalse") return value === false || value === null ? NEVER : ALWAYS;
  return isFalsy(value) === (want === "falsy") ? ALWAYS : NEVER;
}

function pathCondition(path: PathTree, want: Want): Condition {
  if (path.segments.length === 0) return cannotSay(path, "it is the whole event");
  if (want === "true") return onPath(path, [equalTo(true)]);
  const loss = path.scalar ? [] : [reason(path, "it may be a list or an object")];
  const lack = path.scalar ? [] : [ABSENT];
  if (want === "truthy") return onPath(path, [TRUTHY, ...lack], ...loss);
  if (want === "notFalse") return onPath(path, [{ ...PRESENT, not: [false] }, ...lack], ...loss);
  return onPath(path, [ABSENT, equalTo(""), equalTo(false)], ...loss);
}
