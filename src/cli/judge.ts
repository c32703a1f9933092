import { viewOfRecord } from "../core/expression/event-view.ts";
import type { Judge, RuleFault } from "../core/rule/judge.ts";

/** What the rules say about one line of input: the line that `judge` prints for it. */
export interface JudgedLine {
  /** The record's `eventID`; null if it has none. */
  readonly eventID: string | null;
  /** Ids of the rules it matches, in rule order. */
  readonly matched: readonly string[];
  readonly ignoredBy: string | null;
  readonly faults: readonly RuleFault[];
  /** Why the line is no record; absent if it is one. */
  readonly rejected?: string;
}

/**
 * Judges raw CloudTrail records, one JSON object per line; blank lines are skipped.
 *
 * @returns One JSON text per record, in input order. A line that is no record has one too, which
 * says so, so that lines of input and output stay side by side.
 */
export async function* judgeLines(
  lines: AsyncIterable<string> | Iterable<string>,
  judge: Judge,
): AsyncGenerator<string> {
  for await (const line of lines) {
    if (line.trim() !== "") yield JSON.stringify(judgeLine(line, judge));
  }
}

function judgeLine(line: string, judge: Judge): JudgedLine {
  let record: unknown;
  try {
    record = JSON.parse(line);
  } catch {
    return rejection("no JSON");
  }
  if (typeof record !== "object" || record === null || Array.isArray(record)) {
    return rejection("no object");
  }
  const {
    matched,
    ignoredBy = null,
    faults,
  } = judge(viewOfRecord(record as Record<string, unknown>));
  const eventID = "eventID" in record && typeof record.eventID === "string" ? record.eventID : null;
  return { eventID, matched, ignoredBy, faults };
}

function rejection(rejected: string): JudgedLine {
  return { eventID: null, matched: [], ignoredBy: null, faults: [], rejected };
}
