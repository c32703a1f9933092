import { suite } from "uvu";
import * as assert from "uvu/assert";
import { createExplainer } from "../../../src/core/explain/clause.ts";
import { clauseCoverage } from "../../../src/core/explain/coverage.ts";
import { viewOfRecord } from "../../../src/core/expression/event-view.ts";

const test = suite("clauseCoverage()");

function coverage(text: string, ...events: Record<string, unknown>[]) {
  const explain = createExplainer(text, { self: [] });
  return clauseCoverage(events.map((event) => explain(viewOfRecord(event)))).map(
    ({ text: clause, holds, fails }) => [clause, holds, fails],
  );
}

const BOTH = "eventName == 'A' && errorCode == 'B'";

test("sees nothing in no tests", () => {
  assert.equal(coverage(BOTH), []);
});

test("says of each clause whether it held and whether it failed", () => {
  assert.equal(coverage(BOTH, { eventName: "A", errorCode: "B" }, { eventName: "A" }), [
    ["eventName == 'A'", true, false],
    ["errorCode == 'B'", true, true],
  ]);
});

test("counts no clause that judging does not reach", () => {
  assert.equal(coverage(BOTH, { eventName: "A", errorCode: "B" }, {}), [
    ["eventName == 'A'", true, true],
    ["errorCode == 'B'", true, false],
  ]);
  assert.equal(coverage("readOnly || eventName == 'A'", { readOnly: true }), [
    ["readOnly", true, false],
    ["eventName == 'A'", false, false],
  ]);
});

test("counts no clause that faults", () => {
  assert.equal(coverage("requestParameters.n + `1` == `2`", { requestParameters: { n: "1" } }), [
    ["requestParameters.n + `1` == `2`", false, false],
  ]);
});

test("looks at what is below negations and choices", () => {
  assert.equal(
    coverage("!(readOnly ? eventName == 'A' : eventName == 'B')", { eventName: "B" }, {}),
    [
      ["readOnly", false, true],
      ["eventName == 'A'", false, false],
      ["eventName == 'B'", true, true],
    ],
  );
});

test.run();
