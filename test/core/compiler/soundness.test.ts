import { suite } from "uvu";
import * as assert from "uvu/assert";
import { trySoundness } from "../../support/soundness.ts";

/** Pairs of a rule and an event that each run tries. */
const PAIRS = 80_000;

const test = suite("rules, their patterns and packed patterns over random rules and events");

test("let through whatever a rule matches or faults on, and nothing else where they are exact", () => {
  const { pairs, matches, faults, exact, batches, notPassAll, packed } = trySoundness(
    Date.now() % 2 ** 31,
    PAIRS,
  );
  // A law of nothing would hold too.
  assert.ok(matches > pairs / 10, `${matches} of ${pairs} pairs match`);
  assert.ok(faults > pairs / 200, `${faults} of ${pairs} pairs fault`);
  assert.ok(exact > pairs / 3, `${exact} of ${pairs} pairs have an exact pattern`);
  assert.ok(notPassAll > 0.9 * batches, `${notPassAll} of ${batches} batches are not pass-all`);
  assert.ok(packed > batches, `${packed} AWS rules for ${batches} batches`);
});

test.run();
