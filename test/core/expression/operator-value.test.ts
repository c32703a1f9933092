import { suite } from "uvu";
import * as assert from "uvu/assert";
import { compareValues, constantTest } from "../../../src/core/expression/operator-value.ts";
import { Budget } from "../../../src/core/function/budget.ts";
import type { Comparison } from "../../../src/core/syntax/node.ts";

const test = suite("constantTest()");

const LONG = "x".repeat(65);

const VALUES = [
  ...["", "a", "b", LONG.slice(1), LONG, `${LONG.slice(1)}y`, "5", "true", 0, 5, 1.5, true, false],
  ...[null, [], ["a"], {}, { a: "b" }],
];

const against = (by: Comparison, value: unknown) =>
  constantTest({
    kind: "compare",
    by,
    left: { kind: "current" },
    right: { kind: "literal", value },
  });

test("leaves to others what has an order, an inside or a cost", () => {
  for (const by of ["LT", "LTE", "GT", "GTE"] as const) assert.is(against(by, 5), undefined, by);
  for (const value of [[], ["a"], {}, { a: "b" }, LONG]) {
    assert.is(against("EQ", value), undefined, JSON.stringify(value));
  }
  const current = { kind: "current" } as const;
  assert.is(constantTest({ kind: "compare", by: "EQ", left: current, right: current }), undefined);
});

test("gives what comparing gives, which is free", () => {
  let compared = 0;
  for (const by of ["EQ", "NE"] as const) {
    for (const constant of VALUES) {
      const holds = against(by, constant);
      if (holds === undefined) continue;
      for (const value of VALUES) {
        const budget = new Budget();
        const what = `${JSON.stringify(value)} ${by} ${JSON.stringify(constant)}`;
        assert.is(holds(value), compareValues(by, value, constant, budget), what);
        assert.is(budget.spent, 0, what);
        compared++;
      }
    }
  }
  assert.ok(compared > 200, `${compared}`);
});

test.run();
