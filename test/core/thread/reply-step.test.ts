import { suite } from "uvu";
import * as assert from "uvu/assert";
import { nextStep, type StepGrowth } from "../../../src/core/thread/reply-step.ts";

const test = suite("nextStep");

const STEPS: readonly [StepGrowth, readonly number[]][] = [
  ["growing", [2, 3, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000]],
  ["tenfold", [10, 100, 1_000, 10_000, 100_000]],
];
for (const [growth, steps] of STEPS) {
  test(`goes up ${steps.slice(0, 5).join(", ")}, ... (${growth})`, () => {
    let told = 1;
    for (const step of steps) {
      assert.is(nextStep(told, growth), step);
      assert.is(nextStep(step - 1, growth), step);
      told = step;
    }
  });
}

test("has a step above every count", () => {
  for (let told = 0; told < 2_000; told++) {
    assert.ok(nextStep(told, "growing") > told && nextStep(told, "tenfold") > told);
  }
});

test.run();
