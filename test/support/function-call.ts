import * as assert from "uvu/assert";
import { Budget } from "../../src/core/function/budget.ts";
import { callOf } from "../../src/core/function/function.ts";
import { ExpressionError } from "../../src/core/syntax/error.ts";

/** A call of a function of the rule language with evaluated arguments. */
export type FunctionCall = readonly [name: string, ...args: readonly unknown[]];

/** What each call gives; objects without prototype count as plain ones. */
export function assertResults(cases: readonly (readonly [FunctionCall, unknown])[]): void {
  for (const [[name, ...args], expected] of cases) {
    const result = callOf(name, args.length)(args, new Budget());
    const plain = typeof result === "object" ? JSON.parse(JSON.stringify(result)) : result;
    assert.equal(plain, expected, `${name}(${args.map(shown).join(", ")})`);
  }
}

/** How many steps each call takes. */
export function assertSteps(cases: readonly (readonly [FunctionCall, number])[]): void {
  for (const [[name, ...args], steps] of cases) {
    const budget = new Budget();
    callOf(name, args.length)(args, budget);
    assert.is(budget.spent, steps, `${name}(${args.map(shown).join(", ")})`);
  }
}

/** With what words each call faults. */
export function assertFaults(cases: readonly (readonly [FunctionCall, string])[]): void {
  for (const [[name, ...args], message] of cases) {
    assert.throws(
      () => callOf(name, args.length)(args, new Budget()),
      (error: unknown) => {
        assert.instance(error, ExpressionError);
        assert.is((error as ExpressionError).message, message);
        return true;
      },
      `${name}(${args.map(shown).join(", ")})`,
    );
  }
}

function shown(value: unknown): string {
  return JSON.stringify(value)?.slice(0, 60) ?? "-";
}
