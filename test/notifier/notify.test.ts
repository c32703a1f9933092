import { suite } from "uvu";
import * as assert from "uvu/assert";
import { DeliveryError } from "../../src/core/alert/delivery-error.ts";
import { deletedEvent, noticeEvent, recordEvent } from "../support/bus-events.ts";
import { HOSTILE_RECORDS, ordinary } from "../support/hostile.ts";
import { rig } from "../support/notifier-rig.ts";
import { ruleOf, ruleSetOf } from "../support/rules.ts";
import { assertValidSlack, visibleText } from "../support/slack-limits.ts";

const TOPIC = "arn:aws:sns:us-east-1:111122223333:alerts";
const NOTICE = {
  kind: "unreadable-log-file",
  title: "A log file cannot be read",
  text: "gzip",
  bucket: "b",
  key: "k",
  dedupe: "file#k",
};

const test = suite("notify()");

/** An event of its own: another id, and another name of the trail. */
function event(n: number, fields: Record<string, unknown> = {}): Record<string, unknown> {
  return recordEvent({ ...ordinary(), eventID: `00000000-0000-4000-8000-${n}`, ...fields });
}

for (const body of [
  "",
  "null",
  "not json",
  "[]",
  "{}",
  '{"detail":{}}',
  '{"source":"trailbridge","detail":{"eventName":"x"}}',
]) {
  test(`gives up ${JSON.stringify(body)} alone, with the reason`, async () => {
    const { send, deadLetters, posted } = rig();
    const { counters, failed } = await send([body, event(1)]);
    assert.is(counters.malformed, 1);
    assert.is(counters.alerted, 1);
    assert.equal(failed, []);
    assert.is(posted.length, 1);
    assert.match(
      deadLetters[0]?.responsePayload.errorMessage ?? "",
      /^Cannot read bus event as it must/,
    );
  });
}

test("gives up an operator notice without title", async () => {
  const { send, deadLetters } = rig();
  const { counters } = await send([noticeEvent({ dedupe: "x" })]);
  assert.is(counters.malformed, 1);
  assert.is(deadLetters.length, 1);
});

test("gives up an event its judge cannot stand, and goes on", async () => {
  let first = true;
  const { send, deadLetters, posted } = rig({
    judge: () => {
      if (first) {
        first = false;
        throw new Error("no");
      }
      return { matched: ["rule"], faults: [] };
    },
  });
  const { counters } = await send([event(1), event(2)]);
  assert.is(counters.malformed, 1);
  assert.is(posted.length, 1);
  assert.match(deadLetters[0]?.responsePayload.errorMessage ?? "", "Cannot assess bus event: no");
});

test("returns a message whose dead letter cannot be sent", async () => {
  const { send, postponed } = rig({ deadLettersFail: true });
  const { failed } = await send(["not json", event(1)]);
  assert.equal(failed, ["m0"]);
  assert.is(postponed.get("r0"), 5);
});

test("counts what no rule matches, and logs nothing of it", async () => {
  const { send, posted, logged } = rig();
  const quiet = event(1, { eventName: "DescribeTrails" });
  const ignored = event(2, { eventName: "IgnoredThing" });
  const { counters } = await send([quiet, ignored]);
  assert.is(counters.unmatched, 1);
  assert.is(counters.ignored, 1);
  assert.equal(posted, []);
  assert.equal(logged, [], "no line for an event nobody asked for");
});

test("alerts with a valid message whatever the record's shape", async () => {
  const { send, posted } = rig({ judge: () => ({ matched: ["rule"], faults: [] }) });
  const { counters, failed } = await send(HOSTILE_RECORDS.map((record) => recordEvent(record)));
  assert.equal(failed, []);
  assert.is(counters.malformed, 0);
  assert.is(counters.alerted + counters.repeated, HOSTILE_RECORDS.length);
  for (const { message } of posted) assertValidSlack(message);
});

test("posts to Slack and to the default topic, without any route", async () => {
  const destinations = { defaults: { slackChannel: "C_ALL", snsTopicArn: TOPIC }, routes: [] };
  const { send, posted, published } = rig({ settings: { destinations } });
  const { counters } = await send([event(1)]);
  assert.is(posted.length, 1);
  assert.is(published.length, 1);
  assert.is(counters.posted, 2);
});

