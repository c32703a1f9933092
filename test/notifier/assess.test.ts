import { suite } from "uvu";
import * as assert from "uvu/assert";
import { overwrittenFileNotice } from "../../src/core/entry/operator-notice.ts";
import type { Verdict } from "../../src/core/rule/judge.ts";
import { type AssessDeps, assess, type Incoming } from "../../src/notifier/assess.ts";
import type { Delivery } from "../../src/notifier/record/delivery.ts";
import { alertWith } from "../support/alerts.ts";
import { deletedEvent, noticeEvent, recordEvent } from "../support/bus-events.ts";
import { ordinary } from "../support/hostile.ts";

const ALERT = alertWith();
const DELIVERY = { subject: ALERT } as unknown as Delivery;
const BASE = { deliveries: [], faults: [], denied: false };
const ORIGIN = {
  eventId: "0e4d136e-25d4-4d92-b2b2-8a9fe1e3f1af",
  source: "s3://org-logs/AWSLogs/o-abc/111122223333/CloudTrail/us-east-1/2026/01/24/a.json.gz",
};

const SETTINGS = { removedObjectAlerts: true, logPrefix: "AWSLogs/", pageReplays: false };

const logged: unknown[] = [];

function assessed(
  body: unknown,
  {
    verdict = { matched: [], faults: [] },
    judge = () => verdict,
    settings,
  }: Partial<AssessDeps> & {
    readonly verdict?: Verdict;
    readonly settings?: AssessDeps["settings"];
  } = {},
) {
  const incoming: Incoming = { id: "m1", body, receiveCount: 1 };
  const nothing = () => {};
  logged.length = 0;
  const { incoming: own, ...rest } = assess(incoming, {
    judge,
    deliveryMaker: {
      isGrave: ({ faults }) => faults.some(({ ruleId }) => ruleId === "grave"),
      alertDeliveries: () => ({ alert: ALERT, deliveries: [DELIVERY] }),
      removedDeliveries: () => [DELIVERY],
      noticeDeliveries: () => [DELIVERY],
    },
    settings: settings ?? SETTINGS,
    log: {
      ...{ info: nothing, warn: nothing, metrics: nothing },
      error: (message, fields) => logged.push([message, fields]),
    },
  });
  assert.is(own, incoming);
  return rest;
}

const test = suite("assess()");

test("says why a message is malformed", () => {
  assert.equal(assessed("{}"), {
    ...BASE,
    kind: "malformed",
    reason: 'Cannot read bus event as it must hold an object in `detail`: "{}"',
  });
});

for (const [thrown, why] of [
  [new RangeError("too deep"), "too deep"],
  ["odd", "odd"],
] as const) {
  test(`takes an event its judge cannot stand for malformed: ${why}`, () => {
    const judge = () => {
      throw thrown;
    };
    assert.equal(assessed(recordEvent(ordinary()), { judge }), {
      ...BASE,
      kind: "malformed",
      reason: `Cannot assess bus event: ${why}`,
    });
    assert.equal(logged, [["An event cannot be assessed", { messageId: "m1", error: thrown }]]);
  });
}

test("delivers a notice", () => {
  assert.equal(assessed(noticeEvent({ title: "T", dedupe: "x" })), {
    ...BASE,
    kind: "notice",
    deliveries: [DELIVERY],
  });
});

for (const [what, key, detail, settings, kind] of [
  ["a removed file", "AWSLogs/a", {}, {}, "removed"],
  ["what lies beside the prefix", "other/AWSLogs/a", {}, {}, "skipped"],
  ["lifecycle expiry", "AWSLogs/a", { reason: "Lifecycle Expiration" }, {}, "skipped"],
  ["anything, switched off", "AWSLogs/a", {}, { removedObjectAlerts: false }, "skipped"],
  ["all of the bucket without a prefix", "x", {}, { logPrefix: "" }, "removed"],
] as const) {
  test(`takes ${what} for ${kind}`, () => {
    const made = assessed(deletedEvent(key, detail), {
      settings: { ...SETTINGS, ...settings },
    });
    assert.equal(made, { ...BASE, kind, deliveries: kind === "removed" ? [DELIVERY] : [] });
  });
}

test("takes an overwritten log file for removed, whatever S3 is asked to tell", () => {
  const { detail, detailType } = overwrittenFileNotice({ bucket: "b", key: "k" }, '"e2"');
  const event = { source: "trailbridge", "detail-type": detailType, detail: JSON.parse(detail) };
  const settings = { ...SETTINGS, removedObjectAlerts: false };
  assert.equal(assessed(event, { settings }), { ...BASE, kind: "removed", deliveries: [DELIVERY] });
  const replayed = { ...event, "replay-name": "r" };
  assert.equal(assessed(replayed, { settings }), { ...BASE, kind: "skipped" });
});

const FAULTS = [{ ruleId: "rule", message: "no" }];

for (const [verdict, kind, more] of [
  [{ matched: [], faults: FAULTS }, "unmatched", {}],
  [{ matched: ["rule"], ignoredBy: "quiet", faults: FAULTS }, "ignored", {}],
  [{ matched: ["rule"], faults: FAULTS }, "matched", { alert: ALERT, deliveries: [DELIVERY] }],
] as const) {
  test(`says of a record that it is ${kind}, with the faults and where they were met`, () => {
    assert.equal(assessed(recordEvent(ordinary()), { verdict }), {
      ...BASE,
      kind,
      faults: FAULTS,
      origin: ORIGIN,
      ...more,
    });
  });
}

test("has an alert for what a grave rule cannot judge, though nothing matches or some is exempt", () => {
  const faults = [{ ruleId: "grave", message: "no" }];
  for (const verdict of [
    { matched: [], faults },
    { matched: [], ignoredBy: "quiet", faults },
  ]) {
    const { kind, alert } = assessed(recordEvent(ordinary()), { verdict });
    assert.equal([kind, alert], ["matched", ALERT]);
  }
});

test("says that a call was denied, ignored or not", () => {
  const denied = recordEvent({ ...ordinary(), errorCode: "AccessDenied" });
  assert.ok(assessed(denied).denied);
  assert.ok(assessed(denied, { verdict: { matched: [], ignoredBy: "q", faults: [] } }).denied);
});

test("names no event id that is no text", () => {
  const { source } = ORIGIN;
  assert.equal(assessed(recordEvent({ ...ordinary(), eventID: 7 })).origin, { source });
});

test.run();
