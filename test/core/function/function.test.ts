import { suite } from "uvu";
import * as assert from "uvu/assert";
import { Budget } from "../../../src/core/function/budget.ts";
import {
  callOf,
  FUNCTIONS,
  isOf,
  pairCallOf,
  parametersOf,
  refusalOf,
} from "../../../src/core/function/function.ts";
import { Reference } from "../../../src/core/function/value.ts";
import { ExpressionError } from "../../../src/core/syntax/error.ts";
import { assertFaults, assertResults } from "../../support/function-call.ts";

const REFERENCE = new Reference((value) => value);

const counts = suite("refusalOf()");

counts("tells how many arguments a function takes", () => {
  for (const [name, count, refusal] of [
    ["toString", 1, "Cannot call toString() as it must be a known function"],
    ["nonsense", 0, "Cannot call nonsense() as it must be a known function"],
    ["length", 0, "Cannot call length() as it takes 1 argument: it is given 0"],
    ["length", 2, "Cannot call length() as it takes 1 argument: it is given 2"],
    ["starts_with", 1, "Cannot call starts_with() as it takes 2 arguments: it is given 1"],
    ["starts_with", 3, "Cannot call starts_with() as it takes 2 arguments: it is given 3"],
    ["trim", 0, "Cannot call trim() as it takes 1 to 2 arguments: it is given 0"],
    ["trim", 3, "Cannot call trim() as it takes 1 to 2 arguments: it is given 3"],
    ["find_first", 1, "Cannot call find_first() as it takes 2 to 4 arguments: it is given 1"],
    ["not_null", 0, "Cannot call not_null() as it takes 1 or more arguments: it is given 0"],
    ["zip", 0, "Cannot call zip() as it takes 1 or more arguments: it is given 0"],
    ["length", 1, undefined],
    ["trim", 1, undefined],
    ["trim", 2, undefined],
    ["find_first", 2, undefined],
    ["find_first", 4, undefined],
    ["not_null", 1, undefined],
    ["merge", 9, undefined],
  ] as const) {
    assert.is(refusalOf(name, count), refusal, `${name} ${count}`);
    const call = () => callOf(name, count);
    if (refusal === undefined) call();
    else
      assert.throws(call, (it: unknown) => it instanceof ExpressionError && it.message === refusal);
  }
});

counts.run();

const parameters = suite("parametersOf()");

parameters("repeats the last for arguments that may be many", () => {
  const spec = { parameters: ["string", "array|object"], returns: "any", run: () => null };
  assert.equal(parametersOf(spec, 0), []);
  assert.equal(parametersOf(spec, 1), [["string"]]);
  assert.equal(parametersOf(spec, 3), [["string"], ["array", "object"], ["array", "object"]]);
});

parameters.run();

const typing = suite("isOf()");

typing("looks at a value, and inside where the type says what is there", () => {
  for (const [value, type, expected] of [
    [null, "any", true],
    [[1], "any", true],
    [REFERENCE, "any", false],
    [REFERENCE, "expression", true],
    ["a", "string", true],
    ["a", "number", false],
    [[1, "a"], "array", true],
    [[1, 2], "array of number", true],
    [[1, "a"], "array of number", false],
    [[], "array of number", true],
    [1, "array of number", false],
    [[[1], []], "array of array", true],
    [[[1], 2], "array of array", false],
  ] as const) {
    assert.is(isOf(value, type), expected, `${JSON.stringify(value)} ${type}`);
  }
});

typing.run();

const calls = suite("callOf()");

calls("names the argument that a function cannot take, by its type alone", () => {
  const fault = (name: string, at: number, types: string, is: string) =>
    `Cannot call ${name}() as its argument ${at} must be ${types}: it is ${is}`;
  assertFaults([
    [["keys", "secret"], fault("keys", 1, "object", "string")],
    [["sum", [1, "secret"]], fault("sum", 1, "array of number", "array of number, string")],
    [["sum", ["a", "b"]], fault("sum", 1, "array of number", "array of string")],
    [
      ["max", [1, "a"]],
      fault("max", 1, "array of number or array of string", "array of number, string"),
    ],
    [["from_items", [1]], fault("from_items", 1, "array of array", "array of number")],
    [["map", 5, []], fault("map", 1, "expression", "number")],
    [["map", REFERENCE, {}], fault("map", 2, "array", "object")],
    [["length", REFERENCE], fault("length", 1, "string or array or object", "expression")],
    [["to_array", REFERENCE], fault("to_array", 1, "any", "expression")],
    [["zip", [1], 2], fault("zip", 2, "array", "number")],
    [["sort_by", {}, REFERENCE], fault("sort_by", 1, "array", "object")],
    [["join", ",", "a"], fault("join", 2, "array of string", "string")],
    [["sort", {}], fault("sort", 1, "array of string or array of number", "object")],
  ]);
});

calls("gives null for null, and for another type where text or a number may stand", () => {
  assertResults([
    [["length", null], null],
    [["keys", null], null],
    [["map", REFERENCE, null], null],
    [["starts_with", "a", null], null],
    [["starts_with", 5, "a"], null],
    [["starts_with", ["a"], "a"], null],
    [["length", 5], null],
    [["abs", "5"], null],
    [["pad_left", "a", "3"], null],
    [["contains", null, "a"], null],
    [["contains", ["a", null], null], true],
    [["not_null", null, 1], 1],
  ]);
});

calls("spends before it runs, and nothing on what is null", () => {
  const budget = new Budget(10);
  assert.is(callOf("lower", 1)([null], budget), null);
  assert.is(budget.spent, 0);
  assert.is(callOf("lower", 1)(["A"], budget), "a");
  assert.is(budget.spent, 1);
  assert.throws(() => callOf("sum", 1)([["x", 2, 3, 4, 5, 6, 7, 8, 9]], budget), /10 steps/);
});

calls("knows functions of every kind", () => {
  for (const name of ["lower", "sort_by", "from_items", "in_cidr"]) assert.ok(FUNCTIONS.has(name));
});

calls.run();

const pairs = suite("pairCallOf()");

const VALUES = [
  ...["a", "abc", "192.0.2.0/24", "*", "x".repeat(100), 3, -1, true, null],
  ...[[], ["a", "b"], [1, null], [["a", 1]], { a: 1 }, [{ a: "b" }], REFERENCE],
];

pairs("gives, spends and faults as a call of a list of arguments does", () => {
  const results = (call: (budget: Budget) => unknown) => {
    const budget = new Budget(1_000);
    try {
      return { result: call(budget), spent: budget.spent };
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      return { message: error.message, spent: budget.spent };
    }
  };
  let compared = 0;
  for (const name of FUNCTIONS.keys()) {
    if (refusalOf(name, 2) !== undefined) continue;
    for (const first of VALUES) {
      for (const second of VALUES) {
        for (const constants of [[], [undefined, second], [first, undefined]]) {
          const known = constants.map((value) => (value instanceof Reference ? undefined : value));
          assert.equal(
            results((budget) => pairCallOf(name, known)(first, second, budget)),
            results((budget) => callOf(name, 2, known)([first, second], budget)),
            `${name}(${JSON.stringify([first, second])})`,
          );
          compared++;
        }
      }
    }
  }
  assert.ok(compared > 5_000, `${compared}`);
});

pairs.run();
