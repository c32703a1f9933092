import { suite } from "uvu";
import * as assert from "uvu/assert";
import { Budget } from "../../../src/core/function/budget.ts";
import { callOf } from "../../../src/core/function/function.ts";
import { Reference } from "../../../src/core/function/value.ts";
import { assertFaults, assertResults, assertSteps } from "../../support/function-call.ts";

const test = suite("LIST_FUNCTIONS");

const ITSELF = new Reference((value) => value);
const KEY = new Reference((value) => (value as { key: unknown }).key);
const PAIR = "\u{1F600}";
/** One unit, of a higher number than those of a pair. */
const LAST_OF_ONE = "\uffee";

test("fault on keys of several types or none", () => {
  const fault = (name: string, wanted: string, type: string) =>
    `Cannot call ${name}() as its key must be ${wanted} throughout: it is ${type}`;
  assertFaults([
    [["sort_by", [{ key: 1 }, { key: "a" }], KEY], fault("sort_by", "number", "string")],
    [["sort_by", [{ key: "a" }, { key: 1 }], KEY], fault("sort_by", "string", "number")],
    [["sort_by", [{}], KEY], fault("sort_by", "string", "null")],
    [["max_by", [{ key: 1 }, { key: null }], KEY], fault("max_by", "number", "null")],
    [["min_by", [{ key: true }], KEY], fault("min_by", "string", "boolean")],
    [["group_by", [{ key: 1 }], KEY], fault("group_by", "string", "number")],
  ]);
});

test("compute with numbers", () => {
  assertResults([
    [["abs", -1.5], 1.5],
    [["ceil", 1.2], 2],
    [["floor", 1.8], 1],
    [["sum", [1, 2, 4]], 7],
    [["sum", []], 0],
    [["avg", [1, 2, 6]], 3],
    [["avg", []], null],
  ]);
});

test("find the first and the last in order", () => {
  assertResults([
    [["max", [1, 10, 2]], 10],
    [["min", [10, 1, 2]], 1],
    [["max", ["a", "b", "ab"]], "b"],
    [["min", ["b", "ab", "a"]], "a"],
    [["max", []], null],
    [["min", []], null],
    [["max_by", [{ key: 1 }, { key: 3 }, { key: 2 }], KEY], { key: 3 }],
    [["min_by", [{ key: 2 }, { key: 1 }, { key: 3 }], KEY], { key: 1 }],
    [
      [
        "max_by",
        [
          { key: "b", at: 0 },
          { key: "b", at: 1 },
        ],
        KEY,
      ],
      { key: "b", at: 0 },
    ],
    [
      [
        "min_by",
        [
          { key: "b", at: 0 },
          { key: "b", at: 1 },
        ],
        KEY,
      ],
      { key: "b", at: 0 },
    ],
    [["max_by", [], KEY], null],
    [["min_by", [], KEY], null],
  ]);
});

test("sort numbers by size and text by code points", () => {
  assertResults([
    [
      ["sort", [10, 9, -1, 2]],
      [-1, 2, 9, 10],
    ],
    [
      ["sort", ["b", "abc", "ab", "B", ""]],
      ["", "B", "ab", "abc", "b"],
    ],
    [
      ["sort", [PAIR, LAST_OF_ONE]],
      [LAST_OF_ONE, PAIR],
    ],
    [
      ["sort", [LAST_OF_ONE, PAIR]],
      [LAST_OF_ONE, PAIR],
    ],
    [
      ["sort", ["\u{1F601}", "\u{1F600}"]],
      ["\u{1F600}", "\u{1F601}"],
    ],
    [
      ["sort", ["\ud7ff", "\u{10000}", "\ue000"]],
      ["\ud7ff", "\ue000", "\u{10000}"],
    ],
    [
      ["sort_by", [{ key: 2 }, { key: 1 }], KEY],
      [{ key: 1 }, { key: 2 }],
    ],
    [["sort_by", [], KEY], []],
  ]);
});

test("sort a copy", () => {
  const list = [2, 1];
  callOf("sort", 1)([list], new Budget());
  callOf("reverse", 1)([list], new Budget());
  callOf("sort_by", 2)([list, ITSELF], new Budget());
  assert.equal(list, [2, 1]);
});

test("ask and change each element", () => {
  const big = new Reference((value) => (value as number) > 2);
  assertResults([
    [["any", [1, 2], big], false],
    [["any", [1, 3], big], true],
    [["any", [], big], false],
    [["any", ["", []], ITSELF], false],
    [["any", ["", 0], ITSELF], true],
    [
      ["map", big, [1, 3]],
      [false, true],
    ],
    [
      ["group_by", [{ key: "a" }, { key: "b" }, { key: "a", more: 1 }], KEY],
      { a: [{ key: "a" }, { key: "a", more: 1 }], b: [{ key: "b" }] },
    ],
  ]);
});

test("make lists of lists and text", () => {
  assertResults([
    [
      ["reverse", [1, 2, 3]],
      [3, 2, 1],
    ],
    [["reverse", `ab${PAIR}`], `${PAIR}ba`],
    [["to_array", [1]], [1]],
    [["to_array", "a"], ["a"]],
    [["to_array", null], [null]],
    [
      ["zip", [1, 2], ["a", "b", "c"]],
      [
        [1, "a"],
        [2, "b"],
      ],
    ],
    [["zip", [1, 2, 3], ["a"]], [[1, "a"]]],
    [
      ["zip", [1, 2]],
      [[1], [2]],
    ],
    [["zip", [], [1]], []],
  ]);
});

test("take as many steps as they look at elements", () => {
  const text = "x".repeat(80);
  assertSteps([
    [["any", [1, 2, 3], ITSELF], 1],
    [["sum", [1, 2, 3]], 4],
    [["avg", [1, 2, 3]], 4],
    [["sort", [1, 2, 3]], 6],
    [["sort", [1, 2, 3, 4]], 12],
    [["sort", [text]], 11],
    [["sort", []], 0],
    [["max", [1, 2, 3]], 6],
    [["min", [1, 2, 3]], 6],
    [["sort_by", [1, 2, 3], ITSELF], 6],
    [["sort_by", [1, 2, 3, 4], ITSELF], 12],
    [["reverse", [1, 2, 3]], 3],
    [["reverse", text], 80],
    [["to_array", [1, 2, 3]], 1],
    [["zip", [1, 2], [1, 2, 3], [1, 2, 3]], 6],
  ]);
});

test.run();
