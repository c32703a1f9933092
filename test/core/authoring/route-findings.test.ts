import { suite } from "uvu";
import * as assert from "uvu/assert";
import { routeFindings } from "../../../src/core/authoring/route-findings.ts";
import type { Rule } from "../../../src/core/rule/rule.ts";

const test = suite("routeFindings()");

const RULE: Rule = {
  id: "a",
  title: "A",
  description: "",
  severity: "high",
  match: "readOnly",
  tags: [],
  references: [],
};

const found = (route: Parameters<typeof routeFindings>[0][number]) =>
  routeFindings([{}, route], [RULE, { ...RULE, id: "b", attempts: "same" }], "my.yaml");

test("finds a route for severities that its rules never have", () => {
  const [idle] = found({ rules: ["a"], severities: ["critical"] });
  assert.equal([idle?.id, idle?.field], ["idle-route", ["routes", 1, "severities"]]);
  assert.is(found({ rules: ["b"], severities: ["low"] }).length, 1);
});

test("finds nothing where a refused call has the severity, or where rules are not named", () => {
  assert.equal(found({ rules: ["a"], severities: ["low"] }), []);
  assert.equal(found({ severities: ["critical"] }), []);
  assert.equal(found({ rules: ["missing"], severities: ["critical"] }), []);
});

test.run();
