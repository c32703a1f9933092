import { suite } from "uvu";
import * as assert from "uvu/assert";
import { alertOf } from "../../../src/core/alert/alert.ts";
import type { RemovedObject } from "../../../src/core/alert/removed-object.ts";
import {
  firstState,
  folded,
  MAX_DISTINCT,
  newsOf,
  removedObjectThreadKey,
  threadKeyOf,
} from "../../../src/core/alert/thread.ts";
import type { Rule } from "../../../src/core/rule/rule.ts";
import { detailOf } from "../../support/bus-events.ts";
import { HOSTILE_RECORDS, ordinary } from "../../support/hostile.ts";
import { ruleOf, ruleSetOf } from "../../support/rules.ts";

const keys = suite("threadKeyOf()");

function key(record: Record<string, unknown>, rule: Rule = ruleOf("rule")): string {
  const detail = detailOf(record);
  const source = { bucket: "b", key: "k", index: 0 };
  return threadKeyOf(
    alertOf(detail, { matched: [rule.id] }, ruleSetOf(rule), source),
    detail,
    rule,
  );
}

function session(name: string): Record<string, unknown> {
  return {
    ...ordinary(),
    userIdentity: {
      type: "AssumedRole",
      accountId: "111122223333",
      arn: `arn:aws:sts::111122223333:assumed-role/Deploy/${name}`,
      principalId: `AROAEXAMPLE:${name}`,
      sessionContext: { sessionIssuer: { arn: "arn:aws:iam::111122223333:role/Deploy" } },
    },
  };
}

keys("gives every record one, by the default and by paths", () => {
  const by = ruleOf("rule", { thread: { by: ["userIdentity.arn", "requestParameters"] } });
  for (const record of HOSTILE_RECORDS) {
    assert.match(key(record), /^[0-9a-f]{40}$/);
    assert.match(key(record, by), /^[0-9a-f]{40}$/);
  }
});

keys("two sessions of one role are one thread", () => {
  assert.is(key(session("ci-1")), key(session("ci-2")));
});

for (const [field, value] of Object.entries({
  eventName: "DeleteTrail",
  eventSource: "other.amazonaws.com",
  errorCode: "AccessDenied",
  recipientAccountId: "444455556666",
})) {
  keys(`differs by ${field}`, () => {
    assert.is.not(key(ordinary()), key({ ...ordinary(), [field]: value }));
  });
}

keys("does not differ by address, time, id or request", () => {
  const other = {
    ...ordinary(),
    eventID: "other",
    eventTime: "2026-01-24T00:09:00Z",
    sourceIPAddress: "192.0.2.99",
    requestParameters: { name: "another" },
  };
  assert.is(key(ordinary()), key(other));
});

keys("groups by the paths of the rule, if it names some", () => {
  const rule = ruleOf("rule", { thread: { by: ["sourceIPAddress", "requestParameters"] } });
  assert.is(key(ordinary(), rule), key({ ...ordinary(), eventName: "Other" }, rule));
  assert.is.not(key(ordinary(), rule), key({ ...ordinary(), sourceIPAddress: "192.0.2.9" }, rule));
  assert.is.not(key(ordinary(), rule), key({ ...ordinary(), requestParameters: { a: 1 } }, rule));
  assert.is.not(key(ordinary(), rule), key(ordinary(), { ...rule, id: "rule-2" }));
});

keys("takes removals of one requester in one bucket together", () => {
  const removed: RemovedObject = { kind: "removed-object", identity: "1", bucket: "b", key: "k1" };
  assert.is(removedObjectThreadKey(removed), removedObjectThreadKey({ ...removed, key: "k2" }));
  assert.is.not(
    removedObjectThreadKey(removed),
    removedObjectThreadKey({ ...removed, requester: "eve" }),
  );
});

keys.run();

const states = suite("folded()");

states("counts, spans and collects what is distinct", () => {
  const state = folded(firstState({ time: 50, address: "192.0.2.1", region: "us-east-1" }), [
    { time: 70, address: "192.0.2.2", region: "us-east-1" },
    { time: 10, address: "192.0.2.1" },
  ]);
  assert.equal(state, {
    count: 3,
    firstSeen: 10,
    lastSeen: 70,
    addresses: ["192.0.2.1", "192.0.2.2"],
    regions: ["us-east-1"],
  });
});

states("remembers a bounded number of addresses and goes on counting", () => {
  const sightings = Array.from({ length: 500 }, (_, i) => ({ time: i, address: `192.0.2.${i}` }));
  const state = folded(firstState({ time: 0 }), sightings);
  assert.is(state.count, 501);
  assert.is(state.addresses.length, MAX_DISTINCT);
  assert.equal(newsOf(state, { time: 0, address: "198.51.100.1" }), {});
});

states("tells new addresses and regions from known ones", () => {
  const state = firstState({ time: 0, address: "192.0.2.1", region: "us-east-1" });
  assert.equal(newsOf(state, { time: 1, address: "192.0.2.1", region: "eu-west-1" }), {
    region: "eu-west-1",
  });
});

states.run();
