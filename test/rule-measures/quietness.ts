import type { Rule } from "../../src/core/rule/rule.ts";
import { type AlertFinder, alertFinder, type CorpusRecord } from "./found-alerts.ts";

/** Records in which nothing bad is known to happen. */
export interface BenignSource {
  readonly name: string;
  readonly records: readonly CorpusRecord[];
}

/** How often one rule, alone, would speak on a source. */
export interface Noise {
  readonly ruleId: string;
  readonly source: string;
  readonly threads: number;
  readonly alerts: number;
  /** Threads for each 1,000 records. */
  readonly rate: number;
}

/** Threads for each 1,000 records of a source, of rules that are used together. */
export function threadRate(alertsOf: AlertFinder, { records }: BenignSource): number {
  const threads = new Set(alertsOf(records).map(({ thread }) => thread));
  return rateOf(threads.size, records);
}

/** What each rule says alone on each source, where it says anything; the noisiest first. */
export function noiseOf(
  rules: readonly Rule[],
  sources: readonly BenignSource[],
): readonly Noise[] {
  // Which rules have anything to say is asked of all at once.
  const ofAll = alertFinder(rules);
  return sources
    .flatMap(({ name, records }) => {
      const heard = new Set(ofAll(records).flatMap(({ ruleIds }) => ruleIds));
      return rules
        .filter(({ id }) => heard.has(id))
        .map((rule): Noise => {
          const alerts = alertFinder([rule])(records);
          const threads = new Set(alerts.map(({ thread }) => thread)).size;
          const rate = rateOf(threads, records);
          return { ruleId: rule.id, source: name, threads, alerts: alerts.length, rate };
        });
    })
    .sort((a, b) => b.rate - a.rate || b.alerts - a.alerts || (a.ruleId < b.ruleId ? -1 : 1));
}

function rateOf(threads: number, records: readonly CorpusRecord[]): number {
  return records.length === 0 ? 0 : (1_000 * threads) / records.length;
}
