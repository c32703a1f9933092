import type { MeasuredCosts } from "../../src/core/cost/measured.ts";
import type { Rounds } from "./harness/rounds.ts";
import type { Spread } from "./harness/spread.ts";

/** One thing that is measured, and what it is to be. */
export interface Figure {
  /** By whose beginning `--only` finds it. */
  readonly name: string;
  /** What is measured. */
  readonly what: string;
  /** By what: a ratio's divisor, or a unit. */
  readonly yardstick: string;
  /** What it may be at most; undefined for one that is looked at and no more. */
  readonly goal?: number;
  measure(how: Rounds): Promise<Measured | Skipped>;
}

/** What came out. */
export interface Measured extends Spread {
  /** How it grows: the same of loads of other sizes. */
  readonly growth?: readonly GrowthRow[];
  /** What it was made of, where that is a bill. */
  readonly costs?: MeasuredCosts;
}

/** One load, by what is varied: `300 records`. */
export interface GrowthRow extends Spread {
  readonly load: string;
}

/** Why nothing was measured. */
export interface Skipped {
  readonly skipped: string;
}

/** A figure as `--json` prints it. */
export interface FigureResult {
  readonly name: string;
  readonly what: string;
  readonly yardstick: string;
  /** The median; null where it was skipped. */
  readonly ratio: number | null;
  /** Lower and upper quartile. */
  readonly spread: readonly [number, number] | null;
  readonly goal: number | null;
  /** Null where there is no goal or no ratio. */
  readonly holds: boolean | null;
  readonly growth?: readonly { readonly load: string; readonly ratio: number }[];
  readonly costs?: MeasuredCosts;
  readonly skipped?: string;
}

/** Measures a figure, and holds it against its goal. */
export async function resultOf(figure: Figure, how: Rounds): Promise<FigureResult> {
  const { name, what, yardstick, goal = null } = figure;
  const said = { name, what, yardstick, goal };
  const measured = await figure.measure(how);
  if ("skipped" in measured) {
    return { ...said, ratio: null, spread: null, holds: null, skipped: measured.skipped };
  }
  const { median, middle, growth, costs } = measured;
  return {
    ...said,
    ratio: rounded(median),
    spread: [rounded(middle[0]), rounded(middle[1])],
    // By what is printed, so that nobody reads a figure that contradicts its mark.
    holds: goal === null ? null : rounded(median) <= goal,
    ...(growth && { growth: growth.map(({ load, median }) => ({ load, ratio: rounded(median) })) }),
    ...(costs && { costs }),
  };
}

/** To three digits, as the spread is not less. */
function rounded(value: number): number {
  return Number(value.toPrecision(3));
}
