import { suite } from "uvu";
import * as assert from "uvu/assert";
import { tagFindings } from "../../../src/core/authoring/tag-findings.ts";
import { ruleOf } from "../../support/rules.ts";

const test = suite("tagFindings()");

const severityBy = [
  { severity: "critical", accountTags: ["production", "pci"] },
  { severity: "low", when: "eventName == 'A'", reason: "r" },
] as const;
const files = [
  { path: "rules/a.yaml", rule: ruleOf("a", { severityBy }), tests: [] },
  { path: "rules/b.yaml", rule: ruleOf("b"), tests: [] },
];

test("finds each tag that no account has, with the one that was meant", () => {
  const found = tagFindings(files, new Set(["producton", "pci"]));
  assert.equal(
    found.map(({ id, path, field }) => [id, path, field.join(".")]),
    [["unknown-tag", "rules/a.yaml", "severityBy.0.accountTags.0"]],
  );
  assert.match(found[0]?.message ?? "", /gives none this tag.*did you mean "producton"\?$/);
  assert.is(tagFindings(files, new Set()).length, 2);
});

test("finds nothing where accounts have them all", () => {
  assert.equal(tagFindings(files, new Set(["production", "pci"])), []);
});

test.run();
