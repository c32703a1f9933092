import { suite } from "uvu";
import * as assert from "uvu/assert";
import { DeliveryError } from "../../src/core/alert/delivery-error.ts";
import { canaryEvent, deletedEvent, noticeEvent, recordEvent } from "../support/bus-events.ts";
import { HOSTILE_RECORDS, ordinary } from "../support/hostile.ts";
import { type Rig, rig, START } from "../support/notifier-rig.ts";
import { ruleOf, ruleSetOf } from "../support/rules.ts";

const TOPIC = "arn:aws:sns:us-east-1:111122223333:alerts";
const BOTH = { defaults: { slackChannel: "C_ALL", snsTopicArn: TOPIC }, routes: [] };
const NOTICE = {
  kind: "unreadable-log-file",
  title: "A log file cannot be read",
  text: "gzip",
  bucket: "b",
  key: "k",
  dedupe: "file#k",
};

/** An event of its own: another id, and another name of the trail. */
function event(n: number, fields: Record<string, unknown> = {}): Record<string, unknown> {
  return recordEvent({ ...ordinary(), eventID: `00000000-0000-4000-8000-${n}`, ...fields });
}

/** How many members each channel has. */
function recorded({ table }: Rig): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { id, channel } of table.heads) {
    const members = [...table.members.keys()].filter((key) => key.startsWith(`${id} `));
    counts[channel] = (counts[channel] ?? 0) + members.length;
  }
  return counts;
}

const test = suite("notify()");

for (const body of [
  "",
  null,
  "not json",
  [],
  {},
  { detail: {} },
  { source: "trailbridge", detail: { eventName: "x" } },
]) {
  test(`gives up ${JSON.stringify(body)} alone, with the reason`, async () => {
    const made = rig();
    const { counters, failed } = await made.send([body, event(1)]);
    assert.is(counters.malformed, 1);
    assert.is(counters.alerted, 1);
    assert.equal(failed, []);
    assert.equal(recorded(made), { "slack:C_ALL": 1 });
    const [letter] = made.deadLetters;
    assert.equal(letter?.requestPayload, body);
    assert.match(letter?.responsePayload.errorMessage ?? "", /^Cannot read bus event as it must/);
  });
}

test("gives up an event its judge cannot stand, and goes on", async () => {
  let first = true;
  const made = rig({
    judge: () => {
      if (!first) return { matched: ["rule"], faults: [] };
      first = false;
      throw new Error("no");
    },
  });
  const { counters } = await made.send([event(1), event(2)]);
  assert.equal([counters.malformed, counters.recorded], [1, 1]);
  const [letter] = made.deadLetters;
  assert.match(letter?.responsePayload.errorMessage ?? "", "Cannot assess bus event: no");
});

test("returns a message whose dead letter cannot be sent", async () => {
  const made = rig({ deadLettersFail: true });
  const { failed } = await made.send(["not json", event(1)]);
  assert.equal(failed, ["m0"]);
  assert.is(made.postponed.get("r0"), 2);
});

test("counts what no rule matches, and logs nothing of it", async () => {
  const made = rig();
  const quiet = event(1, { eventName: "DescribeTrails" });
  const ignored = event(2, { eventName: "IgnoredThing" });
  const { counters } = await made.send([quiet, ignored]);
  assert.equal([counters.unmatched, counters.ignored], [1, 1]);
  assert.equal([made.table.heads, made.asked], [[], []]);
  assert.equal(made.logged, [], "no line for an event nobody asked for");
});

test("records every event whatever its record's shape", async () => {
  const made = rig({ judge: () => ({ matched: ["rule"], faults: [] }) });
  const { counters, failed } = await made.send(
    HOSTILE_RECORDS.map((record) => recordEvent(record)),
  );
  assert.equal(failed, []);
  assert.is(counters.malformed, 0);
  assert.is(counters.alerted + counters.repeated, HOSTILE_RECORDS.length);
});

test("records for Slack, for the default topic and for the bus, without any route", async () => {
  const made = rig({ settings: { destinations: BOTH, alertEvents: true } });
  const { counters } = await made.send([event(1)]);
  assert.equal(recorded(made), { "slack:C_ALL": 1, [`sns:${TOPIC}`]: 1, bus: 1 });
  assert.is(counters.recorded, 3);
  assert.equal(
    new Set(made.asked.map(([channel]) => channel)),
    new Set(Object.keys(recorded(made))),
  );
});

