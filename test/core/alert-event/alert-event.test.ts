import { Ajv } from "ajv";
import fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { RemovedObject } from "../../../src/core/alert/removed-object.ts";
import {
  type AlertEventContext,
  type AlertSubject,
  alertEvent,
} from "../../../src/core/alert-event/alert-event.ts";
import { alertEntry } from "../../../src/core/alert-event/entry.ts";
import { ALERT_EVENT_SCHEMA } from "../../../src/core/alert-event/schema.ts";
import { entryBytes } from "../../../src/core/entry/bus-entry.ts";
import type { Severity } from "../../../src/core/rule/rule.ts";
import { tallyOf } from "../../../src/core/thread/tally.ts";
import { checkEntry } from "../../../src/local/events/entry-check.ts";
import { alertWith, severalEvents } from "../../support/alerts.ts";
import { memberWith } from "../../support/members.ts";
import { ruleOf } from "../../support/rules.ts";

const validate = new Ajv({ allErrors: true, strict: true }).compile(ALERT_EVENT_SCHEMA);

const CONTEXT: AlertEventContext = {
  accountNames: { "111122223333": "production" },
  ruleById: (id) =>
    id === "rule"
      ? ruleOf("rule", {
          tags: ["mitre:T1562.008"],
          runbook: 'Ask "ada".\nStart it again.',
          references: ["https://example.com/trail"],
        })
      : undefined,
};

const REMOVED: RemovedObject = {
  kind: "removed-object",
  identity: "r-1",
  bucket: "org-logs",
  key: "AWSLogs/a.json.gz",
  requester: "111122223333",
  account: "111122223333",
  region: "us-east-1",
  deletionType: "Permanently Deleted",
  time: Date.UTC(2026, 0, 24),
};

const test = suite("alertEvent()");

test("says why the severity is not the rule's own, where it is not", () => {
  const severityReason = "Raised from high to critical: the account is tagged production";
  const progress = { id: "w", state: "began", severity: "critical", tally: tallyOf([]) } as const;
  const event = alertEvent(alertWith({ severityReason }), progress, CONTEXT);
  assert.ok(validate(event), JSON.stringify(validate.errors));
  assert.is(event.severityReason, severityReason);
  assert.not.ok("severityReason" in alertEvent(alertWith({}), progress, CONTEXT));
});

test("has the shape that is published, whatever the alert's texts hold", () => {
  const odd = fc.string({ unit: "grapheme", minLength: 1, maxLength: 60 });
  const nasty = fc.oneof(odd, fc.constantFrom('a"b', "a\\", "</x>", "\n\t", "\ud800", "<id>", '"'));
  fc.assert(
    fc.property(nasty, nasty, nasty, fc.boolean(), (a, b, c, isRemoved) => {
      const subject: AlertSubject = isRemoved
        ? { ...REMOVED, key: a, requester: b, region: c }
        : alertWith({
            title: a,
            eventName: b,
            sourceIp: c,
            region: a,
            account: b,
            actor: { name: c, session: a },
            errorCode: b,
            failure: "failed",
            several: [severalEvents(a)],
            source: { bucket: a, key: b, index: 0 },
          });
      const event = eventOf(subject, [memberWith({ resources: [a, b], ruleIds: [c] })]);
      validate(JSON.parse(alertEntry(event).detail));
      assert.equal(validate.errors, null);
    }),
  );
});

test("has the events that a rule of several alerts on", () => {
  const { events } = eventOf(alertWith({ several: [severalEvents()] }), [memberWith({})]);
  const event = { eventName: "GetSecretValue", eventId: "e-1" };
  assert.equal(events, [
    { time: "2026-01-24T00:05:00.000Z", ...event, values: ["app-1"] },
    { time: "2026-01-24T00:06:00.000Z", ...event, values: ["app-2"] },
  ]);
});

