import { DEFAULT_FUNCTION_NAMES } from "../../src/contract.ts";
import { alertFacts } from "../../src/core/alert/alert.ts";
import { threadKeyOf } from "../../src/core/alert/thread.ts";
import { viewOfRecord } from "../../src/core/expression/event-view.ts";
import { createHistory } from "../../src/core/memory/history.ts";
import { flatten } from "../../src/core/record/flatten.ts";
import { createJudge } from "../../src/core/rule/judge.ts";
import type { IgnoreRule, Rule } from "../../src/core/rule/rule.ts";

/** A record of CloudTrail, parsed. */
export type CorpusRecord = Readonly<Record<string, unknown>>;

/** An alert that rules make of records. */
export interface FoundAlert {
  /** The rules that alert there. */
  readonly ruleIds: readonly string[];
  /** The thread it would be in. */
  readonly thread: string;
}

/** Tells what alerts records make, in the order of their times, as if nothing had been before them. */
export type AlertFinder = (records: readonly CorpusRecord[]) => readonly FoundAlert[];

/**
 * Makes what finds the alerts of rules: those of one event where they match, those of several where
 * they fire, learning taken as over.
 */
export function alertFinder(
  rules: readonly Rule[],
  ignoreRules: readonly IgnoreRule[] = [],
): AlertFinder {
  const ruleSet = { rules, ignoreRules };
  const judge = createJudge(ruleSet, { self: Object.values(DEFAULT_FUNCTION_NAMES), now: 0 });
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  return (records) => {
    const history = createHistory(rules, { learning: false });
    const inTime = records
      .map((record) => ({ record, time: timeOf(record) }))
      .sort((a, b) => a.time - b.time);
    return inTime.flatMap(({ record, time }, index) => {
      const view = viewOfRecord(record);
      const verdict = judge(view);
      if (verdict.matched.length === 0) return [];
      const { alerts } = history(verdict, { view, identity: String(index), time });
      if (alerts.length === 0) return [];
      const detail = flatten(record);
      const source = { bucket: "", key: "", index };
      const alert = alertFacts(detail, { matched: alerts }, ruleSet, source);
      const [leading = ""] = alert.ruleIds;
      return [{ ruleIds: alerts, thread: threadKeyOf(alert, detail, byId.get(leading)) }];
    });
  };
}

function timeOf({ eventTime }: CorpusRecord): number {
  const time = typeof eventTime === "string" ? Date.parse(eventTime) : Number.NaN;
  return Number.isNaN(time) ? 0 : time;
}
