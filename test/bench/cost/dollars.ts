import { alertItems, sumOf, wayItems } from "../../../src/core/cost/bill.ts";
import type { MeasuredCosts } from "../../../src/core/cost/measured.ts";
import { millionRecords } from "../../../src/core/cost/million.ts";

/** What a million records cost from the bucket to the bus, and to the notifier's queue. */
export function wayDollars(
  recordsPerFile: number,
  publish: "all" | "matched",
  costs: MeasuredCosts,
): number {
  return sumOf(wayItems(millionRecords(recordsPerFile, publish, costs), costs));
}

/** What the ten thousand alerts among them cost, recorded and drawn. */
export function alertDollars(costs: MeasuredCosts): number {
  return sumOf(alertItems(millionRecords(300, "all", costs), costs));
}
