import { suite } from "uvu";
import * as assert from "uvu/assert";
import { viewOfRecord } from "../../../src/core/expression/event-view.ts";
import { createJudge } from "../../../src/core/rule/judge.ts";
import { eventsToTrackRule, type IgnoreRule, type Rule } from "../../../src/core/rule/rule.ts";
import { checkRules } from "../../../src/core/rule-file/check.ts";
import type { RuleFile } from "../../../src/core/rule-file/rule-file.ts";
import type { RuleTest } from "../../../src/core/rule-file/rule-test.ts";

const test = suite("checkRules()");

const MATCH: RuleTest = { name: "a", expect: "match", event: { eventName: "A" } };
const NO_MATCH: RuleTest = { name: "b", expect: "no-match", event: { eventName: "B" } };

test("finds nothing wrong with sound rules", () => {
  assert.equal(
    problemsOf([rule({})], [ignoreRule({ expires: "2028-02-29", rules: ["sound"] })]),
    [],
  );
});

const wrong: [
  name: string,
  change: Partial<Rule>,
  tests: RuleTest[] | undefined,
  problem: RegExp,
][] = [
  [
    "an id that is not the file's name",
    { id: "other" },
    undefined,
    /^id: .*file's name, "sound": it is "other"/,
  ],
  [
    "an invalid expression",
    { match: "eventName = 'A'" },
    undefined,
    /^match: .*equality is written ==/,
  ],
  [
    "a bare true",
    { match: "eventName == 'A' && readOnly != true" },
    undefined,
    /^match: .*backticks/,
  ],
  [
    "text in double quotes",
    { match: 'eventName == "A"' },
    undefined,
    /^match: .*single quotes: 'A'/,
  ],
  [
    "an unknown function",
    { match: "startswith(eventName, 'A')" },
    undefined,
    /^match: .*did you mean starts_with/,
  ],
  ["no test that matches", {}, [NO_MATCH, NO_MATCH], /^tests: .*expects match: add one/],
  ["no test that does not match", {}, [MATCH, MATCH], /^tests: .*expects no-match: add one/],
  [
    "a test that fails",
    {},
    [MATCH, NO_MATCH, { ...NO_MATCH, event: { eventName: "A" } }],
    /^tests\.2: .*"b" must give no-match: it gives match/,
  ],
  [
    "a test on which the rule faults",
    { match: "eventName == 'A' || contains(keys(requestParameters.count), 'x')" },
    [MATCH, { ...NO_MATCH, event: { requestParameters: { count: 1 } } }],
    /^tests\.1: .*must give no-match: it gives a fault: .*keys\(\)/,
  ],
  [
    "an account id that YAML read as a number",
    {},
    [{ ...MATCH, event: { eventName: "A", userIdentity: { accountId: 111122223333 } } }, NO_MATCH],
    /^tests\.0\.event\.userIdentity\.accountId: .*put it in quotes, "111122223333"/,
  ],
  [
    "an account id as a number where a service writes it",
    {},
    [
      { ...MATCH, event: { eventName: "A", requestParameters: { accountId: 111122223333 } } },
      NO_MATCH,
    ],
    /^tests\.0\.event\.requestParameters\.accountId: .*put it in quotes/,
  ],
  [
    "a test's event with a field CloudTrail does not have",
    {},
    [{ ...MATCH, event: { eventName: "A", userIdentity: { typ: "Root" } } }, NO_MATCH],
    /^tests\.0\.event\.userIdentity\.typ: .*did you mean userIdentity\.type\?/,
  ],
  [
    "a test's event with a flat key CloudTrail does not have",
    {},
    [{ ...MATCH, event: { eventName: "A", "detail.readOnly": true } }, NO_MATCH],
    /^tests\.0\.event\.detail\.readOnly: .*did you mean readOnly\?/,
  ],
  [
    "a test's event with a boolean that CloudTrail writes as text",
    {},
    [
      {
        ...MATCH,
        event: { eventName: "A", "userIdentity.sessionContext.attributes.mfaAuthenticated": false },
      },
      NO_MATCH,
    ],
    /mfaAuthenticated is text in every event: put it in quotes, "false"/,
  ],
  [
    "a test's event with text that CloudTrail writes as a boolean",
    {},
    [{ ...MATCH, event: { eventName: "A", readOnly: "false" } }, NO_MATCH],
    /readOnly is a boolean in every event: write true or false/,
  ],
  [
    "a thread by a field CloudTrail does not have",
    { thread: { by: ["eventName", "userIdentity.principle"] } },
    undefined,
    /^thread\.by\.1: .*did you mean userIdentity\.principalId\?/,
  ],
  [
    "a thread by a field that only aggregated events have",
    { thread: { by: ["eventName", "accountId"] } },
    undefined,
    /^thread\.by\.1: .*only aggregated events have a field accountId; did you mean recipientAccountId or/,
  ],
  [
    "a thread by eventId",
    { thread: { by: ["eventId"] } },
    undefined,
    /^thread\.by\.0: .*did you mean eventID\?/,
  ],
  [
    "a thread by what holds fields",
    { thread: { by: ["userIdentity.sessionContext"] } },
    undefined,
    /^thread\.by\.0: .*it is an object: name a field of it/,
  ],
  [
    "a thread by a key that only what is counted can have",
    { thread: { by: ["$actor"] } },
    undefined,
    /^thread\.by\.0: .*there is no such key; /,
  ],
  [
    "the id of the tracked events",
    { id: "events-to-track" },
    undefined,
    /^id: .*taken by the settings' eventsToTrack/,
  ],
];

