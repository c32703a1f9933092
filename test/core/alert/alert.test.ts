import { suite } from "uvu";
import * as assert from "uvu/assert";
import { type Alert, alertOf } from "../../../src/core/alert/alert.ts";
import { alertIdentity } from "../../../src/core/alert/alert-identity.ts";
import { detailOf } from "../../support/bus-events.ts";
import { HOSTILE_RECORDS, ordinary } from "../../support/hostile.ts";
import { ruleOf, ruleSetOf } from "../../support/rules.ts";

const SOURCE = { bucket: "org-logs", key: "AWSLogs/a.json.gz", index: 3 };
const RULES = ruleSetOf(
  ruleOf("rule-low", { severity: "low" }),
  ruleOf("rule-critical", { severity: "critical" }),
  ruleOf("rule-high", { severity: "high" }),
);

const test = suite("alertOf()");

function alert(record: Record<string, unknown>, matched = ["rule-high"]): Alert {
  return alertOf(detailOf(record), { matched }, RULES, SOURCE);
}

test("makes a small plain alert of any record", () => {
  for (const record of HOSTILE_RECORDS) {
    const made = alert(record);
    const text = JSON.stringify(made);
    assert.ok(text.length < 20_000, `${text.length}: ${text.slice(0, 300)}`);
    assert.equal(JSON.parse(text), made);
    assert.ok(made.actor.name.length > 0);
  }
});

test("reads each thing the event says", () => {
  const record = {
    ...ordinary(),
    recipientAccountId: "444455556666",
    errorCode: "AccessDenied",
    errorMessage: "no",
    insightDetails: { insightType: "Not of an Insight", eventName: "Other" },
    addendum: { reason: "DELIVERY_DELAY" },
  };
  const made = alert(record, ["rule-low", "rule-high"]);
  const { actor, caller, parts, resources, ...rest } = made;
  assert.equal(
    [actor.name, caller, resources, parts.map(({ name }) => name)],
    ["ada", {}, ["organisation-trail"], ["requestParameters", "insightDetails"]],
  );
  assert.equal(rest, {
    kind: "alert",
    identity: alertIdentity(detailOf(record)),
    title: "Title of rule-high",
    severity: "low",
    ruleIds: ["rule-high", "rule-low"],
    account: "444455556666",
    callerAccount: "111122223333",
    region: "us-east-1",
    sourceIp: "192.0.2.10",
    userAgent: "aws-cli/2.15",
    eventName: "StopLogging",
    eventSource: "cloudtrail.amazonaws.com",
    eventTime: "2026-01-24T00:05:12Z",
    time: Date.UTC(2026, 0, 24, 0, 5, 12),
    eventId: "0e4d136e-25d4-4d92-b2b2-8a9fe1e3f1af",
    failure: "refused",
    errorCode: "AccessDenied",
    errorMessage: "no",
    loginWithoutMfa: false,
    addendum: { reason: "DELIVERY_DELAY" },
    source: SOURCE,
  });
});

test("counts what was refused two steps lower, unless its rule says otherwise", () => {
  const rules = ruleSetOf(
    ruleOf("worst", { severity: "critical" }),
    ruleOf("attempt", { severity: "high", attempts: "same" }),
    ruleOf("least", { severity: "low" }),
  );
  const of = (errorCode: string | null, ...matched: string[]) => {
    const made = alertOf(detailOf({ ...ordinary(), errorCode }), { matched }, rules, SOURCE);
    return [made.severity, ...made.ruleIds];
  };
  assert.equal(of("AccessDenied", "worst"), ["medium", "worst"]);
  assert.equal(of("UnauthorizedOperation", "least"), ["info", "least"]);
  assert.equal(of("AccessDenied", "worst", "attempt"), ["high", "attempt", "worst"]);
  assert.equal(of("Throttling", "worst", "attempt"), ["critical", "worst", "attempt"]);
  assert.equal(of(null, "worst", "attempt"), ["critical", "worst", "attempt"]);
});

