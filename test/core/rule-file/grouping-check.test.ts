import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Rule } from "../../../src/core/rule/rule.ts";
import { groupingProblems } from "../../../src/core/rule-file/grouping-check.ts";

const test = suite("groupingProblems()");

const THRESHOLD = { count: 20, within: 300_000, by: ["$issuer", "$account"] };
const FIRST_SEEN = { of: ["awsRegion"], by: ["$account"], days: 30, learnDays: 7 };
const STEP = { match: "eventName == 'B'", by: ["$issuer"] };
const FOLLOWED_BY = { within: 3_600_000, by: ["$issuer"], steps: [STEP] };

const wrong: readonly [name: string, change: Partial<Rule>, problem: RegExp][] = [
  [
    "two of the three",
    { threshold: THRESHOLD, firstSeen: FIRST_SEEN },
    /^firstSeen: .*it has threshold too/,
  ],
  [
    "a field no event has",
    { threshold: { ...THRESHOLD, by: ["userIdentity.typ"] } },
    /^threshold\.by\.0: Cannot count by threshold\.by "userIdentity\.typ" .*did you mean userIdentity\.type/,
  ],
  [
    "an unknown derived key",
    { threshold: { ...THRESHOLD, by: ["$account", "$isuer"] } },
    /^threshold\.by\.1: .*no such key; did you mean \$issuer\?/,
  ],
  [
    "a derived key that is like no other",
    { threshold: { ...THRESHOLD, by: ["$resourceGroup"] } },
    /there are \$issuer, \$actor, \$account, \$network/,
  ],
  ["a list to count by", { threshold: { ...THRESHOLD, by: ["resources"] } }, /it is a list/],
  ["an object", { firstSeen: { ...FIRST_SEEN, of: ["userIdentity"] } }, /it is an object/],
  [
    "a list of objects",
    { threshold: { ...THRESHOLD, distinct: ["resources"] } },
    /^threshold\.distinct\.0: Cannot tell values by .*it is a list: name a field of it/,
  ],
  [
    "a derived key to count values of",
    { threshold: { ...THRESHOLD, distinct: ["$network"] } },
    /^threshold\.distinct\.0: .*no field \$network/,
  ],
  [
    "a field only summaries have",
    { firstSeen: { ...FIRST_SEEN, by: ["accountId"] } },
    /^firstSeen\.by\.0: .*did you mean recipientAccountId/,
  ],
  [
    "too short a time",
    { threshold: { ...THRESHOLD, within: 9_000 } },
    /^threshold\.within: .*from 10s to 1d: it is 9s/,
  ],
  [
    "too long a time",
    { followedBy: { ...FOLLOWED_BY, within: 172_800_000 } },
    /^followedBy\.within: .*from 10s to 1d: it is 2d/,
  ],
  [
    "more to learn than is remembered",
    { firstSeen: { ...FIRST_SEEN, days: 3 } },
    /^firstSeen\.learnDays: .*it is 7, and days is 3/,
  ],
  [
    "a step that cannot be meant",
    { followedBy: { ...FOLLOWED_BY, steps: [{ ...STEP, match: "eventName = 'B'" }] } },
    /^followedBy\.steps\.0\.match: .*equality is written ==/,
  ],
  [
    "a step's field no event has",
    { followedBy: { ...FOLLOWED_BY, steps: [STEP, { ...STEP, by: ["userName"] }] } },
    /^followedBy\.steps\.1\.by\.0: Cannot count by followedBy\.steps\.by "userName"/,
  ],
  [
    "a step of fewer keys",
    { followedBy: { ...FOLLOWED_BY, by: ["$issuer", "$account"] } },
    /^followedBy\.steps\.0\.by: .*as many keys as followedBy\.by, 2: it has 1/,
  ],
];
for (const [name, change, problem] of wrong) {
  test(`refuses ${name}`, () => {
    const found = problemsOf(change);
    assert.is(found.length, 1, found.join("\n"));
    assert.match(found[0] ?? "", problem);
  });
}

const right: readonly [name: string, change: Partial<Rule>][] = [
  ["a threshold", { threshold: THRESHOLD }],
  [
    "distinct values of a service's own field, in whatever list",
    {
      threshold: {
        ...THRESHOLD,
        distinct: ["requestParameters.names", "resources.ARN", "resources.0.ARN"],
      },
    },
  ],
  ["every derived key", { firstSeen: { ...FIRST_SEEN, of: ["$network"], by: ["$issuer"] } }],
  ["what is not learned", { firstSeen: { ...FIRST_SEEN, learnDays: 0, days: 90 } }],
  [
    "a sequence whose steps have the key elsewhere",
    {
      followedBy: {
        ...FOLLOWED_BY,
        steps: [{ ...STEP, by: ["requestParameters.roleArn"] }, STEP],
      },
    },
  ],
  ["the least and the most time", { threshold: { ...THRESHOLD, within: 10_000 } }],
];
for (const [name, change] of right) {
  test(`takes ${name}`, () => {
    assert.equal(problemsOf(change), []);
  });
}

test.run();

function problemsOf(change: Partial<Rule>): readonly string[] {
  const rule: Rule = {
    id: "sound",
    title: "Sound",
    description: "",
    severity: "low",
    match: "eventName == 'A'",
    tags: [],
    references: [],
    ...change,
  };
  return groupingProblems(rule).map(({ field, message }) => `${field.join(".")}: ${message}`);
}
