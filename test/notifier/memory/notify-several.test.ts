import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Alert } from "../../../src/core/alert/alert.ts";
import { createJudge } from "../../../src/core/rule/judge.ts";
import type { Rule } from "../../../src/core/rule/rule.ts";
import { createDetailJudge } from "../../../src/core/verdict/detail-judge.ts";
import { recordEvent } from "../../support/bus-events.ts";
import { type Rig, type RigOptions, rig, START } from "../../support/notifier-rig.ts";
import { ruleOf, ruleSetOf } from "../../support/rules.ts";

const MINUTE = 60_000;
const THREE = { count: 3, within: 5 * MINUTE, by: ["$issuer"] };
const READ = { match: "eventName == 'GetSecretValue'" };

const test = suite("notify() by rules of several events");

test("holds what does not reach the threshold, and tells of all at the event that does", async () => {
  const made = rigOf({
    ...READ,
    threshold: { ...THREE, distinct: ["requestParameters.secretId"] },
  });
  const counts = [];
  for (const [minute, secret] of ["a", "a", "b", "c"].entries()) {
    const { counters, failed } = await made.send([read(minute, secret)]);
    counts.push([counters.held, counters.alerted, counters.recorded, failed.length]);
  }
  assert.equal(counts, [
    [1, 0, 0, 0],
    [1, 0, 0, 0],
    [1, 0, 0, 0],
    [0, 1, 1, 0],
  ]);
  const [told] = alertsOf(made)[0]?.several ?? [];
  assert.equal(
    told?.events.map(({ time, values, eventId }) => [(time - START) / MINUTE, values, eventId]),
    [
      [0, ["a"], "event-0-a"],
      [2, ["b"], "event-2-b"],
      [3, ["c"], "event-3-c"],
    ],
  );
});

test("counts the events that follow in the alert's thread, whatever their call, and names new values", async () => {
  const match = "eventName != 'Nothing'";
  const made = rigOf({ match, threshold: { ...THREE, distinct: ["requestParameters.secretId"] } });
  await made.send([read(0, "a"), read(1, "b"), read(2, "c")]);
  const { counters } = await made.send([
    read(4, "d", { eventName: "DeleteSecret" }),
    read(5, "a", { errorCode: "AccessDenied" }),
    read(6, "e", { userIdentity: user("eva") }),
  ]);
  assert.equal([counters.alerted, counters.held], [2, 1]);
  assert.is(made.table.heads.length, 1);
  const resources = [...made.table.members.values()].map((member) => member.resources[0]);
  assert.equal(resources, ["c", "d", "a"]);
});

test("tells the same again when the event at which it fired comes again, and of no other of its events", async () => {
  const made = rigOf({ ...READ, threshold: THREE });
  const events = [read(0, "a"), read(1, "b"), read(2, "c")];
  for (const event of events) await made.send([event]);
  const another = made.another();
  for (const event of events) await another([event], { receiveCount: 2 });
  assert.is(made.table.members.size, 1);
  assert.is(made.table.heads.length, 1);
});

test("alerts by the rules of one event as ever, and by both where one fires", async () => {
  const made = rigOf({ ...READ, threshold: THREE }, [
    ruleOf("plain", { ...READ, severity: "low" }),
  ]);
  const { counters } = await made.send([read(0, "a"), read(1, "b")]);
  assert.equal([counters.alerted, counters.held], [2, 0]);
  assert.equal(
    alertsOf(made).map(({ ruleIds }) => ruleIds),
    [["plain"]],
  );
  await made.send([read(2, "c")]);
  assert.equal(alertsOf(made).at(-1)?.ruleIds, ["several", "plain"]);
});

test("is as severe as the events together are: only if all were refused, less", async () => {
  const denied = { errorCode: "AccessDenied" };
  const mixed = rigOf({ ...READ, threshold: THREE });
  await mixed.send([read(0, "a"), read(1, "b", denied), read(2, "c", denied)]);
  assert.equal(
    alertsOf(mixed).map(({ severity }) => severity),
    ["high"],
  );
  const refused = rigOf({ ...READ, threshold: THREE });
  await refused.send([read(0, "a", denied), read(1, "b", denied), read(2, "c", denied)]);
  assert.equal(
    alertsOf(refused).map(({ severity }) => severity),
    ["low"],
  );
});

test("is as severe as the most severe context of its events, whichever came last", async () => {
  const severityBy = [
    { severity: "critical", when: "requestParameters.secretId == 'gem'", reason: "it is a gem" },
    { severity: "low", when: "requestParameters.secretId == 'b'", reason: "it is b" },
  ] as const;
  for (const order of [
    ["gem", "a", "b"],
    ["b", "a", "gem"],
  ]) {
    const made = rigOf({ ...READ, threshold: THREE, severityBy });
    for (const [minute, secret] of order.entries()) await made.send([read(minute, secret)]);
    // What follows belongs to the same, whatever its own context.
    await made.send([read(4, "b"), read(5, "a")]);
    assert.equal(
      alertsOf(made).map(({ severity }) => severity),
      ["critical"],
    );
    assert.match(alertsOf(made)[0]?.severityReason ?? "", /^Raised from high to critical/);
  }
  const lowered = rigOf({ ...READ, threshold: THREE, severityBy });
  await lowered.send([read(0, "b"), read(1, "b"), read(2, "b")]);
  assert.equal(
    alertsOf(lowered).map(({ severity, severityReason }) => [severity, severityReason]),
    [["low", "Lowered from high to low: it is b"]],
  );
});

