import { suite } from "uvu";
import * as assert from "uvu/assert";
import { severityCase, severityStepProblems } from "../../../src/core/severity/written-case.ts";

const steps = suite("severityStepProblems()");

steps("refuses to raise what is critical and to lower what is info", () => {
  const severityBy = [
    { accountTags: ["a"], raise: 1 },
    { accountTags: ["b"], lower: 1 },
  ];
  assert.equal(severityStepProblems({ severity: "critical", severityBy }), [
    {
      field: ["severityBy", 0, "raise"],
      message:
        "Cannot raise severity as the rule's own must not be the highest there is: it is critical",
    },
  ]);
  assert.equal(severityStepProblems({ severity: "info", severityBy }), [
    {
      field: ["severityBy", 1, "lower"],
      message:
        "Cannot lower severity as the rule's own must not be the lowest there is: it is info",
    },
  ]);
  assert.equal(severityStepProblems({ severity: "medium", severityBy }), []);
  assert.equal(severityStepProblems({ severity: "critical" }), []);
});

steps.run();

const read = suite("severityCase()");

read("counts steps from the rule's own severity, and keeps the conditions", () => {
  const conditions = { accountTags: ["a"], when: "eventName == 'A'", reason: "r" };
  const given = { ...conditions, raise: 1 };
  assert.equal(severityCase("high", given), { ...conditions, severity: "critical" });
  assert.is(severityCase("high", { ...conditions, raise: 4 }).severity, "critical");
  assert.is(severityCase("high", { ...conditions, lower: 2 }).severity, "low");
  assert.is(severityCase("high", { ...conditions, severity: "info" }).severity, "info");
});

read.run();
