import type { DayCount } from "./day-tally.ts";
import type { StrayTimes } from "./stray-times.ts";

/** When records happened: nearly all of them, and those that are far from these. */
export interface MainPeriod {
  /** Milliseconds since the epoch. */
  readonly from: number;
  readonly to: number;
  readonly stray: StrayTimes;
}

/** What is as near as this to other records is never stray: logs have holes. */
const NEAR = 30 * 86_400_000;

/** Share of all records that may be stray on either side: more of them are a period of their own. */
const MOST_STRAY = 0.1;

/** Days of stray records that are named. */
const MOST_NAMED = 100;

/**
 * The period that nearly all records are of. One record of the year 2099 makes no period of decades:
 * stray are the few before or behind a gap that is longer than a month and than the whole rest.
 *
 * @param days In order.
 * @returns undefined if there is none.
 */
export function mainPeriod(days: readonly Readonly<DayCount>[]): MainPeriod | undefined {
  const all = days.reduce((sum, { count }) => sum + count, 0);
  let begin = 0;
  let before = 0;
  while (begin + 1 < days.length && 2 * (before + countOf(days[begin])) < all) {
    before += countOf(days[begin++]);
  }
  let end = begin;
  let behind = all - before - countOf(days[begin]);
  if (all === 0) return undefined;
  for (;;) {
    const near = Math.max(NEAR, (days[end]?.last ?? 0) - (days[begin]?.first ?? 0));
    const left = gap(days[begin - 1], days[begin]);
    const right = gap(days[end], days[end + 1]);
    const takesLeft = left <= near || before > MOST_STRAY * all;
    const takesRight = right <= near || behind > MOST_STRAY * all;
    // The nearer first: with it the period is longer, and may bring the other side near.
    if (takesLeft && (left <= right || !takesRight)) before -= countOf(days[--begin]);
    else if (takesRight) behind -= countOf(days[++end]);
    else break;
  }
  const stray = [...days.slice(0, begin), ...days.slice(end + 1)];
  return {
    from: days[begin]?.first ?? 0,
    to: days[end]?.last ?? 0,
    stray: {
      records: before + behind,
      days: stray.slice(0, MOST_NAMED).map(({ first, count }) => {
        return { day: new Date(first).toISOString().slice(0, 10), records: count };
      }),
    },
  };
}

function countOf(day: Readonly<DayCount> | undefined): number {
  return day?.count ?? 0;
}

/** Between two days; without end where there is only one. */
function gap(before: DayCount | undefined, behind: DayCount | undefined): number {
  return before === undefined || behind === undefined
    ? Number.POSITIVE_INFINITY
    : behind.first - before.last;
}