test("says loudly that an alert has nowhere to go", async () => {
  const made = rig({ settings: { destinations: { defaults: {}, routes: [] } } });
  const { counters, failed } = await made.send([event(1)]);
  assert.equal([counters.alerted, counters.deliveries, failed.length], [1, 0, 0]);
  assert.ok(
    made.logged.some(({ level, message }) => level === "error" && /no destination/.test(message)),
  );
});

test("a call across accounts goes where it happened", async () => {
  const routes = [{ accounts: ["444455556666"], slackChannel: "C_FOUR" }];
  const made = rig({
    settings: { destinations: { defaults: { slackChannel: "C_ALL" }, routes } },
  });
  await made.send([event(1, { recipientAccountId: "444455556666" })]);
  assert.equal(recorded(made), { "slack:C_FOUR": 1 });
});

test("an event that comes twice is recorded once", async () => {
  const made = rig();
  const first = await made.send([event(1), event(1)]);
  assert.equal([first.counters.alerted, first.counters.repeated], [1, 1]);
  const second = await made.another()([event(1)]);
  assert.equal([second.counters.repeated, second.counters.known], [1, 1]);
  assert.equal(recorded(made), { "slack:C_ALL": 1 });
});

test("records what is no repeat: the same id in another account", async () => {
  const made = rig();
  await made.send([event(1), event(1, { recipientAccountId: "444455556666" })]);
  assert.equal(recorded(made), { "slack:C_ALL": 2 });
});

test("takes canaries for receipts: they alert nobody, and are none of the events", async () => {
  const made = rig();
  const canary = canaryEvent({ rule: "Rule1", way: "Rule1", at: START - 1_000 });
  const { counters, failed } = await made.send([
    canary,
    event(1),
    { ...canary, "replay-name": "again" },
  ]);
  assert.equal(made.canaries, [["Rule1", START - 1_000]]);
  const { canaries, events, alerted, skipped, deliveries } = counters;
  assert.equal([canaries, events, alerted, skipped, deliveries, failed], [1, 1, 1, 1, 1, []]);
  assert.equal(recorded(made), { "slack:C_ALL": 1 });
});

test("holds what an archive replays, and counts it", async () => {
  const made = rig();
  const replayed = (body: object) => ({ ...body, "replay-name": "again" });
  const { counters } = await made.send([
    replayed(event(1, { errorCode: "AccessDenied" })),
    replayed(event(2, { eventName: "DescribeTrails" })),
    replayed(noticeEvent(NOTICE)),
    replayed(deletedEvent("AWSLogs/a")),
  ]);
  const { events, held, unmatched, skipped, deliveries } = counters;
  assert.equal([events, held, unmatched, skipped, deliveries], [2, 1, 1, 2, 0]);
  assert.equal([made.table.heads, made.metricCalls], [[], []]);
  const paging = rig({ settings: { pageReplays: true } });
  assert.is((await paging.send([replayed(event(1))])).counters.recorded, 1);
});

test("has a message come again, later each time, while the table is down", async () => {
  const made = rig();
  made.table.fail = true;
  for (const [receiveCount, seconds] of [
    [1, 2],
    [2, 4],
    [6, 64],
    [9, 300],
    [400, 300],
  ] as const) {
    const { failed, counters } = await made.send([event(1), event(2)], { receiveCount });
    assert.equal(failed, ["m0", "m1"]);
    assert.equal([counters.later, counters.alerted], [2, 2]);
    assert.equal([...made.postponed.values()], [seconds, seconds]);
  }
  assert.equal(made.alone, []);
  made.table.fail = false;
  assert.equal((await made.send([event(1), event(2)])).counters.recorded, 2);
});

test("asks again for a turn that could not be asked for, by its message", async () => {
  const made = rig({ turnsFail: true });
  const { failed, counters } = await made.send([event(1)]);
  assert.equal([failed, counters.recorded], [["m0"], 1]);
  assert.equal((await made.send([event(1)])).counters.known, 1);
});

