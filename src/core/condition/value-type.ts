import type { Tree } from "../expression/tree.ts";
import { FUNCTIONS } from "../function/function.ts";
import { typeName } from "../function/value.ts";

/** Types that a part of an expression may have, as `typeName` names them. */
export type Types = ReadonlySet<string>;

const ANY = "string number boolean array object null";

/**
 * Tells the types that a part's value may have, whatever the event.
 *
 * @param resolve What a computed variable stands for; the variable itself where that is unknown.
 */
export function typesOf(tree: Tree, resolve: (tree: Tree) => Tree): Types {
  const of = (part: Tree): Types => typesOf(part, resolve);
  switch (tree.kind) {
    case "literal":
      return new Set([typeName(tree.value)]);
    case "path":
      if (tree.segments.length === 0) return named("object");
      return named(tree.scalar ? "string number boolean null" : ANY);
    case "not":
      return named("boolean");
    case "compare":
      return named(tree.by === "EQ" || tree.by === "NE" ? "boolean" : "boolean null");
    case "and":
    case "or":
      return new Set([...of(tree.left), ...of(tree.right)]);
    case "ternary":
      return new Set([...of(tree.yes), ...of(tree.no)]);
    case "let":
      return of(tree.body);
    case "variable": {
      const value = resolve(tree);
      return value.kind === "variable" ? named(ANY) : of(value);
    }
    case "arithmetic":
    case "sign":
      return named("number null");
    case "list":
      return named("array");
    case "hash":
      return named("object");
    case "filter":
    case "flatten":
      return named("array null");
    case "project":
      return named(tree.of === "slice" ? ANY : "array null");
    case "slice":
      return named("string array null");
    case "call":
      return named(RESULTS.get(tree.name) ?? ANY);
    default:
      return named(ANY);
  }
}

/** Whether a function cannot fault on arguments of the types it takes. */
export function isSafe(name: string, count: number): boolean {
  const most = SAFE.get(name);
  return most !== undefined && count <= most;
}

/** Types that one parameter of a function takes, e.g. `array of number`. */
export function parameterTypes(name: string, index: number): readonly string[] {
  const parameters = FUNCTIONS.get(name)?.parameters ?? [];
  return (parameters[Math.min(index, parameters.length - 1)] ?? "any").split("|");
}

function named(names: string): Types {
  return new Set(names.split(" "));
}

const RESULTS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    "boolean null": "starts_with ends_with contains in_cidr like any",
    boolean: "exists",
    "string null": "lower upper trim trim_left trim_right replace join pad_left pad_right",
    string: "to_string type",
    "number null": "length abs ceil floor find_first find_last to_number sum avg",
    "array null": "split keys values items map sort sort_by zip",
    array: "to_array",
    "object null": "merge from_items group_by",
    "string array null": "reverse",
  }).flatMap(([types, names]) => names.split(" ").map((name) => [name, types] as const)),
);

/** Functions that do not fault on what they take → with how many arguments at most. */
const SAFE: ReadonlyMap<string, number> = new Map([
  ..."abs ceil floor keys values items length lower upper reverse to_string to_number to_array type exists"
    .split(" ")
    .map((name) => [name, 1] as const),
  ..."starts_with ends_with contains find_first find_last split trim trim_left trim_right join in_cidr like"
    .split(" ")
    .map((name) => [name, 2] as const),
  ["replace", 3],
  ["not_null", Number.POSITIVE_INFINITY],
  ["merge", Number.POSITIVE_INFINITY],
  ["zip", Number.POSITIVE_INFINITY],
  ..."sum avg min max sort".split(" ").map((name) => [name, 1] as const),
]);
