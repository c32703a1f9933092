import type { MeasuredCosts } from "../../../src/core/cost/measured.ts";
import { alertDollars, wayDollars } from "../cost/dollars.ts";
import { measureCosts } from "../cost/measure-costs.ts";
import type { Figure, Measured } from "../figure.ts";
import type { Rounds } from "../harness/rounds.ts";
import { NO_CORPUS } from "../load/records.ts";

/** All figures are of the same measures, which take minutes. */
let measures: Promise<MeasuredCosts> | undefined;

export const costAll = figureOf({
  name: "cost-all",
  what: "A million records from the bucket to the bus, and the one in a hundred that alerts to the notifier's queue; `publish: all`, 300 records a file",
  goal: 1.06,
  measured: (costs) => wayOf("all", costs),
});

export const costMatched = figureOf({
  name: "cost-matched",
  what: "The same, `publish: matched`",
  goal: 0.07,
  measured: (costs) => wayOf("matched", costs),
});

export const costAlerts = figureOf({
  name: "cost-alerts",
  what: "The ten thousand alerts among them, recorded, and drawn in Slack and on the bus",
  measured: (costs) => single(alertDollars(costs)),
});

function figureOf({
  measured,
  ...said
}: Omit<Figure, "yardstick" | "measure"> & {
  readonly measured: (costs: MeasuredCosts) => Measured;
}): Figure {
  return {
    ...said,
    yardstick: "US dollars, by list prices",
    async measure(how: Rounds) {
      if (NO_CORPUS !== undefined) return { skipped: NO_CORPUS };
      measures ??= measureCosts(how);
      const costs = await measures;
      return { ...measured(costs), costs };
    },
  };
}

function wayOf(publish: "all" | "matched", costs: MeasuredCosts): Measured {
  const growth = [100, 10.8].map((each) => ({
    load: `${each} a file`,
    ...single(wayDollars(each, publish, costs)),
  }));
  return { ...single(wayDollars(300, publish, costs)), growth };
}

function single(value: number): Measured {
  return { median: value, middle: [value, value] };
}
