import { suite } from "uvu";
import * as assert from "uvu/assert";
import { isSafe, parameterTypes, typesOf } from "../../../src/core/condition/value-type.ts";
import { parseExpression } from "../../../src/core/expression/parse.ts";
import { type Tree, toTree } from "../../../src/core/expression/tree.ts";
import { Budget } from "../../../src/core/function/budget.ts";
import { callOf, FUNCTIONS, isOf, parametersOf } from "../../../src/core/function/function.ts";
import type { FunctionSpec } from "../../../src/core/function/function-spec.ts";
import { Reference, typeName } from "../../../src/core/function/value.ts";

const treeOf = (text: string): Tree => toTree(parseExpression(text).root, undefined);
const unresolved = (tree: Tree) => tree;

const types = suite("typesOf()");

const ANY = "array boolean null number object string";

for (const [text, expected] of [
  ["'a'", "string"],
  ["`1`", "number"],
  ["`true`", "boolean"],
  ["`null`", "null"],
  ["`[1]`", "array"],
  ["`{}`", "object"],
  ["@", "object"],
  ["eventName", "boolean null number string"],
  ["requestParameters", ANY],
  ["requestParameters.a.b", ANY],
  ["!requestParameters", "boolean"],
  ["eventName == 'a'", "boolean"],
  ["eventName != 'a'", "boolean"],
  ["requestParameters.a < `1`", "boolean null"],
  ["requestParameters.a >= `1`", "boolean null"],
  ["(!a) && `1`", "boolean number"],
  ["'a' || `[]`", "array string"],
  ["a ? 'x' : `1`", "number string"],
  ["a + b", "null number"],
  ["-a", "null number"],
  ["[a, b]", "array"],
  ["{a: a}", "object"],
  ["a[?b]", "array null"],
  ["a[]", "array null"],
  ["a[*].b", "array null"],
  ["a.*", "array null"],
  ["to_string(a)[0:1]", ANY],
  ["let $x = a in !$x", "boolean"],
  ["not_null(a, b)", ANY],
  ["a[*].b | [0]", ANY],
] as const) {
  types(`are ${expected} of ${text}`, () => {
    assert.is([...typesOf(treeOf(text), unresolved)].sort().join(" "), expected);
  });
}

types("of a variable are those of what it stands for, any where that is not known", () => {
  const tree = treeOf("let $x = [a, b] in $x");
  assert.is(tree.kind, "let");
  if (tree.kind !== "let") return;
  assert.is([...typesOf(tree, unresolved)].sort().join(" "), ANY);
  const known = typesOf(tree, (it) => (it.kind === "variable" ? treeOf("[a]") : it));
  assert.equal([...known], ["array"]);
});

const SAMPLES: readonly unknown[] = [
  null,
  true,
  "",
  "b,a",
  "7",
  "10.0.0.0/8",
  0,
  1.5,
  -1,
  [],
  ["b", "a"],
  [2, 1],
  [["k", 1]],
  [[1], [2]],
  [{ a: "x" }, { a: "y" }],
  [{ a: 1 }],
  ["a", 1],
  {},
  { a: "x" },
  new Reference((value) => (value as { a?: unknown } | null)?.a ?? null),
];

interface Outcome {
  /** Type of the result, or the error. */
  readonly result: string | Error;
  /** Whether each argument is of a type that its parameter names, without a look inside a list. */
  readonly fits: boolean;
}

const OUTCOMES = new Map<string, readonly Outcome[]>();

/** What becomes of every call with so many of the samples: worked out once, when a test asks. */
function outcomes(name: string, count: number): readonly Outcome[] {
  const known = OUTCOMES.get(`${name} ${count}`);
  if (known !== undefined) return known;
  const accepted = parametersOf(FUNCTIONS.get(name) as FunctionSpec, count);
  const found: Outcome[] = [];
  const argue = (args: readonly unknown[]): void => {
    if (args.length < count) {
      for (const sample of SAMPLES) argue([...args, sample]);
      return;
    }
    const fits = args.every((arg, index) => accepted[index]?.some((type) => isOf(arg, type)));
    try {
      found.push({ result: typeName(callOf(name, count)(args, new Budget())), fits });
    } catch (error) {
      found.push({ result: error as Error, fits });
    }
  };
  argue([]);
  OUTCOMES.set(`${name} ${count}`, found);
  return found;
}

const CALLS = [...FUNCTIONS].flatMap(([name, { parameters, optional = 0 }]) =>
  Array.from({ length: optional + 1 }, (_, index) => parameters.length - optional + index)
    .filter((count) => count <= 3)
    .map((count) => ({ name, count })),
);

for (const [name, { returns }] of FUNCTIONS) {
  types(`of ${name}() are what its calls come to`, () => {
    const told = typesOf({ kind: "call", name, args: [] } as never, unresolved);
    const come = CALLS.filter((it) => it.name === name).flatMap((it) => outcomes(name, it.count));
    const seen = new Set(come.flatMap(({ result }) => (typeof result === "string" ? result : [])));
    for (const type of seen) assert.ok(told.has(type), `${name}() gives ${type}`);
    if (returns.includes("|") || returns === "any") return;
    assert.equal(told.size <= 2 ? [...told].sort() : "any type", [...seen].sort());
  });
}

types.run();

const safe = suite("isSafe()");

for (const { name, count } of CALLS) {
  safe(`is ${isSafe(name, count)} of ${name}() with ${count} arguments, as its calls show`, () => {
    const faults = outcomes(name, count).filter(
      ({ result, fits }) => fits && typeof result !== "string",
    );
    if (isSafe(name, count)) {
      for (const { result } of faults) throw result;
      return;
    }
    const takesReference = FUNCTIONS.get(name)?.parameters.some((it) => it.includes("expression"));
    assert.ok(
      faults.length > 0 || takesReference,
      `${name}() with ${count} arguments never faults`,
    );
  });
}

safe.run();

const parameters = suite("parameterTypes()");

parameters(
  "are a function's own, the last one's for whatever follows, and any where unknown",
  () => {
    assert.equal(parameterTypes("sum", 0), ["array of number"]);
    assert.equal(parameterTypes("length", 0), ["string", "array", "object"]);
    assert.equal(parameterTypes("merge", 5), ["object"]);
    assert.equal(parameterTypes("no_such_function", 0), ["any"]);
  },
);

parameters.run();