for (const [name, change, tests, problem] of wrong) {
  test(`refuses ${name}`, () => {
    const path =
      change.id === "events-to-track" ? "rules/events-to-track.yaml" : "rules/sound.yaml";
    const problems = problemsOf([{ ...rule(change, tests), path }], []);
    assert.is(problems.length, 1, problems.join("\n"));
    assert.match(problems[0] ?? "", problem);
  });
}

test("refuses one id for two, be they rules or ignore rules", () => {
  const problems = problemsOf(
    [rule({}), { ...rule({}), path: "elsewhere/sound.yaml" }],
    [{ ...ignoreRule({ id: "sound" }), path: "ignore/sound.yaml" }],
  );
  assert.is(problems.length, 2);
  for (const problem of problems) assert.match(problem, /"sound" is taken by rules\/sound\.yaml/);
});

for (const expires of ["2026-02-29", "2026-13-01", "2026-00-10", "soon"]) {
  test(`refuses the expiry ${expires}`, () => {
    assert.match(
      problemsOf([], [ignoreRule({ expires })])[0] ?? "",
      /^expires: .*a day of the calendar/,
    );
  });
}

test("refuses an ignore rule for a rule that does not exist", () => {
  const problems = problemsOf([rule({})], [ignoreRule({ rules: ["sound", "suond"] })]);
  assert.is(problems.length, 1);
  assert.match(problems[0] ?? "", /^rules\.1: .*"suond"; did you mean "sound"\?/);
});

test("reports the problems of all files", () => {
  const bad = { match: "eventName ==" };
  assert.is(problemsOf([rule(bad)], [ignoreRule(bad)]).length, 2);
});

test("binds $self to the product's default names in tests", () => {
  const tests: RuleTest[] = [
    { ...MATCH, event: { eventName: "trailbridge-notifier" } },
    { ...NO_MATCH, event: { eventName: "B" } },
  ];
  assert.equal(problemsOf([rule({ match: "contains($self, eventName)" }, tests)], []), []);
});

test.run();

const tracking = suite("eventsToTrackRule()");

tracking("matches events of these names, whatever is in them", () => {
  const rules = [eventsToTrackRule(["DeleteRule", "It's", 'a"b`c\\'])];
  const judge = createJudge({ rules, ignoreRules: [] }, { self: [], now: 0 });
  for (const eventName of ["DeleteRule", "It's", 'a"b`c\\']) {
    assert.equal(judge(viewOfRecord({ eventName })).matched, ["events-to-track"]);
  }
  assert.equal(judge(viewOfRecord({ eventName: "GetRule" })).matched, []);
  assert.equal(judge(viewOfRecord({})).matched, []);
});

tracking("tells what it is for in an alert", () => {
  const { title, description, severity, tags, references } = eventsToTrackRule(["DeleteRule"]);
  assert.is(title, "Tracked event");
  assert.is(description, "An event whose name is on the list of events to track.");
  assert.is(severity, "medium");
  assert.equal([tags, references], [[], []]);
});

tracking.run();

function problemsOf(rules: RuleFile<Rule>[], ignoreRules: RuleFile<IgnoreRule>[]): string[] {
  return checkRules(rules, ignoreRules).map(
    ({ field, message }) => `${field.join(".")}: ${message}`,
  );
}

function rule(change: Partial<Rule>, tests = [MATCH, NO_MATCH]): RuleFile<Rule> {
  const sound: Rule = {
    id: "sound",
    title: "Sound",
    description: "",
    severity: "low",
    match: "eventName == 'A'",
    tags: [],
    references: [],
  };
  return { path: "rules/sound.yaml", rule: { ...sound, ...change }, tests };
}

function ignoreRule(change: Partial<IgnoreRule>): RuleFile<IgnoreRule> {
  const ignored: IgnoreRule = { id: "quiet", match: "eventName == 'A'", reason: "r", owner: "o" };
  const { id } = { ...ignored, ...change };
  return { path: `ignore/${id}.yaml`, rule: { ...ignored, ...change }, tests: [MATCH, NO_MATCH] };
}