test("says loudly that an alert has nowhere to go", async () => {
  const { send, logged } = rig({ settings: { destinations: { defaults: {}, routes: [] } } });
  const { counters, failed } = await send([event(1)]);
  assert.equal([counters.alerted, counters.deliveries, failed.length], [1, 0, 0]);
  assert.ok(
    logged.some(({ level, message }) => level === "error" && /no destination/.test(message)),
  );
});

test("a call across accounts goes where it happened", async () => {
  const routes = [{ accounts: ["444455556666"], slackChannel: "C_FOUR" }];
  const destinations = { defaults: { slackChannel: "C_ALL" }, routes };
  const { send, posted } = rig({ settings: { destinations } });
  await send([event(1, { recipientAccountId: "444455556666" })]);
  assert.equal(
    posted.map(({ channel }) => channel),
    ["C_FOUR"],
  );
});

test("an event that comes twice is posted once", async () => {
  const { send, posted } = rig();
  const first = await send([event(1), event(1)]);
  assert.is(first.counters.alerted, 1);
  assert.is(first.counters.repeated, 1);
  const second = await send([event(1)]);
  assert.is(second.counters.repeated, 1);
  assert.is(second.counters.deliveries, 0);
  assert.is(posted.length, 1);
});

test("posts again what is no repeat: the same id in another account", async () => {
  const { send, posted } = rig();
  await send([event(1), event(1, { recipientAccountId: "444455556666" })]);
  assert.is(posted.length, 2);
});

test("skips the destination that has it when the other is tried again", async () => {
  const destinations = { defaults: { slackChannel: "C_ALL", snsTopicArn: TOPIC }, routes: [] };
  const made = rig({ settings: { destinations } });
  made.onCall = (call) => {
    if (call === "publish") throw new DeliveryError("later", "InternalError");
  };
  const first = await made.send([event(1)]);
  assert.equal(first.failed, ["m0"]);
  assert.is(first.counters.failed, 1);
  assert.is(made.posted.length, 1);
  made.onCall = () => {};
  const second = await made.send([event(1)]);
  assert.equal(second.failed, []);
  assert.is(made.posted.length, 1);
  assert.is(made.published.length, 1);
});

test("a message that fails comes again alone, later each time", async () => {
  const made = rig({
    settings: { destinations: { defaults: { slackWebhookSecretId: "hook" }, routes: [] } },
  });
  let calls = 0;
  made.onCall = () => {
    if (++calls % 3 === 2) throw new DeliveryError("later", "http_500");
  };
  const { failed, counters } = await made.send([event(1), event(2), event(3)]);
  assert.equal(failed, ["m1"]);
  assert.is(counters.posted, 2);
  assert.is(made.postponed.get("r1"), 5);
  for (const [receiveCount, seconds] of [
    [2, 10],
    [4, 40],
    [9, 900],
    [400, 900],
  ] as const) {
    calls = 1;
    await made.send([event(2)], { receiveCount });
    assert.is(made.postponed.get("r0"), seconds);
  }
});

test("waits a short Retry-After in place, once", async () => {
  const made = rig();
  let calls = 0;
  made.onCall = () => {
    if (++calls === 1) throw new DeliveryError("later", "ratelimited", { retryAfterSeconds: 2 });
  };
  const { counters } = await made.send([event(1)]);
  assert.is(counters.posted, 1);
  assert.equal(made.clock.slept, [2_000]);
});

test("on a longer Retry-After leaves the channel alone, others go on", async () => {
  const routes = [{ accounts: ["444455556666"], slackChannel: "C_FOUR" }];
  const destinations = { defaults: { slackChannel: "C_ALL" }, routes };
  const made = rig({ settings: { destinations } });
  const calls: string[] = [];
  made.onCall = (_, channel) => {
    calls.push(channel);
    if (channel === "C_ALL")
      throw new DeliveryError("later", "ratelimited", { retryAfterSeconds: 30 });
  };
  const { failed, counters } = await made.send([
    event(1),
    event(2, { errorCode: "A" }),
    event(3, { errorCode: "B" }),
    event(4, { recipientAccountId: "444455556666" }),
  ]);
  assert.equal(failed, ["m0", "m1", "m2"]);
  assert.equal(calls.filter((channel) => channel === "C_ALL").length, 1);
  assert.is(counters.failed, 3);
  assert.is(counters.posted, 1);
  assert.equal(
    [...made.postponed],
    [
      ["r0", 30],
      ["r1", 31],
      ["r2", 32],
    ],
  );
});

