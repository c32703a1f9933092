/* One file: every kind of syntax, which is one recursion. */
import { ExpressionError } from "../syntax/error.ts";
import type { Comparison, SliceBounds, SyntaxNode } from "../syntax/node.ts";
import {
  ISSUER,
  ISSUER_FIELDS,
  LISTS,
  type ListValues,
  listNamed,
  OWN_NAMES,
  OWN_VARIABLES,
  valuesOn,
} from "./own-variable.ts";
import { SINGLE_VALUE_FIELDS } from "./single-value-field.ts";

/**
 * An expression in the form that is both evaluated and analysed. Against the library's syntax
 * tree, three things are resolved: every path from the top of the event is one node, wherever
 * it is written (`a.b`, `$.a.b`, `a | b`, `let $x = a in $x.b`); variables that stand for a path
 * or a constant are gone; lists of constants are constants, and so is text that is joined of them.
 */
export type Tree =
  | PathTree
  | { readonly kind: "literal"; readonly value: unknown }
  | { readonly kind: "current" }
  | { readonly kind: "field"; readonly name: string }
  | { readonly kind: "index"; readonly index: number }
  | { readonly kind: "slice"; readonly bounds: SliceBounds }
  /** Right at left's value; null if that is null, unless `always`. */
  | { readonly kind: "then"; readonly left: Tree; readonly right: Tree; readonly always: boolean }
  | { readonly kind: "project"; readonly of: Projected; readonly left: Tree; readonly right: Tree }
  | { readonly kind: "filter"; readonly left: Tree; readonly condition: Tree; readonly right: Tree }
  | { readonly kind: "flatten"; readonly child: Tree }
  | { readonly kind: "list"; readonly children: readonly Tree[] }
  | { readonly kind: "hash"; readonly entries: readonly (readonly [string, Tree])[] }
  | { readonly kind: "and" | "or"; readonly left: Tree; readonly right: Tree }
  | { readonly kind: "not"; readonly child: Tree }
  | { readonly kind: "compare"; readonly by: Comparison; readonly left: Tree; readonly right: Tree }
  | { readonly kind: "arithmetic"; readonly by: string; readonly left: Tree; readonly right: Tree }
  | { readonly kind: "sign"; readonly by: string; readonly child: Tree }
  | { readonly kind: "ternary"; readonly condition: Tree; readonly yes: Tree; readonly no: Tree }
  | { readonly kind: "let"; readonly name: string; readonly value: Tree; readonly body: Tree }
  | { readonly kind: "variable"; readonly name: string }
  | { readonly kind: "call"; readonly name: string; readonly args: readonly Tree[] }
  | { readonly kind: "reference"; readonly child: Tree };

/** A path from the top of the event. */
export interface PathTree {
  readonly kind: "path";
  /** Names and list indices; none means the whole event. */
  readonly segments: readonly (string | number)[];
  /** The flat key: the segments joined with `.`. */
  readonly key: string;
  /** Whether it reads flat keys alone, so that its value is never a list or an object. */
  readonly scalar: boolean;
}

/** What a projection walks: a list, a list or text that was sliced, an object's values. */
export type Projected = "list" | "slice" | "values";

/**
 * Brings a syntax tree into the form that is evaluated and analysed.
 *
 * @param self What the variable `$self` stands for; undefined leaves it and `$deployment` variables.
 * @param lists What `$lists.NAME` and `$accounts` stand for; those that are not there are left variables.
 * @throws {ExpressionError} For a variable that nothing defines, and for syntax that has no value.
 */
export function toTree(
  root: SyntaxNode,
  self: readonly string[] | undefined,
  lists?: ListValues,
): Tree {
  const places = new Map<string, Tree>(
    OWN_VARIABLES.map(({ name, of }) => [name, known(name, of({ self, lists }))]),
  );
  places.set(ISSUER, { kind: "call", name: "not_null", args: ISSUER_FIELDS.map(flatPath) });
  return convert(root, WHOLE, { places, lists, computed: { count: 0 } });
}

