import fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { RULES_PER_RUN, soundness } from "../../support/soundness.ts";

/** Pairs of a rule and an event under each seed. */
const PAIRS = 60_000;

const test = suite("compileRule() over random rules and events");

for (const [name, seed] of [
  ["a fixed seed", 20_260_124],
  ["a fresh seed", Date.now() % 2 ** 31],
] as const) {
  test(`lets through whatever a rule matches: ${PAIRS} pairs under ${name}`, () => {
    const tally = { pairs: 0, matches: 0, exact: 0, faults: 0 };
    fc.assert(soundness(tally), { seed, numRuns: Math.ceil(PAIRS / RULES_PER_RUN ** 2) });
    assert.ok(tally.pairs >= PAIRS);
    // A property of nothing would hold too.
    assert.ok(tally.matches > tally.pairs / 10, `only ${tally.matches} pairs match`);
    assert.ok(tally.exact > tally.pairs / 10, `only ${tally.exact} pairs have an exact pattern`);
    assert.ok(tally.faults > 0);
  });
}

test.run();