test("records a notice once, everywhere by default but on the bus", async () => {
  const made = rig({ settings: { destinations: BOTH, alertEvents: true } });
  const first = await made.send([noticeEvent(NOTICE), noticeEvent(NOTICE)]);
  assert.equal([first.counters.notices, first.counters.events], [2, 0]);
  await made.send([noticeEvent(NOTICE)]);
  assert.equal(recorded(made), { "slack:C_ALL": 1, [`sns:${TOPIC}`]: 1 });
  const dues = made.asked.map(([, due]) => due);
  assert.ok(
    dues.every((due) => due === START),
    "at once",
  );
});

test.run();

const alone = suite("an alert that cannot be recorded");

/** A table that is down, and events of these severities that are so old. */
async function down(severity: "critical" | "high" | "medium", age: number, more: object = {}) {
  const made = rig({
    ruleSet: ruleSetOf(ruleOf("rule", { severity })),
    settings: { destinations: BOTH },
    ...more,
  });
  made.table.fail = true;
  return { made, ...(await made.send([event(1)], { age })) };
}

alone("waits for the table for a minute", async () => {
  const { made, failed } = await down("critical", 59_999);
  assert.equal([made.alone, failed], [[], ["m0"]]);
});

for (const severity of ["critical", "high"] as const) {
  alone(`goes out after a minute if it is ${severity}, once for each destination`, async () => {
    const { made, failed, counters } = await down(severity, 60_000);
    assert.equal(made.alone.map(({ channel }) => channel).sort(), ["slack:C_ALL", `sns:${TOPIC}`]);
    assert.equal([failed, counters.alone, counters.alerted], [[], 2, 1]);
  });
}

alone("waits on if it is less severe", async () => {
  const { made, failed } = await down("medium", 3_600_000);
  assert.equal([made.alone, failed], [[], ["m0"]]);
});

alone(
  "comes again for the one destination that did not take it, and not for the other",
  async () => {
    let refuses = true;
    const { made, failed, counters } = await down("high", 60_000, {
      onAlone: ({ channel }: { channel: string }) => {
        if (refuses && channel.startsWith("sns")) throw new DeliveryError("later", "http_500");
      },
    });
    assert.equal([failed, counters.alone, counters.later], [["m0"], 1, 1]);
    refuses = false;
    const again = await made.send([event(1)], { age: 64_000, receiveCount: 2 });
    assert.equal([again.failed, again.counters.alone], [[], 2]);
    assert.is(made.alone.length, 2);
  },
);

alone("goes nowhere once the table is back", async () => {
  const { made } = await down("high", 59_000);
  made.table.fail = false;
  const { counters } = await made.send([event(1)], { age: 61_000, receiveCount: 5 });
  assert.equal([made.alone, counters.recorded], [[], 2]);
});

alone("leaves the other messages of its batch alone", async () => {
  const made = rig({ judge: () => ({ matched: ["rule"], faults: [] }) });
  await made.send([event(1)]);
  const { records } = made.table;
  const { claim } = records;
  Object.assign(records, {
    claim: (channel: string, identity: string, place: never) =>
      identity.startsWith("00000000-0000-4000-8000-2")
        ? Promise.reject(new Error("throttled"))
        : claim(channel, identity, place),
  });
  const { counters } = await made.another()([event(2), event(3)], { age: 60_000 });
  assert.equal([counters.alone, counters.recorded], [1, 1]);
});

alone.run();

const removals = suite("removed objects");

removals("are recorded once each in one thread, digest files too", async () => {
  const made = rig();
  const digest = "AWSLogs/111122223333/CloudTrail-Digest/us-east-1/2026/01/24/d.json.gz";
  const keys = ["AWSLogs/a", digest, "AWSLogs/a"];
  const { counters } = await made.send(keys.map((key) => deletedEvent(key)));
  assert.is(counters.removedObjects, 2);
  assert.equal([made.table.heads.length, recorded(made)], [1, { "slack:C_ALL": 2 }]);
  assert.is(made.table.heads[0]?.severity, "critical");
});

for (const [what, key, detail, removedObjectAlerts] of [
  ["lifecycle expiry", "AWSLogs/a", { reason: "Lifecycle Expiration" }, true],
  ["what lies outside the prefix", "other/a", {}, true],
  ["anything when switched off", "AWSLogs/a", {}, false],
] as const) {
  removals(`leave out ${what}`, async () => {
    const made = rig({ settings: { removedObjectAlerts } });
    const { counters } = await made.send([deletedEvent(key, detail)]);
    assert.is(counters.skipped, 1);
    assert.equal(made.table.heads, []);
  });
}

