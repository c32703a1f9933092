import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { AnyFile } from "../../../src/core/rule-file/rule-file.ts";
import type { RuleTest } from "../../../src/core/rule-file/rule-test.ts";
import { testProblems } from "../../../src/core/rule-file/test-check.ts";

const test = suite("testProblems()");

const NAMED: readonly RuleTest[] = [
  { name: "yes", expect: "match", event: { eventName: "A" } },
  { name: "no", expect: "no-match", event: { eventName: "B" } },
];

function problemsOf(...tests: readonly RuleTest[]): readonly string[] {
  const rule = { title: "t", description: "", severity: "low", tags: [], references: [] } as const;
  const file: AnyFile = {
    path: "a.yaml",
    rule: { id: "a", match: "eventName == 'A'", ...rule },
    tests: [...NAMED, ...tests],
  };
  return testProblems(file, true).map(({ field, message }) => `${field.join(".")}: ${message}`);
}

test("checks the events of a timeline as it does others, where they stand", () => {
  const events = [
    { event: { eventName: "A" } },
    { times: 2, event: { eventName: "A{n}", userIdentity: { accountId: "{n}" } } },
    { event: { eventname: "A" } },
    { event: { requestParameters: { accountId: 111122223333 } } },
  ];
  const found = problemsOf({ name: "odd", expect: "alert", events });
  assert.equal(
    found.map((it) => it.slice(0, it.indexOf(": "))),
    ["tests.2.events.2.event.eventname", "tests.2.events.3.event.requestParameters.accountId"],
  );
});

test("takes a rule to alert where it matches one of the events", () => {
  const event = { eventName: "A" };
  const other = { eventName: "B" };
  assert.equal(
    problemsOf(
      { name: "last", expect: "alert", events: [{ event: other }, { event }] },
      { name: "none", expect: "no-alert", events: [{ times: 3, event: other }] },
    ),
    [],
  );
});

test("shows of a timeline that fails what became of each event", () => {
  const events = [
    { at: "1m", event: { eventName: "A" } },
    { at: "1d", event: { eventName: "Describe" } },
    { at: "2m", event: {} },
  ];
  const [problem, ...others] = problemsOf({ name: "quiet", expect: "no-alert", events });
  assert.equal(others, []);
  assert.equal(
    problem?.split("\n").map((line) => line.trim()),
    [
      'tests.2: Cannot trust rule as its test "quiet" must give no-alert: it gives alert',
      "00:00:00  A         match",
      "00:01:00            no-match",
      "23:59:00  Describe  no-match",
    ],
  );
});

test("shows the begin and the end of a long one", () => {
  const events = [{ times: 5_000, every: "1m", event: { eventName: "B" } }];
  const [problem = ""] = problemsOf({ name: "long", expect: "alert", events });
  const lines = problem.split("\n").map((line) => line.trim());
  assert.is(lines.length, 41);
  assert.is(lines[16], "… 4961 more");
  assert.is(lines.at(-1), "3d 11:19:00  B  no-match");
});

test.run();