test("counts no replay that is held, and nothing that is ignored", async () => {
  const replayed = (minute: number) => ({ ...read(minute, "a"), "replay-name": "again" });
  const made = rigOf({ ...READ, threshold: THREE });
  await made.send([replayed(0), replayed(1), replayed(2)]);
  assert.is(made.memory.items.size, 0);
  const paging = rigOf({ ...READ, threshold: THREE }, [], { settings: { pageReplays: true } });
  const { counters } = await paging.send([replayed(0), replayed(1), replayed(2)]);
  assert.is(counters.alerted, 1);
});

test("learns values, then alerts of each that is new in a thread of its own", async () => {
  const made = rigOf({
    ...READ,
    firstSeen: { of: ["awsRegion"], by: ["$account"], days: 30, learnDays: 1 },
  });
  const at = (day: number, awsRegion: string) => read(day * 1_440, "a", { awsRegion });
  const first = await made.send([at(0, "eu-west-1")]);
  assert.equal([first.counters.held, first.counters.alerted], [1, 0]);
  const second = await made.send([at(2, "eu-west-1"), at(2.1, "eu-west-2"), at(2.2, "eu-west-2")]);
  assert.equal([second.counters.held, second.counters.alerted], [2, 1]);
  await made.send([at(3, "eu-west-3")]);
  assert.equal(
    alertsOf(made).map(({ several }) => several?.[0]?.values),
    [["eu-west-2"], ["eu-west-3"]],
  );
});

test("follows a sequence, by what the judge says of its steps", async () => {
  const step = { match: "eventName == 'DeleteSecret'", by: ["$issuer"] };
  const made = rigOf({
    ...READ,
    followedBy: { within: 5 * MINUTE, by: ["$issuer"], steps: [step] },
  });
  const events = [
    read(3, "a", { eventName: "DeleteSecret" }),
    read(4, "b"),
    read(8, "c", { eventName: "DeleteSecret" }),
  ];
  const alerted = [];
  for (const event of events) alerted.push((await made.send([event])).counters.alerted);
  assert.equal(alerted, [0, 0, 1]);
  assert.equal(
    alertsOf(made)[0]?.several?.[0]?.events.map(({ eventId }) => eventId),
    ["event-4-b", "event-8-c"],
  );
});

test("has events come again while the table cannot be asked, and loses none", async () => {
  const made = rigOf({ ...READ, threshold: THREE }, [
    ruleOf("plain", { ...READ, severity: "low" }),
  ]);
  made.memory.fail = true;
  const down = await made.send([read(0, "a"), read(1, "b"), read(2, "c")]);
  assert.equal(down.failed, ["m0", "m1", "m2"]);
  assert.is(made.table.members.size, 0, "recorded it would be known when it comes again");
  made.memory.fail = false;
  const up = await made.send([read(0, "a"), read(1, "b"), read(2, "c")], { receiveCount: 2 });
  assert.equal(up.failed, []);
  assert.ok(alertsOf(made).some(({ ruleIds }) => ruleIds.includes("several")));
});

test("tells of what is urgent without the table after a minute, one event of a key", async () => {
  const made = rigOf({ ...READ, threshold: THREE });
  made.memory.fail = true;
  const events = [read(0, "a"), read(1, "b"), read(2, "c", { userIdentity: user("eva") })];
  await made.send(events, { age: 30_000 });
  assert.is(made.alone.length, 0);
  const { failed } = await made.send(events, { age: 70_000, receiveCount: 2 });
  assert.equal(
    made.alone.map(({ identity }) => identity.split("#")[0]),
    ["event-0-a", "event-2-c"],
  );
  assert.equal(failed, ["m1"]);
});

test.run();

function rigOf(fields: Partial<Rule>, others: readonly Rule[] = [], options: RigOptions = {}): Rig {
  const ruleSet = ruleSetOf(ruleOf("several", fields), ...others);
  const self: readonly string[] = [];
  const judge = createDetailJudge(ruleSet, createJudge(ruleSet, { self, now: START }), self);
  return rig({ ...options, ruleSet, judge });
}

function alertsOf({ table }: Rig): readonly Alert[] {
  return table.heads.map(({ subject }) => JSON.parse(subject) as Alert);
}

function user(name: string) {
  return { type: "IAMUser", arn: `arn:aws:iam::111122223333:user/${name}`, userName: name };
}

function read(minute: number, secretId: string, fields: Record<string, unknown> = {}) {
  return recordEvent({
    eventVersion: "1.11",
    eventID: `event-${minute}-${secretId}`,
    eventTime: new Date(START + minute * MINUTE).toISOString().replace(".000", ""),
    eventName: "GetSecretValue",
    eventSource: "secretsmanager.amazonaws.com",
    recipientAccountId: "111122223333",
    userIdentity: user("ada"),
    requestParameters: { secretId },
    ...fields,
  });
}
