import { suite } from "uvu";
import * as assert from "uvu/assert";
import { alertFacts, alertOf } from "../../../src/core/alert/alert.ts";
import type { RemovedObject } from "../../../src/core/alert/removed-object.ts";
import { alertAt } from "../../../src/core/alert/route.ts";
import { removedObjectThreadKey, threadKeyOf } from "../../../src/core/alert/thread.ts";
import { alertSns, noticeSns, removedSns } from "../../../src/core/sns/message.ts";
import type { Delivery } from "../../../src/notifier/record/delivery.ts";
import { createDeliveryMaker } from "../../../src/notifier/record/delivery-maker.ts";
import { detailOf } from "../../support/bus-events.ts";
import { ordinary } from "../../support/hostile.ts";
import { ruleOf, ruleSetOf } from "../../support/rules.ts";

const RULE = ruleOf("rule", { thread: { by: ["sourceIPAddress"] } });
const RULES = ruleSetOf(RULE);
const CONTEXT = {
  accountNames: {},
  ruleById: (id: string) => (id === "rule" ? RULE : undefined),
};
const destinations = {
  defaults: { slackChannel: "C_ALL", snsTopicArn: "arn:topic" },
  routes: [{ rules: ["rule"], slackChannel: "C_RULE" }],
};
const SOURCE = { bucket: "b", key: "k", index: 0 };
const maker = createDeliveryMaker(RULES, { destinations, alertEvents: false }, CONTEXT);

/** All of a delivery that is data, and the body of its SNS message. */
const plain = (deliveries: readonly Delivery[]) =>
  deliveries.map(({ sns, whole, ...rest }) => ({ ...rest, whole: whole(), body: sns().body }));

const test = suite("createDeliveryMaker()");

const ALL = { kind: "slack-app", channel: "C_ALL" } as const;
const TOPIC = { kind: "sns", topicArn: "arn:topic" } as const;

test("delivers an alert as severe as its route says, there in a thread of its own", () => {
  const routes = [{ rules: ["rule"], slackChannel: "C_RULE", severity: { raise: 1 } }];
  const routed = createDeliveryMaker(
    RULES,
    { destinations: { ...destinations, routes }, alertEvents: true },
    CONTEXT,
  );
  const detail = detailOf(ordinary());
  const { alert, deliveries } = routed.alertDeliveries(
    detail,
    { matched: ["rule"], faults: [] },
    SOURCE,
  );
  assert.is(alert.severity, "high");
  assert.equal(
    deliveries.map(({ channel, subject }) => [channel, "severity" in subject && subject.severity]),
    [
      ["slack:C_RULE", "critical"],
      ["sns:arn:topic", "high"],
      ["bus", "high"],
    ],
  );
  const [raised, own] = deliveries;
  assert.is(own?.thread, threadKeyOf(alert, detail, RULE));
  assert.is.not(raised?.thread, own?.thread);
  assert.is(raised?.identity, own?.identity);
  assert.match(raised?.sns().body ?? "", /by the route/);
});

test("delivers an alert once to each place its routes lead to, in the thread of its rule", () => {
  const detail = detailOf(ordinary());
  const whole = alertOf(detail, { matched: ["rule"] }, RULES, SOURCE);
  const subject = alertFacts(detail, { matched: ["rule"] }, RULES, SOURCE);
  const made = maker.alertDeliveries(detail, { matched: ["rule"], faults: [] }, SOURCE);
  const body = alertSns(whole, detail, CONTEXT).body;
  const key = threadKeyOf(subject, detail, RULE);
  const id = subject.identity;
  assert.equal(made.alert, subject);
  assert.equal(plain(made.deliveries), [
    {
      subject,
      whole,
      destination: { kind: "slack-app", channel: "C_RULE" },
      channel: "slack:C_RULE",
      identity: id,
      thread: key,
      body,
    },
    {
      subject,
      whole,
      destination: TOPIC,
      channel: "sns:arn:topic",
      identity: id,
      thread: key,
      body,
    },
  ]);
});