/** The path of a flat key, as it is written in double quotes. */
function flatPath(key: string): PathTree {
  return { kind: "path", segments: [key], key, scalar: true };
}

function known(name: string, value: unknown): Tree {
  return value === undefined ? { kind: "variable", name } : literal(value);
}

interface Scope {
  /** Variable → what stands in its place. */
  readonly places: ReadonlyMap<string, Tree>;
  readonly lists: ListValues | undefined;
  /** Shared by the whole expression, so that every computed variable has a name of its own. */
  readonly computed: { count: number };
}

const WHOLE: PathTree = { kind: "path", segments: [], key: "", scalar: false };
const CURRENT: Tree = { kind: "current" };

/** `at` is what `@` stands for: a path from the top, or something known only while evaluating. */
function convert(node: SyntaxNode, at: PathTree | typeof CURRENT, scope: Scope): Tree {
  const here = (child: SyntaxNode): Tree => convert(child, at, scope);
  const inside = (child: SyntaxNode): Tree => convert(child, CURRENT, scope);
  switch (node.type) {
    case "Identity":
    case "Current":
      return at;
    case "Root":
      return WHOLE;
    case "Literal":
      return literal(node.value);
    case "Field":
      return step(at, node.name) ?? { kind: "field", name: node.name };
    case "Index":
      return step(at, node.value) ?? { kind: "index", index: node.value };
    case "Slice":
      if (node.bounds[2] === 0)
        throw new ExpressionError("Cannot use a slice as its step must not be 0");
      return at.kind === "current"
        ? { kind: "slice", bounds: node.bounds }
        : then(at, inside(node), true);
    case "Subexpression":
    case "IndexExpression":
    case "Pipe": {
      const list = scope.places.has(LISTS) ? undefined : listNamed(node);
      if (list !== undefined) return known(`${LISTS}.${list}`, valuesOn(scope.lists, list));
      const left = here(node.left);
      if (node.type !== "Pipe" && node.left.type === "NotExpression") {
        throw new ExpressionError(
          "Cannot use a path after ! as ! binds tighter than .: write !(a.b) instead of !a.b",
        );
      }
      if (left.kind === "path" && (node.type === "Pipe" || isStep(node.right))) {
        return convert(node.right, left, scope);
      }
      return then(left, inside(node.right), node.type !== "Subexpression");
    }
    case "Projection": {
      const sliced = node.left.type === "IndexExpression" && node.left.right.type === "Slice";
      const of = sliced ? "slice" : "list";
      return { kind: "project", of, left: here(node.left), right: inside(node.right) };
    }
    case "ValueProjection":
      return { kind: "project", of: "values", left: here(node.left), right: inside(node.right) };
    case "FilterProjection":
      return {
        kind: "filter",
        left: here(node.left),
        condition: inside(node.condition),
        right: inside(node.right),
      };
    case "Flatten":
      return { kind: "flatten", child: here(node.child) };
    case "MultiSelectList": {
      const children = node.children.map(here);
      return children.every((child) => child.kind === "literal")
        ? literal(children.map(({ value }) => value))
        : { kind: "list", children };
    }
    case "MultiSelectHash":
      return {
        kind: "hash",
        entries: node.children.map(({ name, value }) => [name, here(value)] as const),
      };
    case "AndExpression":
      return { kind: "and", left: here(node.left), right: here(node.right) };
    case "OrExpression":
      return { kind: "or", left: here(node.left), right: here(node.right) };
    case "NotExpression":
      return { kind: "not", child: here(node.child) };
    case "Comparator":
      return { kind: "compare", by: node.name, left: here(node.left), right: here(node.right) };
    case "Arithmetic":
      return {
        kind: "arithmetic",
        by: node.operator,
        left: here(node.left),
        right: here(node.right),
      };
    case "Unary":
      return { kind: "sign", by: node.operator, child: here(node.operand) };
    case "Ternary":
      return {
        kind: "ternary",
        condition: here(node.condition),
        yes: here(node.trueExpr),
        no: here(node.falseExpr),
      };
    case "LetExpression":
      return convertLet(node, at, scope);
    case "Variable": {
      const value = scope.places.get(node.name);
      if (value !== undefined) return value;
      const names = [...new Set([...OWN_NAMES, ...[...scope.places.keys()].map((it) => `$${it}`)])];
      throw new ExpressionError(
        `Cannot use variable "$${node.name}" as it must be one of ${names.join(", ")}: nothing defines it`,
      );
    }
    case "Function": {
      const args = node.children.map(
        (child): Tree =>
          child.type === "ExpressionReference"
            ? { kind: "reference", child: inside(child.child) }
            : here(child),
      );
      return joined(node.name, args) ?? { kind: "call", name: node.name, args };
    }
    case "ExpressionReference":
      throw new ExpressionError("Cannot use & here as it must stand before a function's argument");
    default:
      throw new ExpressionError(`Cannot use ${node.type} as a value`);
  }
}

