import { suite } from "uvu";
import * as assert from "uvu/assert";
import { coveredPercent, testReport } from "../../../src/core/authoring/test-report.ts";
import type { AnyFile } from "../../../src/core/rule-file/rule-file.ts";
import type { RuleTest } from "../../../src/core/rule-file/rule-test.ts";

const test = suite("testReport()");

function file(match: string, tests: readonly RuleTest[], ignores = false): AnyFile {
  const base = { id: "a", match };
  return {
    path: "a.yaml",
    tests,
    rule: ignores
      ? { ...base, reason: "r", owner: "o" }
      : { ...base, title: "t", description: "d", severity: "low", tags: [], references: [] },
  };
}

const NAMED: readonly RuleTest[] = [
  { name: "yes", expect: "match", event: { eventName: "A" } },
  { name: "no", expect: "no-match", event: { eventName: "B" } },
];

test("tells of a failing test apart from what else is wrong", () => {
  const report = testReport(
    [file("eventName == 'B'", NAMED), file("eventName = 'A'", NAMED), file("eventName == 'A'", [])],
    false,
  );
  assert.equal(
    report.failures.map(({ test: { name }, index, given }) => [name, index, given]),
    [
      ["yes", 0, "no-match"],
      ["no", 1, "match"],
    ],
  );
  assert.equal(
    report.failures.map((failed) => "clause" in failed && failed.clause.result),
    ["false", "true"],
  );
  assert.equal(
    report.problems.map(({ field }) => field.join(".")),
    ["match", "tests", "tests"],
  );
});

test("fails where an ignore rule's test has an element that it cannot judge", () => {
  const event = { requestParameters: { ns: ["1", 5] } };
  const tests: readonly RuleTest[] = [
    { name: "five", expect: "match", event },
    { name: "none", expect: "no-match", event: {} },
  ];
  const match = "any(requestParameters.ns, &@ + `1` == `6`)";
  assert.is(testReport([file(match, tests)], false).failures.length, 0);
  const [failed] = testReport([file(match, tests, true)], false).failures;
  assert.match(failed?.given ?? "", /^a fault/);
});

test("counts rules and tests, and says what is covered where that is asked for", () => {
  const files = [file("eventName == 'A'", NAMED), file("eventName == 'A' && readOnly", NAMED)];
  const { rules, tests, coverage } = testReport(files, true);
  assert.equal([rules, tests, coverage?.length], [2, 4, 2]);
  assert.is(testReport(files, false).coverage, undefined);
  assert.is(coveredPercent(coverage?.slice(0, 1) ?? []), 100);
});

test("covers half of a clause that only ever fails, and all of nothing", () => {
  const { coverage = [] } = testReport([file("eventName == 'C'", NAMED)], true);
  assert.is(coveredPercent(coverage), 50);
  assert.is(coveredPercent([]), 100);
});

test.run();
