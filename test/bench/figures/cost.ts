import { sumOf, wayItems } from "../../../src/core/cost/bill.ts";
import type { MeasuredCosts } from "../../../src/core/cost/measured.ts";
import { millionRecords } from "../../../src/core/cost/million.ts";
import { measureCosts } from "../cost/measure-costs.ts";
import type { Figure } from "../figure.ts";
import type { Rounds } from "../harness/rounds.ts";
import { NO_CORPUS } from "../load/records.ts";

/** Both figures are of the same measures, which take minutes. */
let measures: Promise<MeasuredCosts> | undefined;

const YARDSTICK = "US dollars, by list prices";

export const costAll = figureOf(
  "cost-all",
  "A million records from the bucket to the bus, and the one in a hundred that alerts to the notifier's queue; `publish: all`, 300 records a file",
  { publish: "all", goal: 1.06 },
);

export const costMatched = figureOf("cost-matched", "The same, `publish: matched`", {
  publish: "matched",
  goal: 0.07,
});

function figureOf(
  name: string,
  what: string,
  { publish, goal }: { readonly publish: "all" | "matched"; readonly goal: number },
): Figure {
  return {
    ...{ name, what, goal, yardstick: YARDSTICK },
    async measure(how: Rounds) {
      if (NO_CORPUS !== undefined) return { skipped: NO_CORPUS };
      measures ??= measureCosts(how);
      const costs = await measures;
      const dollars = (each: number) => wayDollars(each, publish, costs);
      return {
        ...single(dollars(300)),
        costs,
        growth: [100, 10.8].map((each) => ({ load: `${each} a file`, ...single(dollars(each)) })),
      };
    },
  };
}

/** What a million records cost on their way. */
export function wayDollars(
  recordsPerFile: number,
  publish: "all" | "matched",
  costs: MeasuredCosts,
): number {
  return sumOf(wayItems(millionRecords(recordsPerFile, publish, costs), costs));
}

function single(value: number) {
  return { median: value, middle: [value, value] as const };
}
