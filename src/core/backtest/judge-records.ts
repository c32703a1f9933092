import { POINTER_KEY, RECORD_KEY } from "../../contract.ts";
import { type Alert, type AlertFacts, alertFacts, graveFaults } from "../alert/alert.ts";
import { threadKeyOf } from "../alert/thread.ts";
import type { BusEntryOptions } from "../entry/bus-entry.ts";
import { detailOfRecord } from "../entry/record-detail.ts";
import { clauseText } from "../except/exception.ts";
import { narrowClauses } from "../except/narrow-clauses.ts";
import { viewOfRecord } from "../expression/event-view.ts";
import type { Detail } from "../record/event-text.ts";
import type { FlatEvent } from "../record/flatten.ts";
import type { ObjectRef } from "../record/object-ref.ts";
import type { RawRecord } from "../record/record.ts";
import { textStart } from "../record/text-start.ts";
import { type Accepts, createAccepts, type Publish } from "../rule/accepts.ts";
import { createJudge, type Verdict } from "../rule/judge.ts";
import type { RuleSet } from "../rule/rule.ts";
import { isAltered } from "../verdict/bus-verdict.ts";
import { daily } from "../verdict/daily.ts";
import { createDetailJudge } from "../verdict/detail-judge.ts";
import { createWholeRecords } from "../verdict/whole-records.ts";
import type { FoundEvent } from "./found-event.ts";
import type { JudgedCounts } from "./reading.ts";

/** Rules that history is judged by. */
export interface JudgedBy {
  readonly ruleSet: RuleSet;
  /** What `$self` stands for. */
  readonly self: readonly string[];
  readonly publish: Publish;
  readonly entries: BusEntryOptions;
}

/** Judges one record; counts it, and answers what the rules have to say of it, if anything. */
export type JudgeRecord = (
  found: RawRecord,
  object: ObjectRef,
  at: number,
  counts: JudgedCounts,
) => FoundEvent | undefined;

/**
 * Makes what judges a history record by record, each as the splitter and the notifier would have
 * on the day it came: what does not fit on the bus is cut there, and was judged whole before.
 */
export function createJudgeRecord({ ruleSet, self, publish, entries }: JudgedBy): JudgeRecord {
  const rules = new Map(ruleSet.rules.map((rule) => [rule.id, rule]));
  const accepts: Accepts | undefined = createAccepts(publish, {
    rules: ruleSet.rules,
    self,
    // Whatever the filter cannot judge is published.
    onFault: () => {},
  });
  const wholeOf = createWholeRecords(ruleSet, self);
  const judgesOf = daily((now) => {
    const judge = createJudge(ruleSet, { self, now });
    return { judge, judgeDetail: createDetailJudge(ruleSet, judge, self) };
  });
  return (found, object, at, counts) => {
    const view = viewOfRecord(found.value);
    if (accepts?.(view) === false) {
      counts.filtered++;
      return undefined;
    }
    const { judge, judgeDetail } = judgesOf(at);
    const first = judge(view);
    if (isSilent(first)) {
      counts.unmatched++;
      return undefined;
    }
    const detail = detailOfRecord(found, object, entries, wholeOf(at));
    const verdict = isAltered(detail) ? judgeDetail(detail) : first;
    const { matched, ignoredBy, faults } = verdict;
    const said = faults.length === 0 ? {} : { faults };
    counts.faults += faults.length;
    const isGrave = graveFaults(faults, ruleSet).length > 0;
    if (ignoredBy !== undefined && !isGrave) {
      counts.ignored++;
      return { at, kind: "ignored", ignoredBy, ...said };
    }
    if (matched.length === 0 && !isGrave) {
      counts.unmatched++;
      return faults.length === 0 ? undefined : { at, kind: "fault", ...said };
    }
    counts.matched++;
    const alert = alertFacts(detail, verdict, ruleSet, { ...object, index: found.index });
    const [leading = ""] = alert.ruleIds;
    const thread = threadKeyOf(alert, detail, rules.get(leading));
    const exception = exceptionOf(detail);
    return {
      at,
      kind: "matched",
      ...said,
      alert: leanAlert(alert),
      thread,
      ...(exception !== undefined && { exception }),
    };
  };
}

/** Characters of texts that nothing depends on. */
const FEW = 40;

/** Without what only the words of its message would be made of: of a history nobody reads them. */
function leanAlert({ userAgent: _userAgent, ...alert }: AlertFacts): Alert {
  const { errorMessage } = alert;
  if (errorMessage === undefined) return { ...alert, parts: [] };
  return { ...alert, errorMessage: textStart(errorMessage, FEW), parts: [] };
}

/** By what `except` goes by, too. */
function exceptionOf(detail: Detail): FoundEvent["exception"] {
  const { [RECORD_KEY]: _record, [POINTER_KEY]: _pointer, ...flat } = detail;
  const clauses = narrowClauses(flat as FlatEvent);
  if (clauses.length === 0) return undefined;
  const textOf = (isOn: boolean) =>
    clauses.filter(({ asks }) => (asks === "on") === isOn).map(clauseText);
  return { match: textOf(false).join(" && "), on: textOf(true) };
}

function isSilent({ matched, ignoredBy, faults }: Verdict): boolean {
  return matched.length === 0 && ignoredBy === undefined && faults.length === 0;
}
