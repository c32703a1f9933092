import { suite } from "uvu";
import * as assert from "uvu/assert";
import { alertOf } from "../../../src/core/alert/alert.ts";
import type { RemovedObject } from "../../../src/core/alert/removed-object.ts";
import { memberOf } from "../../../src/core/thread/member.ts";
import { alertWith } from "../../support/alerts.ts";
import { detailOf } from "../../support/bus-events.ts";
import { HOSTILE_RECORDS } from "../../support/hostile.ts";
import { ruleSetOf } from "../../support/rules.ts";

const test = suite("memberOf()");

test("is small and plain, whatever the record", () => {
  for (const record of HOSTILE_RECORDS) {
    const source = { bucket: "b", key: "k".repeat(1_024), index: 0 };
    const alert = alertOf(detailOf(record), { matched: ["r"] }, ruleSetOf(), source);
    const member = memberOf(alert, 7);
    const text = JSON.stringify(member);
    assert.ok(text.length < 8_000, `${text.length}`);
    assert.equal(JSON.parse(text), member);
    assert.ok(Number.isFinite(member.time));
  }
});

test("has no more rules than it has room for, and tells other ones apart", () => {
  const many = (last: string) => [...Array.from({ length: 30 }, (_, index) => `r-${index}`), last];
  const [one, other] = ["a", "b"].map((id) => memberOf(alertWith({ ruleIds: many(id) }), 7));
  assert.is(one?.ruleIds.length, 10);
  assert.is.not(one?.ruleIds.at(-1), other?.ruleIds.at(-1));
});

test("takes the time of arrival where an event has none of its own", () => {
  const { time: _, ...timeless } = alertWith();
  assert.is(memberOf(timeless, 7).time, 7);
  const member = memberOf(alertWith(), 7);
  assert.equal([member.time, member.recordedAt], [Date.UTC(2026, 0, 24, 0, 5, 12), 7]);
});

test("is an alert's facts", () => {
  const alert = alertWith({
    actor: { type: "AssumedRole", name: "Deploy", session: "ci-1", account: "444455556666" },
    callerAccount: "444455556666",
    failure: "refused",
    errorCode: "AccessDenied",
    resources: ["trail"],
  });
  assert.equal(memberOf(alert, 7), {
    identity: alert.identity,
    recordedAt: 7,
    time: alert.time,
    ruleIds: ["rule"],
    severity: "high",
    outcome: "refused",
    actor: "Deploy / ci-1",
    session: "ci-1",
    account: "111122223333",
    callerAccount: "444455556666",
    region: "us-east-1",
    address: "192.0.2.10",
    eventName: "StopLogging",
    errorCode: "AccessDenied",
    resources: ["trail"],
    eventId: alert.eventId,
    source: alert.source,
  });
});

test("is a removed file with who removed it", () => {
  const removed: RemovedObject = {
    kind: "removed-object",
    identity: `1#${"k".repeat(2_000)}`,
    bucket: "org-logs",
    key: "AWSLogs/a.json.gz",
    requester: "111122223333",
    time: 5,
  };
  const { identity, ...member } = memberOf(removed, 7);
  assert.match(identity, /^sha256:[0-9a-f]{64}$/);
  assert.equal(member, {
    recordedAt: 7,
    time: 5,
    ruleIds: [],
    severity: "high",
    outcome: "succeeded",
    actor: "111122223333",
    eventName: "DeleteObject",
    resources: ["s3://org-logs/AWSLogs/a.json.gz"],
  });
});

test("tells removed files apart that have the same beginning", () => {
  const [one, other] = ["a", "b"].map((end) =>
    memberOf({ kind: "removed-object", identity: end, bucket: "b", key: "k".repeat(900) + end }, 7),
  );
  assert.is.not(one?.resources[0], other?.resources[0]);
});

test("is a notice with nothing but its identity", () => {
  const notice = { kind: "notice", identity: "n", title: "T", text: "", facts: [] } as const;
  assert.equal(memberOf(notice, 7), {
    identity: "n",
    recordedAt: 7,
    time: 7,
    ruleIds: [],
    severity: "info",
    outcome: "succeeded",
    resources: [],
  });
});

for (const [what, facts, resources] of [
  [
    "its file",
    [
      ["Bucket", "org-logs"],
      ["File", "AWSLogs/a.json.gz"],
      ["Error", "corrupt"],
    ],
    ["s3://org-logs/AWSLogs/a.json.gz"],
  ],
  [
    "its first fact, where it names no file",
    [
      ["Rule", "root-activity"],
      ["Bucket", "b"],
    ],
    ["root-activity"],
  ],
  [
    "its first fact, where it names no bucket",
    [
      ["File", "a.json.gz"],
      ["Error", "e"],
    ],
    ["a.json.gz"],
  ],
] as const) {
  test(`is of a notice ${what}`, () => {
    const notice = { kind: "notice", identity: "n", title: "T", text: "", facts } as const;
    assert.equal(memberOf(notice, 7).resources, resources);
  });
}

test("keeps an identity of 200 characters, and names a longer one by its hash", () => {
  const identityOf = (identity: string) =>
    memberOf({ kind: "removed-object", identity, bucket: "b", key: "k" }, 7).identity;
  assert.is(identityOf("i".repeat(200)), "i".repeat(200));
  assert.match(identityOf("i".repeat(201)), /^sha256:[0-9a-f]{64}$/);
  assert.is.not(identityOf("i".repeat(201)), identityOf("i".repeat(202)));
});

test("leaves out what an event does not say", () => {
  const { region, sourceIp, errorCode, resources, eventId, ...bare } = alertWith();
  const member = memberOf({ ...bare, eventName: "" }, 7);
  for (const fact of ["region", "address", "errorCode", "eventId", "eventName"]) {
    assert.not.ok(fact in member, fact);
  }
  assert.equal(member.resources, []);
});

test.run();
