import { suite } from "uvu";
import * as assert from "uvu/assert";
import { ALERT_DETAIL_TYPE } from "../../../src/contract.ts";
import { TEST_EVENT_NAME, testEvents } from "../../../src/core/send-test/test-event.ts";
import type { Settings } from "../../../src/core/settings/settings.ts";

const RUN = { name: "send-test-1", now: Date.UTC(2026, 0, 2) };

const test = suite("testEvents()");

test("says of a consumer that takes no event it can make up", () => {
  const only = { eventName: [{ "anything-but": ["trailbridge-test"] }] };
  assert.equal(eventsOf({ odd: { queue: {}, only } }).unreached, ["odd"]);
});

test("makes nothing where nobody listens, and one event for all that take it", () => {
  assert.equal(eventsOf({}), { events: [], unreached: [] });
  assert.is(eventsOf({ a: { queue: {} }, b: { logGroup: {} } }).events.length, 1);
});

test("makes a record that only takes, whatever it asks", () => {
  const only = {
    eventName: [{ prefix: "Delete" }],
    "userIdentity.type": ["Root", "IAMUser"],
    readOnly: [false],
    sourceIPAddress: [{ cidr: "192.0.2.0/24" }],
    userAgent: [{ wildcard: "aws-*" }],
    errorCode: [{ exists: false }],
    errorMessage: [{ "equals-ignore-case": "no" }],
  };
  const { events, unreached } = eventsOf({ lake: { queue: {}, only } });
  assert.equal(unreached, []);
  const { trailbridge, record } = JSON.parse(events[0]?.detail ?? "{}");
  assert.is(trailbridge.replay, RUN.name, "rules that match it tell nobody");
  assert.equal(record.userIdentity, { type: "Root" });
});

test("makes alerts of the severity, rule and account that only takes", () => {
  const only = { severity: ["high"], rule: ["root-login"], account: ["444455556666"] };
  const consumers = { pages: { pagerduty: { routingKeySecretId: "key" }, only } };
  const { events, unreached } = eventsOf(consumers);
  assert.equal(unreached, []);
  assert.is(events[0]?.detailType, ALERT_DETAIL_TYPE);
  const { severity, level, display, eventName } = JSON.parse(events[0]?.detail ?? "{}");
  assert.equal([severity, level, eventName], ["high", "error", TEST_EVENT_NAME]);
  assert.match(display.title, /TEST: nothing has happened/);
});

test.run();

function eventsOf(consumers: object) {
  return testEvents(
    { consumers: consumers as Settings["consumers"], account: "111122223333" },
    RUN,
  );
}
