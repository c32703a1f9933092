import { ISSUER, ISSUER_FIELDS } from "../../src/core/expression/own-variable.ts";
import { print } from "../../src/core/expression/print.ts";
import type { Tree } from "../../src/core/expression/tree.ts";
import type { Comparison } from "../../src/core/syntax/node.ts";

/** How an expression was changed: a clause left out, a test flipped, a name or value changed. */
export type MutationKind = "drop" | "flip" | "name" | "value";

/** An expression in which one thing is other than it was. */
export interface Mutant {
  readonly kind: MutationKind;
  /** What was changed, as an expression. */
  readonly before: string;
  /** What stands there now; "" where it was left out. */
  readonly after: string;
  /** The whole expression, changed. */
  readonly tree: Tree;
}

/** Puts what takes a node's place into the whole expression. */
type Put = (replaced: Tree) => Tree;

/**
 * All changes of an expression of which a rule's tests should notice each: a clause left out, a
 * comparison, a negation or a joint of two clauses flipped, a field, function or value changed,
 * each value of a list by itself.
 */
export function expressionMutants(tree: Tree): readonly Mutant[] {
  return at(tree, (replaced) => replaced);
}

function at(tree: Tree, put: Put): Mutant[] {
  return [...ownMutants(tree, put), ...deeper(tree, put)];
}

function ownMutants(tree: Tree, put: Put): Mutant[] {
  const to = (kind: MutationKind, after: Tree): Mutant => ({
    kind,
    before: print(tree),
    after: print(after),
    tree: put(after),
  });
  switch (tree.kind) {
    case "and":
    case "or":
      return [
        ...[tree.left, tree.right].flatMap((left, index): Mutant[] => {
          // The sides of a chain are clauses of their own: those of the chain within are told there.
          if (left.kind === tree.kind) return [];
          const rest = index === 0 ? tree.right : tree.left;
          return [{ kind: "drop", before: print(left), after: "", tree: put(rest) }];
        }),
        to("flip", { ...tree, kind: tree.kind === "and" ? "or" : "and" }),
      ];
    case "not":
      return [to("flip", tree.child)];
    case "compare":
      return FLIPS[tree.by].map((by) => to("flip", { ...tree, by }));
    case "ternary":
      return [to("flip", { ...tree, yes: tree.no, no: tree.yes })];
    case "path":
      return tree.segments.length === 0 ? [] : [to("name", renamed(tree))];
    case "field":
      return [to("name", { ...tree, name: `${tree.name}X` })];
    case "index":
      return [to("value", { ...tree, index: tree.index < 0 ? tree.index - 1 : tree.index + 1 })];
    case "literal":
      return otherValues(tree.value).map(({ value, ...what }) => ({
        kind: "value",
        ...what,
        tree: put({ kind: "literal", value }),
      }));
    case "call": {
      // What the language itself makes of the word is none of the rule's clauses.
      if (isIssuer(tree)) return [{ ...to("name", NOTHING), before: `$${ISSUER}` }];
      const name = LIKE_FUNCTIONS[tree.name];
      const [first] = tree.args;
      return [
        ...(name === undefined ? [] : [to("name", { ...tree, name })]),
        ...(SHAPING.has(tree.name) && first !== undefined ? [to("drop", first)] : []),
      ];
    }
    default:
      return [];
  }
}

function deeper(tree: Tree, put: Put): Mutant[] {
  const side = <K extends string>(key: K, child: Tree): Mutant[] =>
    at(child, (replaced) => put({ ...tree, [key]: replaced } as Tree));
  switch (tree.kind) {
    case "and":
    case "or":
    case "compare":
    case "arithmetic":
    case "then":
    case "project":
      return [...side("left", tree.left), ...side("right", tree.right)];
    case "filter":
      return [
        ...side("left", tree.left),
        ...side("condition", tree.condition),
        ...side("right", tree.right),
      ];
    case "flatten":
    case "not":
    case "sign":
    case "reference":
      return side("child", tree.child);
    case "ternary":
      return [
        ...side("condition", tree.condition),
        ...side("yes", tree.yes),
        ...side("no", tree.no),
      ];
    case "let":
      return [...side("value", tree.value), ...side("body", tree.body)];
    case "list":
      return tree.children.flatMap((child, index) =>
        at(child, (replaced) => put({ ...tree, children: tree.children.with(index, replaced) })),
      );
    case "hash":
      return tree.entries.flatMap(([name, child], index) =>
        at(child, (replaced) =>
          put({ ...tree, entries: tree.entries.with(index, [name, replaced]) }),
        ),
      );
    case "call":
      if (isIssuer(tree)) return [];
      return tree.args.flatMap((child, index) =>
        at(child, (replaced) => put({ ...tree, args: tree.args.with(index, replaced) })),
      );
    default:
      return [];
  }
}

const NOTHING: Tree = { kind: "literal", value: null };

/** Whether it is what `$issuer` stands for. */
function isIssuer({ args }: Extract<Tree, { kind: "call" }>): boolean {
  const keys = args.map((it) => (it.kind === "path" ? it.key : ""));
  return keys.join(" ") === ISSUER_FIELDS.join(" ");
}

/** The opposite, and for an order the same with the bound on the other side. */
const FLIPS: Readonly<Record<Comparison, readonly Comparison[]>> = {
  EQ: ["NE"],
  NE: ["EQ"],
  LT: ["GTE", "LTE"],
  LTE: ["GT", "LT"],
  GT: ["LTE", "GTE"],
  GTE: ["LT", "GT"],
};

/** What a function is easily taken for. */
const LIKE_FUNCTIONS: Readonly<Record<string, string>> = {
  starts_with: "ends_with",
  ends_with: "starts_with",
};

/** Functions that give their argument in another form. */
const SHAPING: ReadonlySet<string> = new Set(["lower", "upper", "trim", "to_string", "to_number"]);

function renamed(tree: Extract<Tree, { kind: "path" }>): Tree {
  const last = tree.segments.at(-1);
  const other = typeof last === "number" ? last + 1 : `${last}X`;
  const segments = tree.segments.with(-1, other);
  return { ...tree, segments, key: segments.join(".") };
}

/** Each value that differs from this one in one place; null has none: `!=` tells it from all others. */
function otherValues(value: unknown): { before: string; after: string; value: unknown }[] {
  if (Array.isArray(value)) {
    return value.flatMap((element, index) =>
      otherValues(element).map((other) => ({ ...other, value: value.with(index, other.value) })),
    );
  }
  const other = otherValue(value);
  if (other === undefined) return [];
  const text = (it: unknown) => print({ kind: "literal", value: it });
  return [{ before: text(value), after: text(other), value: other }];
}

function otherValue(value: unknown): unknown {
  switch (typeof value) {
    case "string":
      return `${value}X`;
    case "number":
      return value + 1;
    case "boolean":
      return !value;
    default:
      return undefined;
  }
}
