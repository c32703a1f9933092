import { DEFAULT_FUNCTION_NAMES } from "../../contract.ts";
import { viewOfRecord } from "../expression/event-view.ts";
import { createHistory } from "../memory/history.ts";
import { createJudge } from "../rule/judge.ts";
import { type Rule, type Severity, severityOf } from "../rule/rule.ts";
import type { TimelineNote } from "./rule-file.ts";
import type { TimelineTest } from "./rule-test.ts";
import { timelineOf } from "./timeline.ts";
import { createNotes } from "./timeline-note.ts";

/** What a rule makes of a test of several events. */
export interface TimelineOutcome {
  readonly gives: TimelineTest["expect"];
  /** How severe the first alert is; absent if there is none. */
  readonly severity?: Severity;
  /** What became of each event, by time. */
  readonly notes: () => readonly TimelineNote[];
}

/**
 * Runs a test of several events, by the decisions that the notifier makes with its table.
 *
 * @param rule Without problems of its own.
 */
export function timelineTrial(rule: Rule, test: TimelineTest): TimelineOutcome {
  // The product's default names, so that a test does not depend on the settings.
  const self = Object.values(DEFAULT_FUNCTION_NAMES);
  const judge = createJudge({ rules: [rule], ignoreRules: [] }, { self, now: 0, indexed: false });
  const history = createHistory([rule], { learning: test.learning ?? false });
  const told = timelineOf(test).map(({ time, record }) => {
    const view = viewOfRecord(record);
    const verdict = judge(view);
    const steps = verdict.steps?.[rule.id];
    // What is the same to the letter is the same event, as it is in the notifier.
    const { severities } = verdict;
    const seen = {
      view,
      identity: JSON.stringify(record),
      time,
      ...(steps && { steps }),
      ...(severities && { severities }),
    };
    return { eventName: record.eventName, seen, verdict, came: history(verdict, seen) };
  });
  const first = told.flatMap(({ came }) => came.fired.get(rule.id) ?? []).at(0);
  return {
    ...(first && {
      severity: severityOf(rule, {
        isRefused: first.sightings.every(({ refused }) => refused),
        events: first.sightings,
      }),
    }),
    gives: told.some(({ came }) => came.alerts.length > 0) ? "alert" : "no-alert",
    notes: () => {
      const says = createNotes(rule);
      const begin = told[0]?.seen.time ?? 0;
      return told.map(({ eventName, seen, verdict, came }) => ({
        at: seen.time - begin,
        eventName: typeof eventName === "string" ? eventName : "",
        says: says(verdict, seen, came),
      }));
    },
  };
}