removals.run();

const faulty = suite("rule faults");

const FAULT = { ruleId: "broken", message: "ends_with() takes text: number" };
const judge = () => ({ matched: ["rule"], faults: [FAULT, { ...FAULT, ruleId: "broken-2" }] });

faulty("are told once per rule per hour, and never silence an alert", async () => {
  const made = rig({ judge });
  const { counters } = await made.send([event(1), event(2)]);
  assert.equal([counters.alerted, counters.faults, counters.notices], [2, 4, 2]);
  assert.is(made.logged.filter(({ message }) => /cannot judge/.test(message)).length, 2);
  await made.send([event(3)]);
  await made.another()([event(4)]);
  const notices = () => made.table.heads.filter(({ kind }) => kind === "notice").length;
  assert.is(notices(), 2);
  made.clock.at += 3_600_000;
  await made.send([event(5)]);
  assert.is(notices(), 4);
});

faulty("are not told when switched off, but counted and logged", async () => {
  const made = rig({ judge, settings: { ruleFaultNotices: false } });
  const { counters } = await made.send([event(1)]);
  assert.equal([counters.faults, counters.notices], [2, 0]);
  assert.is(made.logged.filter(({ message }) => /cannot judge/.test(message)).length, 2);
});

faulty("have no event come again that is told, though they cannot be", async () => {
  const made = rig({ judge });
  made.table.fail = true;
  assert.equal((await made.send([event(1)], { age: 60_000 })).failed, []);
  assert.is(made.alone.length, 1);
});

faulty.run();

const metrics = suite("access-denied metrics");

const denied = (n: number, eventName = "DescribeTrails") =>
  event(n, { eventName, errorCode: "AccessDeniedException" });

metrics("go out in one call per batch, ignored events included", async () => {
  const { send, metricCalls } = rig();
  await send([
    denied(1),
    denied(2),
    denied(3, "IgnoredThing"),
    event(4),
    event(5, { errorCode: 7 }),
  ]);
  assert.equal(metricCalls, [
    {
      namespace: "CloudTrailToSlack/AccessDeniedEvents",
      values: [
        {
          metric: "TotalAccessDeniedEvents",
          dimension: "AccessDenied",
          dimensionValue: "AccessDeniedTotal",
          value: 3,
        },
        {
          metric: "TotalIgnoredAccessDeniedEvents",
          dimension: "AccessDenied",
          dimensionValue: "IgnoredAccessDeniedTotal",
          value: 1,
        },
      ],
    },
  ]);
});

metrics("are not called for a batch without any, nor when switched off", async () => {
  const quiet = rig();
  await quiet.send([event(1)]);
  assert.equal(quiet.metricCalls, []);
  const off = rig({ settings: { accessDeniedMetrics: false } });
  await off.send([denied(1)]);
  assert.equal(off.metricCalls, []);
});

metrics("count a message once, however often it comes", async () => {
  const { send, metricCalls } = rig();
  const [message] = [denied(1)];
  for (const receiveCount of [1, 2, 3]) await send([message], { receiveCount });
  assert.is(metricCalls.length, 1);
});

metrics("count a message whose first attempt died before it was counted", async () => {
  const { send, metricCalls } = rig();
  for (const receiveCount of [2, 3]) await send([denied(1)], { receiveCount });
  assert.is(metricCalls.length, 1);
});

metrics("count first attempts while the table is down, and no others", async () => {
  const { send, metricCalls, table } = rig();
  table.fail = true;
  for (const receiveCount of [1, 2]) await send([denied(1)], { receiveCount });
  assert.is(metricCalls.length, 1);
});

metrics("tell alerts per rule and per severity, and how late they were", async () => {
  const ruleSet = ruleSetOf(ruleOf("rule", { severity: "critical" }));
  const { send, counted } = rig({ ruleSet });
  await send([event(1), event(2), event(1)]);
  assert.equal(counted.slice(0, 3), [
    { alerts: 2, Rule: "rule" },
    { alerts: 2, Severity: "critical" },
    { latencyMilliseconds: [48_000, 48_000] },
  ]);
  assert.is(counted[3]?.events, 3);
});

metrics.run();
