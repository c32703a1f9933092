import { suite } from "uvu";
import * as assert from "uvu/assert";
import { reportAlerts } from "../../src/notifier/alert-metrics.ts";
import type { Assessment } from "../../src/notifier/assess.ts";
import type { SentOutcome } from "../../src/notifier/go-alone.ts";
import type { Delivery } from "../../src/notifier/record/delivery.ts";
import { alertWith } from "../support/alerts.ts";

const NOW = Date.UTC(2026, 0, 24, 0, 6);
const RECORDED: SentOutcome = { kind: "recorded" };
const KNOWN: SentOutcome = { kind: "known" };
const ALONE: SentOutcome = { kind: "alone" };
const LATER: SentOutcome = { kind: "later" };

type Line = readonly [level: string, message: unknown, fields: unknown];

/** What is logged of alerts, each with the outcomes of its deliveries. */
function reported(
  ...alerts: readonly [
    fields: Parameters<typeof alertWith>[0],
    ...ends: (SentOutcome | undefined)[],
  ][]
): { lines: readonly Line[]; metrics: readonly unknown[] } {
  const outcomes = new Map<Delivery, SentOutcome>();
  const assessments = alerts.map(([fields, ...ends]): Assessment => {
    const alert = alertWith(fields);
    const deliveries = ends.map((outcome) => {
      const delivery = { subject: alert } as unknown as Delivery;
      if (outcome !== undefined) outcomes.set(delivery, outcome);
      return delivery;
    });
    const incoming = { id: "m", body: {}, receiveCount: 1 };
    return { incoming, kind: "matched", alert, deliveries, faults: [], denied: false };
  });
  return reportedOf(assessments, outcomes);
}

function reportedOf(assessments: readonly Assessment[], outcomes: Map<Delivery, SentOutcome>) {
  const lines: Line[] = [];
  const metrics: unknown[] = [];
  const log = (level: string) => (message: string, fields: unknown) => {
    lines.push([level, message, fields]);
  };
  reportAlerts(assessments, outcomes, NOW, {
    ...{ info: log("info"), warn: log("warn"), error: log("error") },
    metrics: (values, dimensions) => metrics.push({ ...values, ...dimensions }),
  });
  return { lines, metrics };
}

const test = suite("reportAlerts()");

test("says loudly that an alert has nowhere to go, and counts it nowhere", () => {
  const { lines, metrics } = reported([{ identity: "e-1", ruleIds: ["a"] }]);
  assert.equal(lines, [
    [
      "error",
      "An alert has no destination: no route takes it and there is no default",
      { identity: "e-1", rules: ["a"] },
    ],
  ]);
  assert.equal(metrics, []);
});

test("says nothing of what is no alert", () => {
  const incoming = { id: "m", body: {}, receiveCount: 1 };
  const notice = { incoming, kind: "notice", deliveries: [], faults: [], denied: false } as const;
  assert.equal(reportedOf([notice], new Map()), { lines: [], metrics: [] });
});

test("logs an alert that was recorded, and how long after the event", () => {
  const { lines, metrics } = reported([{ identity: "e-1", ruleIds: ["a", "b"] }, RECORDED]);
  assert.equal(lines, [
    [
      "info",
      "An alert is recorded",
      { identity: "e-1", rules: ["a", "b"], severity: "high", account: "111122223333" },
    ],
  ]);
  assert.equal(metrics, [
    { alerts: 1, Rule: "a" },
    { alerts: 1, Rule: "b" },
    { alerts: 1, Severity: "high" },
    { latencyMilliseconds: [48_000] },
  ]);
});

test("counts per rule and per severity", () => {
  const { metrics } = reported(
    [{ ruleIds: ["a", "b"] }, RECORDED],
    [{ ruleIds: ["a"], severity: "low" }, RECORDED],
    [{ ruleIds: ["a"] }, RECORDED],
  );
  assert.equal(metrics.slice(0, 4), [
    { alerts: 3, Rule: "a" },
    { alerts: 1, Rule: "b" },
    { alerts: 2, Severity: "high" },
    { alerts: 1, Severity: "low" },
  ]);
});

for (const [what, ends, counts] of [
  ["one that was recorded", [RECORDED], true],
  ["one that went out alone", [ALONE], true],
  ["one that is everywhere at once", [RECORDED, RECORDED], true],
  ["one that is somewhere and not yet elsewhere", [LATER, RECORDED, ALONE], true],
  ["none that another destination had already", [KNOWN, RECORDED], false],
  ["none that every destination had", [KNOWN], false],
  ["none that nothing has yet", [LATER], false],
  ["none whose delivery has no outcome", [undefined], false],
  ["one whose other delivery has none", [undefined, RECORDED], true],
] as [what: string, ends: (SentOutcome | undefined)[], counts: boolean][]) {
  test(`counts ${what}`, () => {
    const { metrics, lines } = reported([{}, ...ends]);
    assert.is(metrics.length, counts ? 3 : 0);
    assert.is(lines.length, counts ? 1 : 0);
  });
}

test("measures no time that is unknown or yet to come", () => {
  for (const time of [undefined, NOW + 1]) {
    const { metrics } = reported([{ time } as { time: number }, RECORDED]);
    assert.equal(metrics, [
      { alerts: 1, Rule: "rule" },
      { alerts: 1, Severity: "high" },
    ]);
  }
  assert.equal(reported([{ time: NOW }, RECORDED]).metrics.at(-1), { latencyMilliseconds: [0] });
});

test("writes a hundred times in one line, the others in the next", () => {
  const alerts = (count: number) =>
    reported(
      ...Array.from(
        { length: count },
        (_, i) => [{ time: NOW - i }, RECORDED] as [object, SentOutcome],
      ),
    ).metrics.slice(2);
  const times = (from: number, to: number) => ({
    latencyMilliseconds: Array.from({ length: to - from }, (_, i) => from + i),
  });
  assert.equal(alerts(100), [times(0, 100)]);
  assert.equal(alerts(201), [times(0, 100), times(100, 200), times(200, 201)]);
});

test.run();
