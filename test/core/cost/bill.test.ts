import { suite } from "uvu";
import * as assert from "uvu/assert";
import { alertItems, billOf, sumOf, wayItems } from "../../../src/core/cost/bill.ts";
import { MEASURED } from "../../../src/core/cost/measured.ts";
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

test("charges files, published records, filtered ones and alerts by what each took", () => {
  const one = (load: object) => {
    const whole = { ...NOTHING, ...load };
    return sumOf(wayItems(whole, MEASURED)) + sumOf(alertItems(whole, MEASURED));
  };
  const million = 1e6;
  assert.is(one({}), 0);
  const of = {
    file: one({ files: million }),
    filtered: one({ records: million }),
    published: one({ records: million, published: million }),
    selected: one({ selected: million }),
    alert: one({ alerts: million }),
  };
  // A file asks S3 once, the table once and Lambda once; a filtered record nobody.
  assert.ok(of.file > 0.4 + 0.625 + 0.2, JSON.stringify(of));
  assert.ok(of.filtered > 0 && of.filtered < of.published, JSON.stringify(of));
  assert.ok(of.selected > 0.4 && of.alert > of.selected, JSON.stringify(of));
});

test.run();