test("begins no call that may not end in time", async () => {
  const made = rig({ callMilliseconds: 9_000 });
  made.onCall = () => {
    throw new DeliveryError("later", "request_failed");
  };
  const events = Array.from({ length: 10 }, (_, n) => event(n, { errorCode: `E${n}` }));
  const { failed } = await made.send(events);
  assert.is(failed.length, 10);
  assert.ok(made.clock.at - Date.UTC(2026, 0, 24, 0, 6) <= 60_000);
});

test("tries one event at least, however little time there is", async () => {
  const made = rig({ batchMilliseconds: 1_000 });
  const { failed } = await made.send([event(1), event(2, { errorCode: "X" })]);
  assert.equal(failed, ["m1"]);
});

test("gives up what a destination refuses for good, and says so elsewhere once", async () => {
  const routes = [{ rules: ["rule"], slackChannel: "C_GONE" }];
  const destinations = { defaults: { slackChannel: "C_ALL" }, routes };
  const made = rig({ settings: { destinations } });
  made.onCall = (_, channel) => {
    if (channel === "C_GONE") throw new DeliveryError("refused", "channel_not_found");
  };
  const { failed, counters } = await made.send([event(1), event(2, { errorCode: "X" })]);
  assert.equal(failed, []);
  assert.is(made.deadLetters.length, 2);
  assert.is(
    made.deadLetters[0]?.responsePayload.errorMessage,
    'Cannot deliver as slack:C_GONE answers "channel_not_found"',
  );
  assert.equal(made.deadLetters[0]?.requestPayload, JSON.parse(JSON.stringify(event(1))));
  assert.equal(
    made.posted.map(({ channel }) => channel),
    ["C_ALL"],
  );
  assert.is(counters.notices, 1);
  assert.is(counters.deadLetters, 2);
  assert.is(made.table.claimItems.size, 1, "the refused deliveries can be redriven");
});

test("gives up only when nothing is left to be tried", async () => {
  const destinations = { defaults: { slackChannel: "C_ALL", snsTopicArn: TOPIC }, routes: [] };
  const made = rig({ settings: { destinations } });
  made.onCall = (call) => {
    if (call === "publish") throw new DeliveryError("later", "Throttled");
    throw new DeliveryError("refused", "is_archived");
  };
  assert.equal((await made.send([event(1)])).failed, ["m0"]);
  assert.equal(made.deadLetters, []);
});

test("delivers plain text where Slack does not take the blocks", async () => {
  const made = rig();
  let calls = 0;
  made.onCall = () => {
    if (++calls === 1) throw new DeliveryError("content", "invalid_blocks");
  };
  const { counters } = await made.send([event(1)]);
  assert.is(counters.plain, 1);
  assert.is(counters.posted, 1);
  assert.equal(made.posted[0]?.message.blocks, []);
  assert.match(made.posted[0]?.message.text ?? "", "ada called StopLogging");
});

test("delivers without threads while the table is down, and counts it", async () => {
  const made = rig();
  made.table.fail = true;
  const { counters, failed } = await made.send([event(1), event(2)]);
  assert.equal(failed, []);
  assert.is(counters.unthreaded, 2);
  assert.is(made.posted.length, 2);
  assert.equal(
    made.posted.map(({ threadTs }) => threadTs),
    [undefined, undefined],
  );
  assert.is(made.logged.filter(({ level }) => level === "error").length, 1);
});

test("returns what another notifier is delivering right now", async () => {
  const made = rig();
  const during: Promise<unknown>[] = [];
  const another = made.another();
  made.onCall = async () => {
    if (during.length === 0) during.push(another([event(1)]));
    await during[0];
  };
  await made.send([event(1)]);
  assert.is(made.posted.length, 1);
  assert.equal(((await during[0]) as { failed: string[] }).failed, ["m0"]);
});

