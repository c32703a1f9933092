import { suite } from "uvu";
import * as assert from "uvu/assert";
import { GroupTally } from "../../../src/core/backtest/group-tally.ts";
import { createJudgeRecord } from "../../../src/core/backtest/judge-records.ts";
import { noJudged } from "../../../src/core/backtest/reading.ts";
import { suggestionsFor } from "../../../src/core/backtest/suggest.ts";
import { exceptionFor } from "../../../src/core/except/exception.ts";
import { viewOfRecord } from "../../../src/core/expression/event-view.ts";
import { flatten } from "../../../src/core/record/flatten.ts";
import { createJudge } from "../../../src/core/rule/judge.ts";
import type { Rule } from "../../../src/core/rule/rule.ts";

const test = suite("suggestions for a history");

const RULE: Rule = {
  id: "denied",
  title: "Denied",
  description: "For a test.",
  severity: "medium",
  match: "errorCode == 'AccessDenied'",
  tags: [],
  references: [],
};
const OTHER: Rule = {
  ...RULE,
  id: "policy",
  severity: "high",
  match: "eventName == 'GetBucketPolicy'",
};
const RULE_SET = { rules: [RULE, OTHER], ignoreRules: [] };
const WORDS = { reason: "For a test.", owner: "security", expires: undefined };

type Fields = Readonly<Record<string, unknown>>;

const ROLE = "arn:aws:iam::111122223333:role/reader";

/** A denied call by a role. */
function denied(n: number, more: Fields = {}, issuer = ROLE, session = `session-${n}`): Fields {
  const name = issuer.slice(issuer.indexOf("/") + 1);
  return {
    eventSource: "kms.amazonaws.com",
    eventName: "Decrypt",
    errorCode: "AccessDenied",
    eventID: `event-${n}`,
    eventTime: "2026-11-02T09:00:00Z",
    recipientAccountId: "111122223333",
    userIdentity: {
      type: "AssumedRole",
      arn: `arn:aws:sts::111122223333:assumed-role/${name.slice(name.lastIndexOf("/") + 1)}/${session}`,
      sessionContext: { sessionIssuer: { arn: issuer } },
    },
    ...more,
  };
}

/** What is suggested for rules after records like these, and which of all records it would silence. */
function suggested(records: readonly Fields[], ruleId = "denied") {
  const judge = createJudgeRecord({
    ruleSet: RULE_SET,
    self: [],
    publish: "all",
    entries: { includeRecord: true, maxBytes: 200_000 },
  });
  const groups = new GroupTally();
  const counts = noJudged();
  for (const [index, value] of records.entries()) {
    const text = JSON.stringify(value);
    const found = { text, value, index, depth: 4, members: keysOf(value) };
    const event = judge(found, { bucket: "logs", key: "file" }, 1_000 + index, counts);
    if (event?.alert !== undefined) groups.add(event, event.alert);
  }
  return suggestionsFor(ruleId, records.length, groups).map(({ match, rules, alerts }) => {
    const ignore = { ...WORDS, id: "suggested", match, rules };
    const silences = createJudge({ ...RULE_SET, ignoreRules: [ignore] }, { self: [], now: 0 });
    const silent = records.filter((it) => silences(viewOfRecord(it)).ignoredBy !== undefined);
    assert.is(silent.length, alerts, match);
    return { match, rules, alerts };
  });
}

function keysOf(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  const own = Array.isArray(value) ? 0 : Object.keys(value).length;
  return Object.values(value).reduce((sum: number, it) => sum + keysOf(it), own);
}

function many(count: number, make: (n: number) => Fields): readonly Fields[] {
  return Array.from({ length: count }, (_, n) => make(n));
}

test("suggests nothing for what comes now and then", () => {
  assert.equal(suggested(many(9, (n) => denied(n))), []);
});

test("suggests what `except` would write for each of the events", () => {
  const key = { requestParameters: { keyId: "key-1" } };
  const records = many(30, (n) => denied(n, key));
  const { rule } = exceptionFor(flatten(denied(0, key)), ["denied"], WORDS, new Set());
  assert.equal(suggested(records), [{ match: rule.match, rules: ["denied"], alerts: 30 }]);
  assert.match(rule.match, "key-1");
});

test("leaves out the thing called on where it is not the same each time", () => {
  const records = many(30, (n) =>
    denied(n, { requestParameters: { keyId: `key-${n}`, grantId: "g" } }),
  );
  const [one, ...others] = suggested(records);
  assert.equal(others, []);
  assert.is(one?.alerts, 30);
  assert.not.match(one?.match ?? "", "key-");
  assert.match(one?.match ?? "", "grantId\" == 'g'");
});

test("never goes by a role of IAM Identity Center, which is many people's", () => {
  const role =
    "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_0123456789abcdef";
  const records = [
    ...many(20, (n) => denied(n, {}, role, "ada@example.com")),
    ...many(20, (n) => denied(100 + n, {}, role, "bob@example.com")),
  ];
  const found = suggested(records);
  assert.equal(
    found.map(({ alerts }) => alerts),
    [20, 20],
  );
  for (const { match } of found) {
    assert.not.match(match, "sessionIssuer");
    assert.match(match, /(ada|bob)@example\.com/);
  }
});

test("keeps what failed apart from what did not, and one service's call from another's", () => {
  const records = [
    ...many(20, (n) => denied(n)),
    ...many(15, (n) => denied(100 + n, { eventSource: "s3.amazonaws.com" })),
    ...many(12, (n) => denied(200 + n, { recipientAccountId: "444455556666" })),
  ];
  assert.equal(
    suggested(records).map(({ alerts }) => alerts),
    [20, 15, 12],
  );
});

test("is limited to the rules that alerted", () => {
  const records = many(20, (n) => denied(n, { eventName: "GetBucketPolicy" }));
  assert.equal(suggested(records), []);
  assert.equal(
    suggested(records, "policy").map(({ rules }) => rules),
    [["policy", "denied"]],
  );
});

test("suggests nothing for events that do not say who called what", () => {
  assert.equal(suggested(many(30, (n) => denied(n, { userIdentity: { type: "Unknown" } }))), []);
});

test("holds whatever stands in a name", () => {
  const odd = "it's `odd` \\ \" \u0007 && true";
  const records = many(20, (n) => denied(n, { requestParameters: { keyId: odd } }));
  assert.is(suggested(records)[0]?.alerts, 20);
});

test.run();