test("says what people ask of an alert", () => {
  const members = [
    memberWith({ identity: "1", time: Date.UTC(2026, 0, 24, 0, 5, 12) }),
    memberWith({ identity: "2", time: Date.UTC(2026, 0, 24, 0, 9), ruleIds: ["other"] }),
  ];
  const event = eventOf(alertWith(), members);
  assert.equal(event, {
    version: "1",
    id: "window-1",
    state: "began",
    kind: "alert",
    title: "Trail stopped",
    severity: "high",
    level: "error",
    ruleIds: ["rule", "other"],
    tags: ["mitre:T1562.008"],
    actor: { type: "IAMUser", name: "ada", arn: "arn:aws:iam::111122223333:user/ada" },
    account: { id: "111122223333", name: "production" },
    region: "us-east-1",
    eventName: "StopLogging",
    eventSource: "cloudtrail.amazonaws.com",
    outcome: "succeeded",
    sourceIp: "192.0.2.10",
    resources: ["arn:aws:cloudtrail:us-east-1:111122223333:trail/main"],
    count: 2,
    firstSeen: "2026-01-24T00:05:12.000Z",
    lastSeen: "2026-01-24T00:09:00.000Z",
    runbook: 'Ask "ada".\nStart it again.',
    references: ["https://example.com/trail"],
    link: "https://us-east-1.console.aws.amazon.com/cloudtrailv2/home?region=us-east-1#/events/0e4d136e-25d4-4d92-b2b2-8a9fe1e3f1af",
    record: { bucket: "org-logs", key: "AWSLogs/a.json.gz", index: 3 },
    eventId: "0e4d136e-25d4-4d92-b2b2-8a9fe1e3f1af",
    exceptCommand:
      "trailbridge except 0e4d136e-25d4-4d92-b2b2-8a9fe1e3f1af --in 's3://org-logs/AWSLogs/a.json.gz' --rule rule",
    display: {
      title: "HIGH · Trail stopped · production",
      summary: "ada called StopLogging on cloudtrail from 192.0.2.10, which succeeded (2 events)",
      actor: "ada",
      account: "production (111122223333)",
      region: "us-east-1",
      eventName: "StopLogging",
      address: "192.0.2.10",
      time: "2026-01-24 00:05:12 to 00:09:00 UTC",
      count: "2 events",
      rules: "rule, other",
      resources: "arn:aws:cloudtrail:us-east-1:111122223333:trail/main",
      runbook: "Ask 'ada'. Start it again.",
      link: event.link,
      record: "s3://org-logs/AWSLogs/a.json.gz, record 3",
    },
  });
});

test("says at the end how many events there were, under the same id", () => {
  const members = Array.from({ length: 12 }, (_, n) => memberWith({ identity: `${n}` }));
  const began = eventOf(alertWith(), members.slice(0, 1));
  const closed = eventOf(alertWith(), members, "closed");
  assert.is(closed.id, began.id);
  assert.equal([began.state, began.count], ["began", 1]);
  assert.equal([closed.state, closed.count], ["closed", 12]);
  assert.is(closed.display.title, "OVER · HIGH · Trail stopped · production");
});

test("names the person behind a single sign-on, and links by the access portal", () => {
  const actor = {
    name: "AWSReservedSSO_AdministratorAccess_0123456789abcdef",
    session: "ada@example.com",
  };
  const progress = { id: "w", state: "began", severity: "high", tally: tallyOf([]) } as const;
  const accessPortalUrl = "https://d-1234567890.awsapps.com/start";
  const event = alertEvent(alertWith({ actor }), progress, { ...CONTEXT, accessPortalUrl });
  assert.is(event.display.actor, "ada@example.com (AdministratorAccess)");
  assert.match(
    event.display.link,
    /^https:\/\/d-1234567890\.awsapps\.com\/start\/#\/console\?account_id=111122223333&destination=https%3A/,
  );
});

test("tells of a removed log file, where it lay and who removed it", () => {
  const event = eventOf(REMOVED, [memberWith({ ruleIds: [], resources: [] })], "began", "critical");
  assert.equal([event.kind, event.ruleIds, event.level], ["removed-object", [], "critical"]);
  assert.equal(event.record, { bucket: "org-logs", key: "AWSLogs/a.json.gz" });
  assert.is(event.display.summary, "111122223333 removed AWSLogs/a.json.gz from org-logs");
});

test("tells of a removed log file what little is known", () => {
  const { requester: _, account: __, region: ___, deletionType: ____, ...bare } = REMOVED;
  const event = eventOf({ ...bare, sourceIp: "192.0.2.7" }, [memberWith({ resources: [] })]);
  assert.equal(
    [event.title, event.actor, event.eventName, event.eventSource, event.account],
    ["Log file removed", { name: "unknown" }, "Object Deleted", "s3.amazonaws.com", {}],
  );
  assert.is(
    event.display.summary,
    "unknown removed AWSLogs/a.json.gz from org-logs from 192.0.2.7",
  );
  assert.is(event.display.record, "s3://org-logs/AWSLogs/a.json.gz");
  assert.is(eventOf(REMOVED, []).eventName, "Permanently Deleted");
});

for (const [severity, level] of [
  ["critical", "critical"],
  ["high", "error"],
  ["medium", "warning"],
  ["low", "info"],
  ["info", "info"],
] as const) {
  test(`is of level ${level} where it is ${severity}`, () => {
    assert.is(eventOf(alertWith({ severity }), [], "began", severity).level, level);
  });
}

