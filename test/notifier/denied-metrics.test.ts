import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Assessment } from "../../src/notifier/assess.ts";
import { countDenied } from "../../src/notifier/denied-metrics.ts";
import { memoryRecords } from "../support/memory-records.ts";

const NAMESPACE = "CloudTrailToSlack/AccessDeniedEvents";
const total = (value: number) => ({
  metric: "TotalAccessDeniedEvents",
  dimension: "AccessDenied",
  dimensionValue: "AccessDeniedTotal",
  value,
});
const ignored = (value: number) => ({
  metric: "TotalIgnoredAccessDeniedEvents",
  dimension: "AccessDenied",
  dimensionValue: "IgnoredAccessDeniedTotal",
  value,
});

const test = suite("countDenied()");

function assessment(id: string, fields: Partial<Assessment> = {}, receiveCount = 1): Assessment {
  return {
    incoming: { id, body: {}, receiveCount },
    ...{ kind: "unmatched", deliveries: [], faults: [], denied: true },
    ...fields,
  };
}

function made() {
  const nothing = () => {};
  const log = { info: nothing, warn: nothing, error: nothing, metrics: nothing };
  const memory = memoryRecords();
  const puts: unknown[] = [];
  const count = (...assessments: readonly Assessment[]) =>
    countDenied(assessments, {
      metrics: { put: (namespace, values) => void puts.push([namespace, values]) },
      records: memory.records,
      log,
    });
  return { count, puts, memory };
}

test("writes nothing where nothing was denied", async () => {
  const { count, puts, memory } = made();
  await count(assessment("m1", { denied: false }));
  assert.equal(puts, []);
  assert.is(memory.claims.size, 0);
});

test("counts all, and those that were ignored if there are any", async () => {
  const { count, puts } = made();
  await count(assessment("m1"), assessment("m2", { kind: "ignored" }), assessment("m3"));
  await count(assessment("m4"));
  assert.equal(puts, [
    [NAMESPACE, [total(3), ignored(1)]],
    [NAMESPACE, [total(1)]],
  ]);
});

test("counts what comes again only if the attempt before did not live to", async () => {
  const { count, puts } = made();
  await count(assessment("m1"));
  await count(assessment("m1", {}, 2), assessment("m2", {}, 2));
  await count(assessment("m2", {}, 3));
  assert.equal(puts, [
    [NAMESPACE, [total(1)]],
    [NAMESPACE, [total(1)]],
  ]);
});

test("counts what comes for the first time although the table is down, and nothing else", async () => {
  const { count, puts, memory } = made();
  memory.fail = true;
  await count(assessment("m1"), assessment("m2", {}, 2));
  assert.equal(puts, [[NAMESPACE, [total(1)]]]);
});

test.run();