test("delivers alerts to the bus as well, where they are events, notices apart", () => {
  const events = createDeliveryMaker(RULES, { destinations, alertEvents: true }, CONTEXT);
  const detail = detailOf(ordinary());
  const { deliveries } = events.alertDeliveries(detail, { matched: [], faults: [] }, SOURCE);
  assert.equal(
    deliveries.map(({ channel }) => channel),
    ["slack:C_ALL", "sns:arn:topic", "bus"],
  );
  const removed: RemovedObject = { kind: "removed-object", identity: "i", bucket: "b", key: "k" };
  assert.is(events.removedDeliveries(removed).length, 3);
  const notice = { kind: "notice", identity: "i", title: "T", text: "", facts: [] } as const;
  assert.is(events.noticeDeliveries(notice).length, 2);
});

test("delivers an alert without a rule to the default", () => {
  const detail = detailOf(ordinary());
  const made = maker.alertDeliveries(detail, { matched: [], faults: [] }, SOURCE);
  const [first] = made.deliveries;
  assert.equal(first?.destination, ALL);
  assert.is(first?.thread, threadKeyOf(made.alert, detail, undefined));
});

test("says what a message shows with the severity of its route", () => {
  const routes = [{ rules: ["rule"], slackChannel: "C_RULE", severity: { raise: 1 } }];
  const routed = createDeliveryMaker(
    RULES,
    { destinations: { ...destinations, routes }, alertEvents: true },
    CONTEXT,
  );
  const detail = detailOf(ordinary());
  const verdict = { matched: ["rule"], faults: [] };
  const { deliveries } = routed.alertDeliveries(detail, verdict, SOURCE);
  const alert = alertOf(detail, verdict, RULES, SOURCE);
  assert.equal(
    deliveries.map((it) => it.whole()),
    [alertAt(alert, "critical"), alert, alert],
  );
});

test("finds each alert's own way, whatever went before", () => {
  const routes = [{ accounts: ["222222222222"], slackChannel: "C_TWO" }];
  const routed = createDeliveryMaker(
    RULES,
    { destinations: { ...destinations, routes }, alertEvents: false },
    CONTEXT,
  );
  const wayOf = (recipientAccountId: string) => {
    const detail = detailOf({ ...ordinary(), recipientAccountId });
    const verdict = { matched: ["rule"], faults: [] };
    return routed.alertDeliveries(detail, verdict, SOURCE).deliveries[0]?.channel;
  };
  for (const [account, channel] of [
    ["111122223333", "slack:C_ALL"],
    ["222222222222", "slack:C_TWO"],
    ["111122223333", "slack:C_ALL"],
    ["222222222222", "slack:C_TWO"],
  ] as const) {
    assert.is(wayOf(account), channel);
  }
});

test("delivers an alert that is made already as it is", () => {
  const detail = detailOf(ordinary());
  const alert = alertOf(detail, { matched: ["rule"] }, RULES, SOURCE);
  const [delivery] = maker.madeDeliveries(alert, "t", {});
  assert.is(delivery?.whole(), alert);
});

test("delivers a removed file to the default places, in one thread", () => {
  const removed: RemovedObject = { kind: "removed-object", identity: "i", bucket: "b", key: "k" };
  const { body } = removedSns(removed, CONTEXT);
  const key = removedObjectThreadKey(removed);
  assert.equal(plain(maker.removedDeliveries(removed)), [
    {
      subject: removed,
      whole: removed,
      destination: ALL,
      channel: "slack:C_ALL",
      identity: "removed#i",
      thread: key,
      body,
    },
    {
      subject: removed,
      whole: removed,
      destination: TOPIC,
      channel: "sns:arn:topic",
      identity: "removed#i",
      thread: key,
      body,
    },
  ]);
});

test("delivers a notice to the default places but the one it is about, in no thread", () => {
  const notice = { kind: "notice", identity: "i", title: "T", text: "", facts: [] } as const;
  const { body } = noticeSns(notice);
  const own = { identity: "notice#i", thread: "notice#i" };
  const all = [
    {
      subject: notice,
      whole: notice,
      destination: ALL,
      channel: "slack:C_ALL",
      ...own,
      body,
    },
    {
      subject: notice,
      whole: notice,
      destination: TOPIC,
      channel: "sns:arn:topic",
      ...own,
      body,
    },
  ];
  assert.equal(plain(maker.noticeDeliveries(notice)), all);
  assert.equal(plain(maker.noticeDeliveries(notice, "sns:arn:topic")), all.slice(0, 1));
  assert.equal(plain(maker.noticeDeliveries(notice, "slack:C_RULE")), all);
});

test.run();
