import { suite } from "uvu";
import * as assert from "uvu/assert";
import { billOf } from "../../../src/core/cost/bill.ts";

const test = suite("billOf()");

test("is what the page on cost says of a million records, 100 a file, of which one in a hundred alerts", () => {
  const counts = { files: 10_000, records: 1e6, matched: 10_000 };
  const published = { records: 1e6, units: 1e6, selected: 10_000 };
  const scale = { records: 1e6, factor: 1, consumers: 0 };
  const { items, dollars } = billOf(counts, published, scale);
  const standing = items.at(-1)?.dollars ?? 0;
  assert.is((dollars - standing).toFixed(2), "1.16");
  assert.is(standing.toFixed(2), "28.21");
});

test("is of the stack alone where nothing comes, and grows with consumers", () => {
  const none = { files: 0, records: 0, matched: 0 };
  const nothing = { records: 0, units: 0, selected: 0 };
  const of = (consumers: number) =>
    billOf(none, nothing, { records: 0, factor: 30, consumers }).dollars.toFixed(2);
  assert.equal([of(0), of(2)], ["28.21", "28.81"]);
});

test.run();
