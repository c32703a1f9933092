import { suite } from "uvu";
import * as assert from "uvu/assert";
import { AlertFinder } from "../../../src/cli/alerts/alert-finder.ts";
import type { CloudTrailRecord, RawRecord } from "../../../src/core/record/record.ts";
import { ruleOf } from "../../support/rules.ts";

const test = suite("AlertFinder");

const RULES = [
  ruleOf("plain"),
  ruleOf("two", { threshold: { count: 2, within: 60_000, by: ["userIdentity.userName"] } }),
  ruleOf("new", { firstSeen: { of: ["awsRegion"], by: [], days: 30, learnDays: 7 } }),
  ruleOf("after", {
    followedBy: { within: 60_000, by: [], steps: [{ match: "eventName == 'B'", by: [] }] },
  }),
];

/** What alerts at each of some records, each matched by some rules, in the order they are given. */
function found(
  ...events: readonly (readonly [
    record: CloudTrailRecord,
    matched: readonly string[],
    steps?: Readonly<Record<string, readonly number[]>>,
  ])[]
) {
  const finder = new AlertFinder(RULES, () => {
    throw new Error("a folder");
  });
  for (const [index, [value, matched, steps]] of events.entries()) {
    const raw = { value, text: JSON.stringify(value), index, depth: 1, members: 1 } as RawRecord;
    finder.add(index, raw, { matched, faults: [], ...(steps && { steps }) });
  }
  return [...finder.found()];
}

const at = (second: number, more: object = {}): CloudTrailRecord => ({
  eventID: `e-${second}`,
  eventTime: `2026-01-05T09:00:${String(second).padStart(2, "0")}Z`,
  ...more,
});

test("alerts where the events are complete by their times, whatever their order", () => {
  assert.equal(found([at(9), ["two"]], [at(5), ["two"]]), [[0, ["two"]]]);
  assert.equal(found([at(5), ["two"]], [at(9), ["two"]]), [[1, ["two"]]]);
});

test("leaves rules of one event to others", () => {
  assert.equal(found([at(5), ["plain"]], [at(9), ["plain", "two"]]), []);
});

test("counts an event that stands twice once", () => {
  assert.equal(found([at(5), ["two"]], [at(5), ["two"]]), []);
});

test("takes learning to be over", () => {
  const events = ["x", "x", "y"].map(
    (awsRegion, index) => [at(index, { awsRegion }), ["new"]] as const,
  );
  assert.equal(found(...events), [
    [0, ["new"]],
    [2, ["new"]],
  ]);
});

test("knows which step of a sequence an event is", () => {
  assert.equal(found([at(5), ["after"], { after: [1] }], [at(6), ["after"], { after: [0] }]), []);
  assert.equal(found([at(6), ["after"], { after: [1] }], [at(5), ["after"], { after: [0] }]), [
    [0, ["after"]],
  ]);
});

test("gives a record without a time that of the one before", () => {
  const untimed = { eventID: "e-x", eventTime: "noon" };
  assert.equal(found([at(5), ["two"]], [untimed, ["two"]]), [[1, ["two"]]]);
  assert.equal(found([at(5), ["two"]], [at(59), []], [untimed, ["two"]]), [[2, ["two"]]]);
});

test.run();
