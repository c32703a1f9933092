import { suite } from "uvu";
import * as assert from "uvu/assert";
import { Budget } from "../../../src/core/function/budget.ts";
import { callOf } from "../../../src/core/function/function.ts";
import { assertFaults, assertResults, assertSteps } from "../../support/function-call.ts";

const test = suite("OBJECT_FUNCTIONS");

test("fault on items that are no name and value", () => {
  const message = "Cannot call from_items() as each item must be a list of a name and a value";
  assertFaults([
    [["from_items", [["a"]]], message],
    [["from_items", [["a", 1, 2]]], message],
    [
      [
        "from_items",
        [
          ["a", 1],
          [1, 2],
        ],
      ],
      message,
    ],
    [["from_items", [[]]], message],
  ]);
});

test("take objects apart and make them", () => {
  assertResults([
    [
      [
        "from_items",
        [
          ["a", 1],
          ["b", 2],
          ["a", 3],
        ],
      ],
      { a: 3, b: 2 },
    ],
    [
      ["items", { a: 1, b: [2] }],
      [
        ["a", 1],
        ["b", [2]],
      ],
    ],
    [
      ["keys", { a: 1, b: 2 }],
      ["a", "b"],
    ],
    [
      ["values", { a: 1, b: 2 }],
      [1, 2],
    ],
    [["merge", { a: 1, b: 2 }, { b: 3 }, { c: 4 }], { a: 1, b: 3, c: 4 }],
    [["merge", {}], {}],
  ]);
});

test("have no name that is special", () => {
  const made = callOf("from_items", 1)([[["__proto__", 1]]], new Budget()) as object;
  assert.equal(Object.entries(made), [["__proto__", 1]]);
  assert.is(Object.getPrototypeOf(made), null);
});

test("count code points, elements and fields", () => {
  assertResults([
    [["length", "ab\u{1F600}"], 3],
    [["length", ""], 0],
    [["length", [1, null]], 2],
    [["length", { a: 1, b: 2, c: 3 }], 3],
  ]);
});

test("find the first value there is", () => {
  assertResults([
    [["not_null", null, false, 1], false],
    [["not_null", null, ""], ""],
    [["not_null", null], null],
  ]);
});

test("take as many steps as they look at fields", () => {
  const text = "x".repeat(80);
  assertSteps([
    [["keys", { a: 1, b: 2 }], 3],
    [["length", text], 11],
    [["length", [1, 2, 3]], 1],
    [["length", { a: 1, b: 2 }], 1],
    [["not_null", text, text], 1],
    [["merge", { a: 1 }, { b: 1, c: 2 }], 5],
  ]);
});

test.run();
