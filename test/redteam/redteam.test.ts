import { fileURLToPath } from "node:url";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { LacksEntrance, openProduct } from "./product.ts";
import { runScenario } from "./run-scenario.ts";
import { allScenarios } from "./scenarios.ts";

const product = openProduct(fileURLToPath(new URL("../..", import.meta.url)));
const scenarios = await allScenarios();

const frame = suite("runScenario");

for (const [what, cause, lacks] of [
  ["throws", new Error("no such thing"), undefined],
  ["needs what the checkout lacks", new LacksEntrance("There is no door"), true],
] as const) {
  frame(`lets a scenario that ${what} fall, and says why`, async () => {
    const run = () => Promise.reject(cause);
    const outcome = await runScenario({ id: "0.1-x", title: "tries", run }, product);
    assert.is(outcome.holds, false);
    assert.is(outcome.lacks, lacks);
    assert.match(outcome.seen, cause.message);
  });
}

frame.run();

const test = suite("an attacker who has read this source");
test.after(() => product.close());

for (const scenario of scenarios) {
  if (scenario.whole) continue;
  test(`${scenario.id}: ${scenario.title}`, async () => {
    const { holds, seen } = await runScenario(scenario, product);
    assert.ok(holds, seen);
  });
}

test.run();
