import * as fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  highestOf,
  isAbove,
  SEVERITIES,
  severityMoved,
} from "../../../src/core/severity/severity.ts";

const moved = suite("severityMoved()");

moved("never leaves the severities there are, and goes as far as it is told within them", () => {
  const severity = fc.constantFrom(...SEVERITIES);
  fc.assert(
    fc.property(severity, fc.integer({ min: -9, max: 9 }), (from, steps) => {
      const to = SEVERITIES.indexOf(severityMoved(from, steps));
      assert.is(to, Math.min(4, Math.max(0, SEVERITIES.indexOf(from) + steps)));
    }),
  );
});

moved.run();

const highest = suite("highestOf()");

highest("is the most severe, wherever it stands", () => {
  assert.is(highestOf(["low", "critical", "info"]), "critical");
  assert.is(highestOf(["low"]), "low");
});

highest.run();

const above = suite("isAbove()");

above("is true of more severe ones alone", () => {
  assert.is(isAbove("high", "high"), false);
  assert.is(isAbove("medium", "high"), false);
  assert.is(isAbove("critical", "high"), true);
});

above.run();
