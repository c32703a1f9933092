import { compareSets } from "../../core/backtest/compare-sets.ts";
import { setReport } from "../../core/backtest/make-report.ts";
import { addCounts, noJudged, noneRead, type Unread } from "../../core/backtest/reading.ts";
import type { BacktestReport, SetReport } from "../../core/backtest/report.ts";
import { DayTally } from "../../core/spread/day-tally.ts";
import { mainPeriod } from "../../core/spread/main-period.ts";
import type { ChunkResult } from "./history.ts";
import type { BacktestSet } from "./run-backtest.ts";
import type { SetHistory } from "./set-history.ts";

/** Unreadable things that are named in the report. */
const MOST_UNREAD = 1_000;

/** Ends the histories of all sets, and makes the report of what was read and folded. */
export async function reportOf(
  results: readonly ChunkResult[],
  sets: readonly BacktestSet[],
  histories: readonly SetHistory[],
): Promise<BacktestReport> {
  const read = noneRead();
  const unread: Unread[] = [];
  let unreadInAll = 0;
  for (const result of results) {
    addCounts(read, result.read);
    unreadInAll += result.unread.length;
    unread.push(...result.unread.slice(0, MOST_UNREAD - unread.length));
  }
  const reports: SetReport[] = [];
  for (const [set, history] of histories.entries()) {
    const { name, inUse, settings } = sets[set] as BacktestSet;
    const judged = noJudged();
    for (const result of results) addCounts(judged, result.judged[set] ?? {});
    const { ruleSet } = inUse;
    const { accountNames } = settings;
    const folded = await history.end();
    const { tally } = history;
    reports.push(setReport({ name, ruleSet, judged, tally, folded, accountNames }));
  }
  const [before, after] = reports;
  return {
    version: 1,
    ...periodOf(results),
    read,
    unread,
    unreadInAll,
    sets: reports,
    ...(before !== undefined && after !== undefined && { comparison: compareSets(before, after) }),
  };
}

function periodOf(results: readonly ChunkResult[]): Pick<BacktestReport, "period" | "stray"> {
  const days = new DayTally();
  for (const result of results) days.addAll(result.days);
  const main = mainPeriod(days.days());
  if (main === undefined) return { period: null };
  const { from, to, stray } = main;
  return {
    period: { from: new Date(from).toISOString(), to: new Date(to).toISOString() },
    ...(stray.records > 0 && { stray }),
  };
}
