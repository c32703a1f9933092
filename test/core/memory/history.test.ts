import { suite } from "uvu";
import * as assert from "uvu/assert";
import { viewOfRecord } from "../../../src/core/expression/event-view.ts";
import { createHistory, type History } from "../../../src/core/memory/history.ts";
import { createJudge } from "../../../src/core/rule/judge.ts";
import type { Rule } from "../../../src/core/rule/rule.ts";
import { ruleOf } from "../../support/rules.ts";

const SECOND = 1_000;
const DAY = 86_400_000;
const READ = "eventName == 'GetSecretValue'";
const THREE = { count: 3, within: 60 * SECOND, by: ["$issuer"] };

const threshold = suite("createHistory() of a threshold");

threshold("alerts at the event that fills the window, once", () => {
  const told = tell({ match: READ, threshold: THREE });
  assert.equal(
    [0, 61, 90, 121, 122, 181].map((at) => told(at, read("a"))),
    [[], [], [], ["r"], [], []],
  );
});

threshold(
  "fires anew for what is longer after the alert's last event than the window is long",
  () => {
    const told = tell({ match: READ, threshold: THREE });
    assert.equal(
      [0, 1, 2, 62, 63, 64, 65].map((at) => told(at, read("a"))),
      [[], [], ["r"], [], [], [], ["r"]],
    );
  },
);

threshold("counts both ends of the window, and nobody else's events", () => {
  const told = tell({ match: READ, threshold: THREE });
  const others = [told(0, read("a", "eva")), told(1, read("a", "eva")), told(2, read("a", "ada"))];
  assert.equal(others, [[], [], []]);
  assert.equal(told(60, read("b", "eva")), ["r"]);
});

threshold("counts the same event once", () => {
  const told = tell({ match: READ, threshold: THREE });
  assert.equal(
    [1, 1, 1, 2].map((id) => told(5, read("a"), `e-${id}`)),
    [[], [], [], []],
  );
  assert.equal(told(5, read("a"), "e-3"), ["r"]);
});

threshold("counts distinct values, those of a list too", () => {
  const distinct = ["requestParameters.secretId", "requestParameters.secretIds"];
  const told = tell({ match: READ, threshold: { ...THREE, distinct } });
  assert.equal(
    ["a", "a", "b", "a", "b"].map((id, at) => told(at, read(id))),
    [[], [], [], [], []],
  );
  assert.equal(told(9, { ...read(""), requestParameters: {} }), [], "has no value");
  assert.equal(told(10, { ...read(""), requestParameters: { secretIds: ["b", "c"] } }), ["r"]);
});

threshold("fires by one event that has all the values", () => {
  const told = tell({
    match: READ,
    threshold: { ...THREE, distinct: ["requestParameters.names"] },
  });
  assert.equal(told(0, { ...read(""), requestParameters: { names: ["a", "b", "c", "d"] } }), ["r"]);
});

threshold("tells a late event among those of its own time", () => {
  const told = tell({ match: READ, threshold: THREE });
  assert.equal(
    [0, 30, 100, 200, 15].map((at) => told(at, read("a"))),
    [[], [], [], [], ["r"]],
  );
});

threshold.run();

const first = suite("createHistory() of a first value");

const REGION = { of: ["awsRegion"], by: ["$account"], days: 30, learnDays: 7 };
const call = (awsRegion: string, recipientAccountId = "111122223333") => ({
  eventName: "GetSecretValue",
  awsRegion,
  recipientAccountId,
});

first("alerts once for each value of each key", () => {
  const told = tell({ match: READ, firstSeen: REGION });
  assert.equal(
    ["a", "a", "b", "a"].map((region, at) => told(at, call(region))),
    [["r"], [], ["r"], []],
  );
  assert.equal(told(9, call("a", "444455556666")), ["r"]);
});

first("alerts again for what was not met for its days, and not for what was", () => {
  const told = tell({ match: READ, firstSeen: REGION });
  const days = (count: number) => (count * DAY) / SECOND;
  assert.equal(
    [0, 20, 45, 80].map((day) => told(days(day), call("a"))),
    [["r"], [], [], ["r"]],
  );
});

first("learns from the first event on, where asked to", () => {
  const told = tell({ match: READ, firstSeen: REGION }, true);
  const days = (count: number) => (count * DAY) / SECOND;
  assert.equal(told(days(0), call("a")), []);
  assert.equal(told(days(6.9), call("b")), []);
  assert.equal(told(days(7.1), call("a")), []);
  assert.equal(told(days(7.1), call("c")), ["r"]);
  assert.equal(told(days(7.2), call("c", "444455556666")), [], "another account begins to learn");
});

first.run();

const sequence = suite("createHistory() of a sequence");

const FOLLOWED = {
  within: 60 * SECOND,
  by: ["$issuer"],
  steps: [{ match: "eventName == 'B'", by: ["$issuer"] }],
};
const named = (eventName: string, user = "ada") => ({
  eventName,
  userIdentity: { arn: `arn:aws:iam::111122223333:user/${user}` },
});

sequence("alerts where the last step follows in time, by the same key, in order", () => {
  const told = tell({ match: "eventName == 'A'", followedBy: FOLLOWED });
  assert.equal(told(0, named("B")), []);
  assert.equal(told(1, named("A")), []);
  assert.equal(told(2, named("B", "eva")), []);
  assert.equal(told(62, named("B")), []);
  assert.equal(told(100, named("A")), []);
  assert.equal(told(160, named("B")), ["r"]);
  assert.equal(told(170, named("B")), [], "belongs to the alert");
});

sequence("takes three steps, and no event for two of them", () => {
  const any = { match: "starts_with(eventName, 'A')", by: ["$issuer"] };
  const followedBy = { ...FOLLOWED, steps: [any, { match: "eventName == 'AB'", by: ["$issuer"] }] };
  const told = tell({ match: "eventName == 'A'", followedBy });
  assert.equal(told(0, named("A")), []);
  assert.equal(told(1, named("AB")), []);
  assert.equal(told(2, named("AB")), ["r"]);
});

sequence("finds the key of a step where it says", () => {
  const user = "arn:aws:iam::111122223333:user/ada";
  const step = { match: "eventName == 'B'", by: ["requestParameters.user"] };
  const told = tell({ match: "eventName == 'A'", followedBy: { ...FOLLOWED, steps: [step] } });
  assert.equal(told(0, named("A")), []);
  assert.equal(told(1, { ...named("B", "eva"), requestParameters: { user } }), ["r"]);
});

sequence("has an event that came late in its place", () => {
  const told = tell({ match: "eventName == 'A'", followedBy: FOLLOWED });
  assert.equal(told(30, named("B")), []);
  assert.equal(told(20, named("A")), ["r"]);
});

sequence.run();

function read(secretId: string, user = "ada") {
  return { ...named("GetSecretValue", user), requestParameters: { secretId } };
}

/** Tells a history of events, by the second; says what alerts. */
function tell(fields: Partial<Rule>, learning = false) {
  const rules = [ruleOf("r", fields)];
  const judge = createJudge({ rules, ignoreRules: [] }, { self: [], now: 0 });
  const history: History = createHistory(rules, { learning });
  let count = 0;
  return (second: number, record: Record<string, unknown>, identity = `event-${count++}`) => {
    const view = viewOfRecord(record);
    return history(judge(view), { view, identity, time: second * SECOND }).alerts;
  };
}
