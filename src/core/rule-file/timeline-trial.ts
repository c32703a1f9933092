import type { TimelineNote } from "./rule-file.ts";
import type { EventTest, TimelineTest } from "./rule-test.ts";
import { timelineOf } from "./timeline.ts";

/** What a rule makes of a test of several events. */
export interface TimelineOutcome {
  readonly gives: TimelineTest["expect"];
  readonly timeline: readonly TimelineNote[];
}

/**
 * Runs a test of several events: a rule alerts where it matches.
 *
 * @param given `match`, `no-match`, or a fault and why.
 */
export function timelineTrial(
  test: TimelineTest,
  given: (event: EventTest["event"]) => string,
): TimelineOutcome {
  const events = timelineOf(test);
  const begin = events[0]?.time ?? 0;
  const outcomes = events.map(({ record }) => given(record));
  return {
    gives: outcomes.includes("match") ? "alert" : "no-alert",
    timeline: events.map(({ time, record }, index) => ({
      at: time - begin,
      eventName: typeof record.eventName === "string" ? record.eventName : "",
      says: outcomes[index] as string,
    })),
  };
}

/** Writes what a rule made of the events of a test: `00:04:48  GetSecretValue  match`. */
export function noteLines(timeline: readonly TimelineNote[]): readonly string[] {
  const width = Math.max(...timeline.map(({ eventName }) => eventName.length));
  const lines = timeline.map(({ at, eventName, says }) =>
    `${clock(at)}  ${eventName.padEnd(width)}  ${says}`.trimEnd(),
  );
  if (lines.length <= MOST_NOTES) return lines;
  const left = lines.length - MOST_NOTES + 1;
  return [...lines.slice(0, SHOWN_FIRST), `… ${left} more`, ...lines.slice(SHOWN_FIRST + left)];
}

/** Events of a test that are shown: the first ones, and those at the end, which decide. */
const MOST_NOTES = 40;
const SHOWN_FIRST = 15;

/** Days, where there are some, and the time of day since the begin. */
function clock(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1_000);
  const parts = [Math.floor(seconds / 3_600) % 24, Math.floor(seconds / 60) % 60, seconds % 60];
  const days = Math.floor(seconds / 86_400);
  const time = parts.map((part) => String(part).padStart(2, "0")).join(":");
  return days === 0 ? time : `${days}d ${time}`;
}