test("says of a high or critical rule that it could not judge, above what matched below it", () => {
  const fault = (ruleId: string) => ({ ruleId, message: "It cannot." });
  const of = (
    matched: string[],
    ...faults: { ruleId: string; message: string; exempt?: true }[]
  ) => {
    const made = alertOf(detailOf(ordinary()), { matched, faults }, RULES, SOURCE);
    return [made.title, made.severity, made.ruleIds, made.unjudged];
  };
  assert.equal(of([], fault("rule-critical")), [
    "Could not be judged: Title of rule-critical",
    "critical",
    ["rule-critical"],
    ["rule-critical"],
  ]);
  assert.equal(of(["rule-critical"], fault("rule-high")), [
    "Title of rule-critical",
    "critical",
    ["rule-critical", "rule-high"],
    ["rule-high"],
  ]);
  const high = ["Title of rule-high", "high", ["rule-high"], undefined];
  assert.equal(of(["rule-high"], fault("rule-low"), fault("an-ignore-rule")), high);
  assert.equal(of(["rule-high"], { ...fault("rule-critical"), exempt: true }), high);
});

test("names the most severe rules where there are several", () => {
  assert.is(alert(ordinary(), ["rule-low", "rule-high"]).leadingIds, undefined);
  const rules = ruleSetOf(ruleOf("a"), ruleOf("b", { severity: "low" }), ruleOf("c"));
  const made = alertOf(detailOf(ordinary()), { matched: ["a", "b", "c"] }, rules, SOURCE);
  assert.equal(made.leadingIds, ["a", "c"]);
});

test("has no key for what the event does not say", () => {
  const made = alertOf({}, { matched: [] }, RULES, { ...SOURCE, ...{ version: "2" } });
  assert.equal(made, {
    kind: "alert",
    identity: made.identity,
    title: "Event without a rule",
    severity: "info",
    ruleIds: [],
    actor: { name: "Unknown Identity" },
    loginWithoutMfa: false,
    caller: {},
    parts: [],
    source: SOURCE,
  });
  assert.ok(alertOf({ eventName: "ConsoleLogin" }, { matched: [] }, RULES, SOURCE).loginWithoutMfa);
});

test("reads all of an Insight where that has it, and has words for one without type", () => {
  const insightDetails = {
    state: "End",
    insightType: "ApiErrorRateInsight",
    eventName: "A",
    eventSource: "s",
    awsRegion: "us-east-2",
    sourceIPAddress: "192.0.2.1",
    userAgent: "agent",
    errorCode: "E",
    errorMessage: "m",
    eventTime: "then",
  };
  const insight = (details: unknown) =>
    alert({ eventType: "AwsCloudTrailInsight", insightDetails: details });
  const { parts: _, identity: __, actor: ___, caller: ____, ...rest } = insight(insightDetails);
  assert.equal(rest, {
    kind: "alert",
    title: "Title of rule-high",
    severity: "high",
    ruleIds: ["rule-high"],
    region: "us-east-2",
    sourceIp: "192.0.2.1",
    userAgent: "agent",
    eventName: "A",
    eventSource: "s",
    eventTime: "then",
    errorCode: "E",
    errorMessage: "m",
    insight: "ApiErrorRateInsight End",
    loginWithoutMfa: false,
    source: SOURCE,
  });
  assert.is(insight({}).insight, "Insight");
});