test("posts an operator notice once, everywhere by default", async () => {
  const destinations = { defaults: { slackChannel: "C_ALL", snsTopicArn: TOPIC }, routes: [] };
  const { send, posted, published } = rig({ settings: { destinations } });
  const first = await send([noticeEvent(NOTICE), noticeEvent(NOTICE)]);
  assert.is(first.counters.notices, 2);
  assert.is(first.counters.events, 0);
  await send([noticeEvent(NOTICE)]);
  assert.is(posted.length, 1);
  assert.is(published.length, 1);
  assert.match(visibleText(posted[0]?.message as never), "A log file cannot be read");
});

test.run();

const removals = suite("removed objects");

removals("a removed digest file alerts, like a log file", async () => {
  const { send, posted } = rig();
  const { counters } = await send([
    deletedEvent("AWSLogs/111122223333/CloudTrail-Digest/us-east-1/2026/01/24/d.json.gz"),
  ]);
  assert.is(counters.removedObjects, 1);
  assert.match(visibleText(posted[0]?.message as never), "CloudTrail-Digest");
});

removals("fold into one thread and are posted once each", async () => {
  const { send, posted } = rig();
  const keys = ["AWSLogs/a", "AWSLogs/b", "AWSLogs/a"];
  await send(keys.map((key) => deletedEvent(key)));
  assert.equal(
    posted.map(({ threadTs }) => threadTs === undefined),
    [true, false],
  );
  assert.match(visibleText(posted[0]?.message as never), "*2 files*");
});

for (const [what, key, detail, removedObjectAlerts] of [
  ["lifecycle expiry", "AWSLogs/a", { reason: "Lifecycle Expiration" }, true],
  ["what lies outside the prefix", "other/a", {}, true],
  ["anything when switched off", "AWSLogs/a", {}, false],
] as const) {
  removals(`leave out ${what}`, async () => {
    const { send, posted } = rig({ settings: { removedObjectAlerts } });
    const { counters } = await send([deletedEvent(key, detail)]);
    assert.is(counters.skipped, 1);
    assert.equal(posted, []);
  });
}

removals.run();

const faulty = suite("rule faults");

const FAULT = { ruleId: "broken", message: "ends_with() takes text: number" };
const judge = () => ({ matched: ["rule"], faults: [FAULT, { ...FAULT, ruleId: "broken-2" }] });

faulty("are told once per rule per hour, and never silence an alert", async () => {
  const made = rig({ judge });
  const { counters } = await made.send([event(1), event(2)]);
  assert.is(counters.alerted, 2);
  assert.is(counters.faults, 4);
  assert.is(counters.notices, 2);
  assert.is(made.logged.filter(({ message }) => /cannot judge/.test(message)).length, 2);
  await made.send([event(3)]);
  await made.another()([event(4)]);
  const notices = () => made.posted.filter(({ message }) => /could not judge/.test(message.text));
  assert.is(notices().length, 2);
  made.clock.at += 3_600_000;
  await made.send([event(5)]);
  assert.is(notices().length, 4);
});

faulty("are not posted when switched off, but counted and logged", async () => {
  const made = rig({ judge, settings: { ruleFaultNotices: false } });
  const { counters } = await made.send([event(1)]);
  assert.is(counters.faults, 2);
  assert.is(counters.notices, 0);
  assert.is(made.posted.length, 1);
  assert.is(made.logged.filter(({ message }) => /cannot judge/.test(message)).length, 2);
});

faulty("are told once although the table is down", async () => {
  const made = rig({ judge });
  made.table.fail = true;
  await made.send([event(1)]);
  await made.send([event(2)]);
  assert.is(made.posted.filter(({ message }) => /could not judge/.test(message.text)).length, 2);
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

metrics("are counted before anything is delivered that may take the function's life", async () => {
  const made = rig();
  made.onCall = () => assert.is(made.metricCalls.length, 1);
  await made.send([event(1, { errorCode: "AccessDenied" })]);
  assert.is(made.posted.length, 1);
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
