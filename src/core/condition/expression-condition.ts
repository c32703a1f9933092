import { operandsOf } from "../expression/path-use.ts";
import type { PathTree, Tree } from "../expression/tree.ts";
import { callCondition, partCondition } from "./call-condition.ts";
import { compareCondition } from "./compare-condition.ts";
import { ALWAYS, both, type Condition, either, NEVER } from "./condition.ts";
import { type Analysis, cannotSay, onPath, reason } from "./condition-analysis.ts";
import { faultCondition } from "./fault-condition.ts";
import { ABSENT, hasValue } from "./value-set.ts";
import { typesOf } from "./value-type.ts";
import {
  allOf,
  covers,
  FALSY,
  isNothing,
  NOT_NULL,
  ofType,
  TRUTHY,
  type Want,
  wants,
} from "./want.ts";

/**
 * Derives what an event's flat keys must be like for a rule to match or to fault.
 *
 * Sound: whenever the expression is true of an event, or faults on it, the condition allows the
 * event. Exact, if nothing was dropped: whenever the condition allows an event, the expression is
 * true of it or faults on it.
 *
 * It rests on what `PathTree` promises: a path's flat key wins, so a value that is no list and no
 * object is the flat key's; and if there is no flat key, the value is null, a list or an object.
 */
export function conditionOf(tree: Tree): Condition {
  const analysis = new TreeAnalysis(new Map());
  return either([analysis.of(tree, TRUTHY), analysis.faults(tree)]);
}

/** Derives what must hold for a part of an expression to be true where it does not fault. */
export function truthConditionOf(tree: Tree): Condition {
  return new TreeAnalysis(new Map()).of(tree, TRUTHY);
}

class TreeAnalysis implements Analysis {
  readonly #variables: ReadonlyMap<string, Tree>;

  constructor(variables: ReadonlyMap<string, Tree>) {
    this.#variables = variables;
  }

  of(tree: Tree, want: Want): Condition {
    if (tree.kind === "path") return pathCondition(tree, want);
    if (tree.kind === "literal") return literalCondition(tree, want);
    const possible = this.possible(tree);
    if (covers(want, possible)) return ALWAYS;
    const narrow = allOf(want, possible);
    if (isNothing(narrow)) return NEVER;
    switch (tree.kind) {
      case "not": {
        const which = wants(narrow, true) ? FALSY : TRUTHY;
        return this.of(tree.child, which);
      }
      case "and":
        return this.#either(tree.left, FALSY, TRUTHY, tree.right, want);
      case "or": {
        const operands = operandsOf(tree, "or");
        return (
          this.#any(operands, want) ?? this.#either(tree.left, TRUTHY, FALSY, tree.right, want)
        );
      }
      case "ternary":
        return either([
          both(this.of(tree.condition, TRUTHY), this.of(tree.yes, want)),
          both(this.of(tree.condition, FALSY), this.of(tree.no, want)),
        ]);
      case "let":
        return this.#inside(tree).of(tree.body, want);
      case "variable": {
        const value = this.resolve(tree);
        return value === tree ? cannotSay(tree, "it has no value yet") : this.of(value, want);
      }
      case "compare":
        return compareCondition(tree, narrow, this);
      case "call":
        return callCondition(tree, narrow, this);
      case "then":
        return (
          partCondition(tree, narrow, this) ??
          this.#unclear(tree, tree.left, narrow, tree.always && !isStep(tree.right))
        );
      default:
        return cannotSay(tree, "flat keys do not show what is inside lists and objects");
    }
  }

  faults(tree: Tree): Condition {
    if (tree.kind !== "let") return faultCondition(tree, this);
    return either([this.faults(tree.value), this.#inside(tree).faults(tree.body)]);
  }

  possible(tree: Tree): Want {
    return ofType(typesOf(tree, (it) => this.resolve(it)));
  }

  resolve(tree: Tree): Tree {
    if (tree.kind !== "variable") return tree;
    const value = this.#variables.get(tree.name);
    return value === undefined ? tree : this.resolve(value);
  }

  #inside(tree: Extract<Tree, { kind: "let" }>): TreeAnalysis {
    return new TreeAnalysis(new Map(this.#variables).set(tree.name, tree.value));
  }

  /** `&&` and `||`: left is the value if it is one that decides; else right is. */
  #either(left: Tree, decides: Want, goesOn: Want, right: Tree, want: Want): Condition {
    const decided = allOf(decides, this.possible(left));
    if (covers(want, decided)) return either([this.of(left, decides), this.of(right, want)]);
    return either([
      this.of(left, allOf(want, decides)),
      both(this.of(left, goesOn), this.of(right, want)),
    ]);
  }

  /** `a || b || c` at once, if all that decides is wanted: many alternatives are put together once. */
  #any(operands: readonly Tree[], want: Want): Condition | undefined {
    const decided = operands
      .slice(0, -1)
      .every((operand) => covers(want, allOf(TRUTHY, this.possible(operand))));
    if (!decided) return undefined;
    const last = operands.length - 1;
    return either(operands.map((operand, at) => this.of(operand, at < last ? TRUTHY : want)));
  }

  #unclear(tree: Tree, left: Tree, want: Want, always: boolean): Condition {
    const unclear = cannotSay(tree, "flat keys do not show what is inside lists and objects");
    if (always || wants(want, null) || left.kind !== "call") return unclear;
    return both(this.of(left, NOT_NULL), unclear);
  }
}

/** Whether a part gives null of null. */
function isStep({ kind }: Tree): boolean {
  return kind === "field" || kind === "index" || kind === "slice";
}

function literalCondition(tree: Extract<Tree, { kind: "literal" }>, want: Want): Condition {
  const wanted = wants(want, tree.value);
  if (wanted === undefined) return cannotSay(tree, "it is a list or an object");
  return wanted ? ALWAYS : NEVER;
}

function pathCondition(path: PathTree, want: Want): Condition {
  if (path.segments.length === 0) {
    return want.containers === "none" ? NEVER : cannotSay(path, "it is the whole event");
  }
  const lacks = hasValue(want.set, undefined);
  const all = want.containers === "all";
  // A list or an object has no flat key of its own, as null has none.
  if (path.scalar || (all && lacks) || (want.containers === "none" && !lacks)) {
    return onPath(path, want.set);
  }
  return onPath(path, [...want.set, ABSENT], reason(path, "it may be a list or an object"));
}