for (const [name, fields, members, summary] of [
  [
    "was refused",
    { failure: "refused", errorCode: "AccessDenied" },
    1,
    "ada called StopLogging on cloudtrail from 192.0.2.10, which was refused with AccessDenied",
  ],
  [
    "failed, often",
    { failure: "failed", errorCode: "Throttled" },
    3,
    "ada called StopLogging on cloudtrail from 192.0.2.10, which failed with Throttled (3 events)",
  ],
  [
    "failed for no reason that is told",
    { failure: "failed" },
    1,
    "ada called StopLogging on cloudtrail from 192.0.2.10, which failed",
  ],
  [
    "succeeded, whatever its error code says",
    { errorCode: "Odd" },
    1,
    "ada called StopLogging on cloudtrail from 192.0.2.10, which succeeded",
  ],
  [
    "is of a service with another name",
    { eventSource: "signin.amazonaws.com.example" },
    1,
    "ada called StopLogging on signin.amazonaws.com.example from 192.0.2.10, which succeeded",
  ],
  [
    "says nothing of itself",
    { eventSource: undefined, eventName: undefined, sourceIp: undefined },
    1,
    "ada called an unnamed event, which succeeded",
  ],
] as const) {
  test(`sums up a call that ${name}`, () => {
    const said = Object.entries(alertWith(fields as never)).filter(([, it]) => it !== undefined);
    const tallied = Array.from({ length: members }, (_, n) => memberWith({ identity: `${n}` }));
    assert.is(eventOf(Object.fromEntries(said) as never, tallied).display.summary, summary);
  });
}

test("has texts for one event of no rule, no resource and no runbook", () => {
  const member = memberWith({ ruleIds: [], resources: [] });
  const { ruleIds, display } = eventOf(alertWith({ ruleIds: [] }), [member]);
  assert.equal(ruleIds, []);
  assert.equal(
    [display.count, display.rules, display.resources, display.runbook],
    ["1 event", "none", "none", "See the rule."],
  );
  const two = eventOf(alertWith(), [memberWith({ resources: ["a", "b"] })]);
  assert.is(two.display.resources, "a, b");
});

test("asks for no rule and no account's name where there is none", () => {
  const { account: _, ...nowhere } = alertWith({ ruleIds: [] });
  const context: AlertEventContext = {
    accountNames: { undefined: "nobody's" },
    ruleById: (id) => ruleOf(`${id}`, { tags: ["asked"] }),
  };
  const progress = { id: "w", state: "began", severity: "high", tally: tallyOf([]) } as const;
  const event = alertEvent(nowhere, progress, context);
  assert.equal([event.tags, event.account], [[], {}]);
});

test("leaves out what nobody knows, and has a text for it all the same", () => {
  const bare = alertWith({ actor: { name: "Unknown Identity" }, parts: [] });
  const { account: _, region: __, sourceIp: ___, eventName: ____, eventId: _____, ...rest } = bare;
  const event = eventOf(rest, []);
  assert.equal(
    [event.account, event.region, event.link, event.count],
    [{}, undefined, undefined, 1],
  );
  assert.equal(
    [event.display.account, event.display.region, event.display.address],
    ["unknown", "unknown", "unknown"],
  );
  assert.match(event.display.link, /^https:\/\/console\.aws\.amazon\.com\//);
});

test.run();

const entry = suite("alertEntry()");

entry(
  "is one that the bus takes, and small, of an alert with everything as long as it gets",
  () => {
    const long = "ä".repeat(1_200);
    const alert = alertWith({
      title: long.slice(0, 150),
      actor: { name: long.slice(0, 200), session: long.slice(0, 200), arn: long.slice(0, 600) },
      source: { bucket: "b", key: long, index: 1 },
    });
    const members = Array.from({ length: 200 }, (_, n) =>
      memberWith({
        identity: `${n}`,
        resources: Array.from({ length: 10 }, (_, m) => `arn:aws:s3:::${"x".repeat(800)}${n}-${m}`),
      }),
    );
    const made = alertEntry(eventOf(alert, members));
    assert.ok(entryBytes(made) < 64 * 1024, `${entryBytes(made)} bytes`);
    const checked = checkEntry({
      Source: made.source,
      DetailType: made.detailType,
      Detail: made.detail,
      Resources: made.resources,
    });
    assert.not.ok("ErrorCode" in checked);
    assert.equal([made.source, made.detailType], ["trailbridge", "Trailbridge Alert"]);
  },
);

entry("names no resource that only looks like one in the middle", () => {
  const member = memberWith({ resources: ["my arn:aws:s3:::org-logs"] });
  assert.equal(alertEntry(eventOf(alertWith(), [member])).resources, []);
});

entry("names the ARNs it is about, and nothing that is none", () => {
  const member = memberWith({ resources: ["arn:aws:s3:::org-logs", "i-0123", "arn:nothing"] });
  assert.equal(alertEntry(eventOf(alertWith(), [member])).resources, ["arn:aws:s3:::org-logs"]);
});

entry.run();

function eventOf(
  subject: AlertSubject,
  members: Parameters<typeof tallyOf>[0],
  state: "began" | "closed" = "began",
  severity: Severity = "high",
) {
  return alertEvent(subject, { id: "window-1", state, severity, tally: tallyOf(members) }, CONTEXT);
}
