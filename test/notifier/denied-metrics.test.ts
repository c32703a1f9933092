import { suite } from "uvu";
import * as assert from "uvu/assert";
import { deniedMetrics } from "../../src/notifier/denied-metrics.ts";

const test = suite("deniedMetrics()");

const TOTAL = {
  metric: "TotalAccessDeniedEvents",
  dimension: "AccessDenied",
  dimensionValue: "AccessDeniedTotal",
};
const IGNORED = {
  metric: "TotalIgnoredAccessDeniedEvents",
  dimension: "AccessDenied",
  dimensionValue: "IgnoredAccessDeniedTotal",
};

test("has none where nothing was denied", () => {
  assert.equal(deniedMetrics({ total: 0, ignored: 0 }), []);
});

test("counts all, and those that were ignored if there are any", () => {
  assert.equal(deniedMetrics({ total: 2, ignored: 0 }), [{ ...TOTAL, value: 2 }]);
  assert.equal(deniedMetrics({ total: 2, ignored: 1 }), [
    { ...TOTAL, value: 2 },
    { ...IGNORED, value: 1 },
  ]);
});

test.run();
