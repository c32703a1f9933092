import { suite } from "uvu";
import * as assert from "uvu/assert";
import { ruleStyle } from "../../../src/core/authoring/rule-style.ts";
import type { Rule } from "../../../src/core/rule/rule.ts";
import type { AnyFile, RuleFile } from "../../../src/core/rule-file/rule-file.ts";

const test = suite("ruleStyle()");

const SOUND: RuleFile<Rule> = {
  path: "a.yaml",
  rule: {
    id: "a",
    title: "A",
    description: "What it finds.",
    severity: "high",
    match: "eventName == 'A'",
    tags: [],
    references: ["https://example.com/"],
    runbook: "Look.",
  },
  tests: [
    { name: "yes", expect: "match", event: { eventName: "A" } },
    { name: "no", expect: "no-match", event: { eventName: "B" } },
  ],
};

function idsOf(change: Partial<Rule>, tests = SOUND.tests): readonly string[] {
  return ruleStyle([{ ...SOUND, rule: { ...SOUND.rule, ...change }, tests }]).map(({ id }) => id);
}

test("finds nothing in a rule that says all", () => {
  assert.equal(idsOf({}), []);
});

test("asks for description, references and, of urgent rules, a runbook", () => {
  const { runbook: _, ...rule } = SOUND.rule;
  const found = ruleStyle([{ ...SOUND, rule: { ...rule, description: " ", references: [] } }]);
  assert.equal(
    found.map(({ id }) => id),
    ["no-description", "no-reference", "no-runbook"],
  );
  assert.equal(ruleStyle([{ ...SOUND, rule: { ...rule, severity: "medium" } }]), []);
});

test("asks ignore rules for none of them", () => {
  const rule = { id: "a", match: "eventName == 'A'", reason: "r", owner: "o" };
  assert.equal(ruleStyle([{ ...SOUND, rule }]), []);
});

test("finds tests with one name, at the later", () => {
  const [first] = SOUND.tests;
  if (first === undefined) throw new Error("there is no test");
  const found = ruleStyle([{ ...SOUND, tests: [...SOUND.tests, first] }]);
  assert.equal(
    found.map(({ id, field }) => [id, field]),
    [["same-test-name", ["tests", 2, "name"]]],
  );
});

test("finds rules of one expression, however it is written", () => {
  const other: AnyFile = {
    ...SOUND,
    path: "b.yaml",
    rule: { ...SOUND.rule, id: "b", match: "(  eventName=='A' )" },
  };
  const found = ruleStyle([SOUND, other]);
  assert.equal(
    found.map(({ id, path }) => [id, path]),
    [["same-expression", "b.yaml"]],
  );
});

test("takes rules that ask other things of the same events for different ones", () => {
  const threshold = { count: 2, within: 300_000, by: ["$issuer"], distinct: [] };
  const rule = { ...SOUND.rule, id: "b" };
  const counting: AnyFile = { ...SOUND, path: "b.yaml", rule: { ...rule, threshold } };
  assert.equal(ruleStyle([SOUND, counting]), []);
});

test("knows from a test's event what is a list", () => {
  const match = "eventName == 'A' && !contains(requestParameters.groups, 'a')";
  const event = { eventName: "A", requestParameters: { groups: ["b"] } };
  assert.equal(idsOf({ match }), []);
  assert.equal(idsOf({ match }, [{ name: "list", expect: "match", event }]), ["negative-on-list"]);
});

test.run();