/** `join('', [':', $deployment])` is the same for every event: what is searched for can be said in a pattern. */
function joined(name: string, [glue, parts]: readonly Tree[]): Tree | undefined {
  if (name !== "join" || glue?.kind !== "literal" || parts?.kind !== "literal") return undefined;
  const texts: unknown = parts.value;
  const isText = (value: unknown): value is string => typeof value === "string";
  if (!isText(glue.value) || !Array.isArray(texts) || !texts.every(isText)) return undefined;
  const text = texts.join(glue.value);
  return text.length <= LONGEST_JOINED ? literal(text) : undefined;
}

/** Longer text is joined where it is evaluated, by a budget: bindings may double it again and again. */
const LONGEST_JOINED = 500;

type LetNode = Extract<SyntaxNode, { type: "LetExpression" }>;

/** Bindings see the outer scope. What is no path or constant is computed once, where it is bound. */
function convertLet(node: LetNode, at: PathTree | typeof CURRENT, outer: Scope): Tree {
  const places = new Map(outer.places);
  const computed: [string, Tree][] = [];
  for (const binding of node.bindings) {
    const value = convert(binding.reference, at, outer);
    if (value.kind === "path" || value.kind === "literal") {
      places.set(binding.variable, value);
    } else {
      const name = `${binding.variable}#${outer.computed.count++}`;
      computed.push([name, value]);
      places.set(binding.variable, { kind: "variable", name });
    }
  }
  return computed.reduceRight<Tree>(
    (body, [name, value]) => ({ kind: "let", name, value, body }),
    convert(node.expression, at, { ...outer, places }),
  );
}

/** Whether a node only goes on with a path. */
function isStep(node: SyntaxNode): boolean {
  switch (node.type) {
    case "Field":
      return true;
    case "Index":
      return node.value >= 0;
    case "Subexpression":
    case "IndexExpression":
      return isStep(node.left) && isStep(node.right);
    default:
      return false;
  }
}

function step(at: PathTree | typeof CURRENT, segment: string | number): Tree | undefined {
  if (at.kind !== "path") return undefined;
  if (typeof segment === "number") {
    // An element from the end has no flat key of its own; the event itself is no list.
    if (segment < 0) return then(at, { kind: "index", index: segment }, true);
    if (at.segments.length === 0) return literal(null);
  }
  const segments = [...at.segments, segment];
  const key = segments.join(".");
  const dotted = segments.length === 1 && key.includes(".");
  return { kind: "path", segments, key, scalar: dotted || SINGLE_VALUE_FIELDS.has(key) };
}

function then(left: Tree, right: Tree, always: boolean): Tree {
  return { kind: "then", left, right, always };
}

function literal(value: unknown): { kind: "literal"; value: unknown } {
  return { kind: "literal", value };
}
