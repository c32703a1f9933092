import { suite } from "uvu";
import * as assert from "uvu/assert";
import { severalFindings } from "../../../src/core/authoring/several-findings.ts";
import type { Rule } from "../../../src/core/rule/rule.ts";
import { ruleOf } from "../../support/rules.ts";

const test = suite("severalFindings()");

const MINUTE = 60_000;

function found(change: Partial<Rule>): readonly (readonly [string, string])[] {
  const rule = ruleOf("a", change);
  return severalFindings([{ path: "a.yaml", rule, tests: [] }]).map(
    ({ id, field }) => [id, field.join(".")] as const,
  );
}

const threshold = (by: readonly string[], distinct?: readonly string[]): Partial<Rule> => ({
  threshold: { count: 3, within: MINUTE, by, ...(distinct && { distinct }) },
});
const firstSeen = (of: readonly string[], by: readonly string[], learnDays = 7): Partial<Rule> => ({
  firstSeen: { of, by, days: 30, learnDays },
});
const followedBy = (by: readonly string[]): Partial<Rule> => ({
  followedBy: { within: MINUTE, by, steps: [{ match: "eventName == 'B'", by }] },
});

for (const [what, change, expected] of [
  [
    "events counted by a session",
    threshold(["$account", "userIdentity.arn"]),
    [["session-key", "threshold.by.1"]],
  ],
  [
    "values new for a session",
    firstSeen(["awsRegion"], ["userIdentity.principalId"]),
    [["session-key", "firstSeen.by.0"]],
  ],
  [
    "a session that must be new",
    firstSeen(["userIdentity.arn"], ["$account"]),
    [["session-key", "firstSeen.of.0"]],
  ],
  [
    "a sequence of a session",
    followedBy(["userIdentity.arn"]),
    [["session-key", "followedBy.by.0"]],
  ],
  [
    "values counted that are the key",
    threshold(["$issuer", "eventName"], ["eventName"]),
    [["counted-key", "threshold.distinct"]],
  ],
  [
    "new values that are the key",
    firstSeen(["awsRegion"], ["awsRegion", "$account"]),
    [["counted-key", "firstSeen.of"]],
  ],
  [
    "values that nobody learned",
    firstSeen(["awsRegion"], ["$account"], 0),
    [["no-learning", "firstSeen.learnDays"]],
  ],
  [
    "a sequence of strangers",
    followedBy(["$account", "awsRegion"]),
    [["strangers-follow", "followedBy.by"]],
  ],
  [
    "nothing in values of which some are the key",
    threshold(["$issuer"], ["$issuer", "eventName"]),
    [],
  ],
  ["nothing in events of an account", threshold(["$account"]), []],
  [
    "nothing in a sequence about one user",
    followedBy(["$account", "requestParameters.userName"]),
    [],
  ],
  ["nothing in a rule of one event", {}, []],
] as const) {
  test(`finds ${what}`, () => assert.equal(found(change), expected));
}

test("asks nothing of ignore rules", () => {
  const rule = { id: "a", match: "eventName == 'A'", reason: "r", owner: "o" };
  assert.equal(severalFindings([{ path: "a.yaml", rule, tests: [] }]), []);
});

test.run();
