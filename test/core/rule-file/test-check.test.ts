import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { AnyFile } from "../../../src/core/rule-file/rule-file.ts";
import type { RuleTest, TimelineTest } from "../../../src/core/rule-file/rule-test.ts";
import { testProblems } from "../../../src/core/rule-file/test-check.ts";
import type { Stateful } from "../../../src/core/stateful/stateful.ts";

const test = suite("testProblems()");

const NAMED: readonly RuleTest[] = [
  { name: "yes", expect: "match", event: { eventName: "A" } },
  { name: "no", expect: "no-match", event: { eventName: "B" } },
];

function problemsOf(...tests: readonly RuleTest[]): readonly string[] {
  return problemsWith({}, ...tests);
}

function problemsWith(several: Stateful, ...tests: readonly RuleTest[]): readonly string[] {
  const rule = { title: "t", description: "", severity: "low", tags: [], references: [] } as const;
  const file: AnyFile = {
    path: "a.yaml",
    rule: { id: "a", match: "eventName == 'A'", ...rule, ...several },
    tests: [...NAMED, ...tests],
  };
  return testProblems(file, { match: true, own: true }).map(
    ({ field, message }) => `${field.join(".")}: ${message}`,
  );
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
      "00:00:00  A         match; ALERT",
      "00:01:00            no match",
      "23:59:00  Describe  no match",
    ],
  );
});

test("shows the begin and the end of a long one", () => {
  const events = [{ times: 5_000, every: "1m", event: { eventName: "B" } }];
  const [problem = ""] = problemsOf({ name: "long", expect: "alert", events });
  const lines = problem.split("\n").map((line) => line.trim());
  assert.is(lines.length, 41);
  assert.is(lines[16], "… 4961 more");
  assert.is(lines.at(-1), "3d 11:19:00  B  no match");
});

test("asks an alert and no alert of a rule of several events", () => {
  const threshold = { count: 2, within: 60_000, by: ["$account"] };
  assert.equal(problemsWith({ threshold }), [
    "tests: Cannot trust rule without a test that expects alert: add one",
    "tests: Cannot trust rule without a test that expects no-alert: add one",
  ]);
});

const several = suite("testProblems() of several events");

/** An event of the rule's, by somebody. */
function call(userName: string, secretId?: string, eventName = "A") {
  return { eventName, userIdentity: { userName }, requestParameters: { secretId } };
}

/** What is said of a timeline that must give what it does not, without the first line. */
function notesOf(several: Stateful, test: Omit<TimelineTest, "name" | "expect">, gives: string) {
  const [yes, no] = [
    { ...test, name: "timeline", expect: "alert" },
    { ...test, name: "timeline", expect: "no-alert" },
  ] as const;
  const wrong = gives === "alert" ? no : yes;
  const found = problemsWith(several, yes, no);
  assert.is(found.length, 1, found.join("\n"));
  const [head, ...lines] = (found[0] ?? "").split("\n").map((line) => line.trim());
  assert.match(head ?? "", `must give ${wrong.expect}: it gives ${gives}`);
  return lines;
}

several("says of a threshold which events counted, under which key, and where it fires", () => {
  const threshold = {
    count: 3,
    within: 60_000,
    by: ["userIdentity.userName"],
    distinct: ["requestParameters.secretId"],
  };
  const events = [
    { event: call("ada", "x") },
    { event: call("eva", "x") },
    { event: call("ada", "x") },
    { event: call("ada") },
    { event: call("ada", "y", "B") },
    { event: call("ada", "y") },
    { at: "1m", event: call("ada", "z") },
    { at: "2m", event: call("ada", "z") },
  ];
  assert.equal(notesOf({ threshold }, { events }, "alert"), [
    '00:00:00  A  1 of 3 of userIdentity.userName "ada": "x"',
    '00:00:01  A  1 of 3 of userIdentity.userName "eva": "x"',
    '00:00:02  A  1 of 3 of userIdentity.userName "ada": "x"',
    "00:00:03  A  match, not counted: it has no requestParameters.secretId",
    "00:00:04  B  no match",
    '00:00:05  A  2 of 3: "y"',
    '00:01:00  A  3 of 3: "z"; ALERT',
    '00:02:00  A  counts: "z"; belongs to the alert before',
  ]);
});

several("forgets what is longer ago than the threshold asks", () => {
  const threshold = { count: 2, within: 60_000, by: ["userIdentity.accountId"] };
  const events = [{ times: 3, every: "61s", event: { eventName: "A" } }];
  assert.equal(notesOf({ threshold }, { events }, "no-alert"), [
    "00:00:00  A  1 of 2 of userIdentity.accountId absent",
    "00:01:01  A  1 of 2",
    "00:02:02  A  1 of 2",
  ]);
});

several("says which values are learned, known and new", () => {
  const firstSeen = { of: ["awsRegion"], by: ["$account"], days: 30, learnDays: 7 };
  const at = (awsRegion: string) => ({ eventName: "A", awsRegion, recipientAccountId: "1" });
  const events = [
    { event: at("x") },
    { at: "8d", event: at("x") },
    { at: "9d", event: at("y") },
    { at: "10d", event: { eventName: "A" } },
  ];
  assert.equal(notesOf({ firstSeen }, { events, learning: true }, "alert"), [
    '00:00:00  A  "x" is learned of $account "1"',
    '8d 00:00:00  A  "x" is known',
    '9d 00:00:00  A  "y" is new; ALERT',
    "10d 00:00:00  A  match, not counted: it has no awsRegion",
  ]);
});

several("takes learning to be over where a test does not say so", () => {
  const firstSeen = { of: ["awsRegion"], by: ["$account"], days: 30, learnDays: 7 };
  const events = [{ times: 2, event: { eventName: "A", awsRegion: "x" } }];
  assert.equal(notesOf({ firstSeen }, { events }, "alert"), [
    '00:00:00  A  "x" is new of $account absent; ALERT',
    '00:00:01  A  "x" is known',
  ]);
});

several("says which step of a sequence an event is", () => {
  const followedBy = {
    within: 60_000,
    by: ["userIdentity.userName"],
    steps: [{ match: "eventName == 'B'", by: ["requestParameters.userName"] }],
  };
  const after = (userName: string) => ({ eventName: "B", requestParameters: { userName } });
  const events = [
    { event: after("ada") },
    { event: { eventName: "A", userIdentity: { userName: "ada" } } },
    { event: after("eva") },
    { event: after("ada") },
  ];
  assert.equal(notesOf({ followedBy }, { events }, "alert"), [
    '00:00:00  B  step 2 of 2 of userIdentity.userName "ada"',
    "00:00:01  A  step 1 of 2",
    '00:00:02  B  step 2 of 2 of userIdentity.userName "eva"',
    '00:00:03  B  step 2 of 2 of userIdentity.userName "ada"; ALERT',
  ]);
});

several("says on which event a rule faults", () => {
  const threshold = { count: 2, within: 60_000, by: ["$account"] };
  const rule = { match: "eventName == 'A' || keys(requestParameters) == `[]`", threshold };
  const events = [{ event: { eventName: "B", requestParameters: "none" } }];
  const [note = ""] = notesOf(rule as Stateful, { events }, "no-alert");
  assert.match(note, /^00:00:00 {2}B {2}fault: .*keys/);
});

several.run();
test.run();
