import type { BusEntryOptions } from "../entry/bus-entry.ts";
import { detailOfRecord } from "../entry/record-detail.ts";
import { clauseText } from "../except/exception.ts";
import { type NarrowClause, narrowClauses } from "../except/narrow-clauses.ts";
import { viewOfRecord } from "../expression/event-view.ts";
import type { Detail } from "../record/event-text.ts";
import type { FlatEvent } from "../record/flatten.ts";
import type { ObjectRef } from "../record/object-ref.ts";
import type { RawRecord } from "../record/record.ts";
import { type Accepts, createAccepts, type Publish } from "../rule/accepts.ts";
import { createJudge, type Verdict } from "../rule/judge.ts";
import { isStateful, type RuleSet } from "../rule/rule.ts";
import { graveFaults } from "../verdict/alerted-rules.ts";
import { isAltered } from "../verdict/bus-verdict.ts";
import { daily } from "../verdict/daily.ts";
import { createDetailJudge } from "../verdict/detail-judge.ts";
import { createWholeRecords } from "../verdict/whole-records.ts";
import type { FoundEvent } from "./found-event.ts";
import { createMakeAlert } from "./lean-alert.ts";
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
  const several = new Set(ruleSet.rules.filter(isStateful).map(({ id }) => id));
  const makeAlert = createMakeAlert(ruleSet);
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
    const isGrave = graveFaults(verdict, ruleSet).length > 0;
    if (ignoredBy !== undefined && !isGrave) {
      counts.ignored++;
      return { at, kind: "ignored", ignoredBy, ...said };
    }
    if (matched.length === 0 && !isGrave) {
      counts.unmatched++;
      return faults.length === 0 ? undefined : { at, kind: "fault", ...said };
    }
    counts.matched++;
    const made = makeAlert(detail, verdict, { ...object, index: found.index });
    const { steps, severities } = verdict;
    const more = { ...(steps && { steps }), ...(severities && { severities }) };
    const isCounted = matched.some((id) => several.has(id));
    const exception = exceptionOf(detail);
    return {
      at,
      kind: "matched",
      ...said,
      ...made,
      ...(isCounted && { counted: { detail, matched, ...more } }),
      ...(exception !== undefined && { exception }),
    };
  };
}

/** By what `except` goes by, too. */
function exceptionOf(detail: Detail): FoundEvent["exception"] {
  // Neither the record nor where it lies is under a key that is looked at.
  const clauses = narrowClauses(detail as FlatEvent);
  if (clauses.length === 0) return undefined;
  const textOf = (isOn: boolean) =>
    clauses.filter(({ asks }) => (asks === "on") === isOn).map(knownText);
  return { match: textOf(false).join(" && "), on: textOf(true) };
}

/** Few callers and calls come again and again. */
function knownText(clause: NarrowClause): string {
  const { key, by, value } = clause;
  // What begins a value is no value of the same key.
  const kind = by === undefined ? key : `${by} ${key}`;
  let texts = TEXTS.get(kind);
  if (texts === undefined) {
    texts = new Map();
    if (TEXTS.size >= MOST_KINDS) TEXTS.clear();
    TEXTS.set(kind, texts);
  }
  let text = texts.get(value);
  if (text === undefined) {
    text = clauseText(clause);
    if (texts.size >= MOST_TEXTS) texts.clear();
    texts.set(value, text);
  }
  return text;
}

const TEXTS = new Map<string, Map<NarrowClause["value"], string>>();
const MOST_KINDS = 200;
const MOST_TEXTS = 500;

function isSilent({ matched, ignoredBy, faults }: Verdict): boolean {
  return matched.length === 0 && ignoredBy === undefined && faults.length === 0;
}
