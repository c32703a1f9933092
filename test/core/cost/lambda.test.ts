import { suite } from "uvu";
import * as assert from "uvu/assert";
import { functionCost, gigabyteSeconds, SLOWER } from "../../../src/core/cost/lambda.ts";

const test = suite("gigabyteSeconds()");

test("charges waiting by the memory there is, half a GB", () => {
  assert.is(gigabyteSeconds({ cpu: 0, waited: 2_000 }), 1);
});

test("charges a second of CPU as a second of a whole processor, which 1,769 MiB buy", () => {
  const found = gigabyteSeconds({ cpu: 1_000 / SLOWER, waited: 0 });
  assert.ok(Math.abs(found - 1_769 / 1_024) < 1e-9, String(found));
});

test.run();

const cost = suite("functionCost()");

cost("adds what the invocations themselves cost", () => {
  const work = { invocations: 1e6, cpu: 0, waited: 0 };
  assert.ok(Math.abs(functionCost(work) - 0.2) < 1e-9);
});

cost.run();
