import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { FoundEvent } from "../../../src/core/backtest/found-event.ts";
import { createMakeAlert } from "../../../src/core/backtest/lean-alert.ts";
import { createSettleSeveral } from "../../../src/core/backtest/settle-several.ts";
import { flatten } from "../../../src/core/record/flatten.ts";
import { ruleOf, ruleSetOf } from "../../support/rules.ts";

const test = suite("createSettleSeveral()");

const PLAIN = ruleOf("plain");
const TWO = ruleOf("two", { threshold: { count: 2, within: 60_000, by: ["$issuer"] } });
const NEW = ruleOf("new", {
  firstSeen: { of: ["awsRegion"], by: ["$issuer"], days: 30, learnDays: 7 },
});
const SET = ruleSetOf(PLAIN, TWO, NEW);

const DAY = 86_400_000;
const BEGIN = Date.UTC(2026, 0, 5);

/** An event that rules match, at a second; as the records are read. */
function found(second: number, matched: readonly string[], more: object = {}): FoundEvent {
  const record = {
    eventID: `e-${second}`,
    eventName: "StopLogging",
    eventTime: new Date(BEGIN + second * 1_000).toISOString(),
    userIdentity: { type: "IAMUser", arn: "arn:aws:iam::111122223333:user/ada" },
    ...more,
  };
  const detail = { ...flatten(record), record };
  const source = { bucket: "b", key: "k", index: second };
  const verdict = { matched, faults: [] };
  const made = createMakeAlert(SET)(detail, verdict, source);
  const counted = matched.some((id) => id !== "plain") ? { counted: { detail, matched } } : {};
  return { at: BEGIN + second * 1_000, kind: "matched", ...made, ...counted };
}

/** What alerts, and what is held, of events one after the other. */
function settled(...events: readonly FoundEvent[]) {
  const settle = createSettleSeveral(SET);
  return events.map((event) => {
    const { alert, held = [], counted } = settle(event);
    assert.is(counted, undefined);
    return [alert?.ruleIds ?? [], held];
  });
}

test("leaves an event alone that counts for no rule of several", () => {
  const event = found(1, ["plain"]);
  assert.is(createSettleSeveral(SET)(event), event);
});

test("holds events until one completes what a rule asks for, and has later ones belong to it", () => {
  assert.equal(
    settled(found(1, ["two"]), found(2, ["two"]), found(3, ["two"]), found(90, ["two"])),
    [
      [[], ["two"]],
      [["two"], []],
      [["two"], []],
      [[], ["two"]],
    ],
  );
});

test("alerts by rules of one event all the same", () => {
  assert.equal(settled(found(1, ["plain", "two"]), found(2, ["plain", "two"])), [
    [["plain"], ["two"]],
    [["plain", "two"], []],
  ]);
});

test("counts the same event once", () => {
  assert.equal(settled(found(1, ["two"]), found(1, ["two"])), [
    [[], ["two"]],
    [[], ["two"]],
  ]);
});

test("learns values from the history's begin on", () => {
  const week = (8 * DAY) / 1_000;
  const seen = [
    found(1, ["new"], { awsRegion: "a" }),
    found(week, ["new"], { awsRegion: "a" }),
    found(week + 1, ["new"], { awsRegion: "b" }),
  ];
  assert.equal(settled(...seen), [
    [[], ["new"]],
    [[], ["new"]],
    [["new"], []],
  ]);
});

test("puts events that belong together into one thread", () => {
  const settle = createSettleSeveral(SET);
  const [, second, third] = [1, 2, 3].map((at) => settle(found(at, ["two"])));
  assert.ok(second?.thread !== undefined);
  assert.is(third?.thread, second.thread);
  const other = { userIdentity: { type: "IAMUser", arn: "arn:aws:iam::111122223333:user/eva" } };
  const [, fifth] = [4, 5].map((at) => settle(found(at, ["two"], other)));
  assert.is.not(fifth?.thread, second.thread);
});

test.run();
