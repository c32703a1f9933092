import { suite } from "uvu";
import * as assert from "uvu/assert";
import { alertItems, billOf, type CostLoad, sumOf, wayItems } from "../../../src/core/cost/bill.ts";
import { MEASURED, type MeasuredCosts } from "../../../src/core/cost/measured.ts";
import { millionRecords } from "../../../src/core/cost/million.ts";

const test = suite("billOf()");

const NOTHING = { files: 0, records: 0, published: 0, units: 0, selected: 0, alerts: 0 };

test("is the stack's alone where nothing comes, and grows with consumers", () => {
  const of = (consumers: number) => billOf(NOTHING, consumers).dollars.toFixed(2);
  assert.equal([of(0), of(2)], ["28.24", "28.84"]);
});

test("is the way of the records, their alerts and what stands", () => {
  const load = millionRecords(100, "all", MEASURED);
  const { items, dollars } = billOf(load, 0);
  const parts = sumOf(wayItems(load, MEASURED)) + sumOf(alertItems(load, MEASURED)) + 28.24;
  assert.ok(Math.abs(dollars - parts) < 0.001, `${dollars}, not ${parts}`);
  assert.ok(Math.abs(sumOf(items) - dollars) < 0.001);
});

test("charges a million events a dollar, and what is not published none of it", () => {
  const event = (publish: "all" | "matched") =>
    wayItems(millionRecords(300, publish, MEASURED), MEASURED)[0]?.dollars;
  assert.equal([event("all"), event("matched")], [1, 0.01]);
});

/** Items of a million of something, by their names, to a thousandth of a cent. */
function millionOf(load: Partial<CostLoad>, itemsOf: typeof wayItems = wayItems) {
  const whole = { ...NOTHING };
  for (const name of Object.keys(load) as (keyof CostLoad)[]) whole[name] = 1e6;
  const items = itemsOf(whole, COSTS);
  return Object.fromEntries(
    items.flatMap(({ what, dollars }) => (dollars > 0 ? [[what, dollars.toFixed(5)]] : [])),
  );
}

/** Made up, so that each item can be told from the others. */
const COSTS: MeasuredCosts = {
  splitter: {
    ...{ fileCpu: 0, publishedCpu: 0, filteredCpu: 0, coldCpu: 0, fileWait: 0, publishedWait: 0 },
    ...{ logBytes: 600, getObjects: 1, tableWrites: 2, entryUnits: 1, entryBytes: 3_000 },
  },
  queued: { requests: 3, invocations: 0.5 },
  alert: {
    ...{ writes: 4, reads: 8, requests: 5, invocations: 0.25, cpu: 0, waited: 0 },
    ...{ events: 0.2, logBytes: 700 },
  },
};

test("charges a log file what it calls, and its log lines with Lambda's own", () => {
  assert.equal(millionOf({ files: 1 }), {
    "S3 GetObject": "0.40000",
    "DynamoDB, what each file held": "1.25000",
    "Lambda splitter": "0.20000",
    "Log lines of the splitter": "0.50000",
  });
});

test("charges what rules select its way through the queue, and what alerts all that follows", () => {
  assert.equal(millionOf({ selected: 1 }), { "SQS, what rules select": "1.30000" });
  assert.equal(millionOf({ alerts: 1 }, alertItems), {
    "DynamoDB, alerts": "3.50000",
    "Lambda notifier": "0.05000",
    "SQS, turns of destinations": "2.00000",
    "Log lines of the notifier": "0.50000",
    "EventBridge, alert events": "0.20000",
  });
});

test("charges the CPU of records by whether they were published", () => {
  const { splitter } = COSTS;
  const seconds = (records: number, published: number) => {
    const costs = { ...COSTS, splitter: { ...splitter, publishedCpu: 1, filteredCpu: 0.25 } };
    const items = wayItems({ ...NOTHING, records, published }, costs);
    return items.find(({ what }) => what === "Lambda splitter")?.dollars ?? 0;
  };
  assert.ok(seconds(1e6, 0) > 0);
  assert.ok(Math.abs(seconds(1e6, 1e6) / seconds(1e6, 0) - 4) < 1e-9);
});

test.run();
