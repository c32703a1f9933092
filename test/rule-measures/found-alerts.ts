import { DEFAULT_FUNCTION_NAMES } from "../../src/contract.ts";
import { alertFacts } from "../../src/core/alert/alert.ts";
import { threadKeyOf } from "../../src/core/alert/thread.ts";
import { viewOfRecord } from "../../src/core/expression/event-view.ts";
import { createHistory } from "../../src/core/memory/history.ts";
import type { Several } from "../../src/core/memory/several.ts";
import { type Observation, observationsOf } from "../../src/core/memory/sighting.ts";
import { flatten } from "../../src/core/record/flatten.ts";
import { createJudge } from "../../src/core/rule/judge.ts";
import type { IgnoreRule, Rule } from "../../src/core/rule/rule.ts";
import type { SeveralEvents } from "../../src/core/stateful/several-events.ts";
import { STATEFUL_KINDS } from "../../src/core/stateful/stateful.ts";

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
    /** The latest alert of each key of rules of several events. */
    const latest = new Map<string, Several>();
    const inTime = records
      .map((record) => ({ record, time: timeOf(record) }))
      .sort((a, b) => a.time - b.time);
    return inTime.flatMap(({ record, time }, index) => {
      const view = viewOfRecord(record);
      const verdict = judge(view);
      if (verdict.matched.length === 0) return [];
      const seen = { view, identity: String(index), time };
      const { alerts, belongs, fired } = history(verdict, seen);
      if (alerts.length === 0) return [];
      const several = [...fired.keys(), ...belongs].flatMap((id) => {
        const rule = byId.get(id) as Rule;
        const steps = verdict.steps?.[id];
        const one = observationsOf(rule, { ...seen, ...(steps && { steps }) }).at(-1);
        const alert = one && (fired.get(id) ?? latest.get(one.key));
        if (one === undefined || alert === undefined) return [];
        latest.set(one.key, alert);
        return [severalEvents(rule, one, alert)];
      });
      // What belongs to an alert of several events is told with it.
      const matched = verdict.matched.filter((id) => alerts.includes(id) || belongs.includes(id));
      const detail = flatten(record);
      const source = { bucket: "", key: "", index };
      const alert = alertFacts(detail, { matched }, ruleSet, source, several);
      const [leading = ""] = alert.ruleIds;
      return [{ ruleIds: alerts, thread: threadKeyOf(alert, detail, byId.get(leading)) }];
    });
  };
}

function severalEvents(
  rule: Rule,
  { key, by, sighting }: Observation,
  { first, last, sightings }: Several,
): SeveralEvents {
  const kind = STATEFUL_KINDS.find((it) => rule[it] !== undefined) ?? "threshold";
  const values = (kind === "firstSeen" ? sightings[0] : sighting)?.values ?? [];
  return { ruleId: rule.id, kind, key, by, first, last, events: sightings, values };
}

function timeOf({ eventTime }: CorpusRecord): number {
  const time = typeof eventTime === "string" ? Date.parse(eventTime) : Number.NaN;
  return Number.isNaN(time) ? 0 : time;
}