test("survives a console login without MFAUsed, Insights, null identity and error code", () => {
  const login = { ...ordinary(), eventName: "ConsoleLogin" };
  assert.ok(alert(login).loginWithoutMfa);
  assert.ok(alert({ ...login, additionalEventData: null }).loginWithoutMfa);
  assert.is(alert({ ...ordinary(), userIdentity: null }).actor.name, "Unknown Identity");
  assert.is(alert({ ...ordinary(), errorCode: null }).errorCode, undefined);
  const { eventName: _, userIdentity: __, ...rest } = ordinary();
  const insight = alert({
    ...rest,
    eventType: "AwsCloudTrailInsight",
    insightDetails: {
      state: "Start",
      eventSource: "ssm.amazonaws.com",
      eventName: "UpdateInstanceInformation",
      insightType: "ApiCallRateInsight",
    },
  });
  assert.is(insight.eventName, "UpdateInstanceInformation");
  assert.is(insight.insight, "ApiCallRateInsight Start");
  assert.equal(
    insight.parts.map(({ name }) => name),
    ["requestParameters", "insightDetails"],
  );
});

test("the account is the one it happened in, the caller's is shown beside it", () => {
  const crossing = { ...ordinary(), recipientAccountId: "444455556666" };
  assert.is(alert(crossing).account, "444455556666");
  assert.is(alert(crossing).callerAccount, "111122223333");
});

test("falls back to the actor's account", () => {
  const { recipientAccountId: _, ...rest } = ordinary();
  assert.is(alert(rest).account, "111122223333");
  assert.is(alert(rest).callerAccount, undefined);
});

test("tolerates account ids that are no text", () => {
  assert.is(alert({ ...ordinary(), recipientAccountId: 12345678901 }).account, "012345678901");
  assert.is(alert({ ...ordinary(), recipientAccountId: ["x"] }).account, "111122223333");
});

test("takes title and severity from the most severe rule and keeps all of them", () => {
  const made = alert(ordinary(), ["rule-low", "rule-critical", "rule-high"]);
  assert.is(made.title, "Title of rule-critical");
  assert.is(made.severity, "critical");
  assert.equal(made.ruleIds, ["rule-critical", "rule-high", "rule-low"]);
});

test("keeps the id of a matched rule that has gone from the rule set", () => {
  assert.equal(alert(ordinary(), ["rule-gone"]).ruleIds, ["rule-gone"]);
  assert.is(alert(ordinary(), ["rule-gone"]).title, "rule-gone");
  assert.is(alert(ordinary(), ["rule-gone"]).severity, "medium");
});

for (const eventTime of ["", "yesterday", 1769213112, "2026-01-24", "2026-02-31T25:00:00Z"]) {
  test(`takes ${JSON.stringify(eventTime)} for no instant`, () => {
    assert.is(alert({ ...ordinary(), eventTime }).time, undefined);
  });
}

test("reads an instant with fraction and offset", () => {
  const eventTime = "2026-01-24T01:05:12.5+01:00";
  assert.is(alert({ ...ordinary(), eventTime }).time, Date.UTC(2026, 0, 24, 0, 5, 12, 500));
});

test("does not call single sign-on or MFA a login without MFA", () => {
  const login = (fields: object) => alert({ ...ordinary(), eventName: "ConsoleLogin", ...fields });
  const arn = "arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Admin_0f/ada";
  assert.not(login({ userIdentity: { type: "AssumedRole", arn } }).loginWithoutMfa);
  assert.not(login({ additionalEventData: { MFAUsed: "Yes" } }).loginWithoutMfa);
  assert.ok(login({ additionalEventData: { MFAUsed: "No" } }).loginWithoutMfa);
});

test("reads the record's parts from the flat keys where the record was left out", () => {
  const { record: _, ...detail } = detailOf({
    ...ordinary(),
    requestParameters: { list: ["a", { b: 1 }], "a.b": true, __proto__x: 1 },
  });
  const made = alertOf(detail, { matched: ["rule-high"] }, RULES, SOURCE);
  assert.equal(JSON.parse(made.parts[0]?.text ?? ""), {
    list: ["a", { b: 1 }],
    a: { b: true },
    __proto__x: 1,
  });
});

test("marks a part that goes on", () => {
  const [request] = alert({ ...ordinary(), requestParameters: { a: "x".repeat(300_000) } }).parts;
  assert.ok(request?.cut);
  assert.ok((request?.text.length ?? 0) <= 7_000);
});

test.run();
