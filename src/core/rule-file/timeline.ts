import { instantOf } from "../record/event-time.ts";
import { durationOf } from "../stateful/duration.ts";
import {
  type EventTest,
  isTimeline,
  type RuleTest,
  type TimelineStep,
  type TimelineTest,
} from "./rule-test.ts";

/** An event of a timeline, as CloudTrail would have written it. */
export interface TimelineEvent {
  /** When it happens, milliseconds since the epoch. */
  readonly time: number;
  /** With an `eventTime` and an `eventID`: the step's own, or made. */
  readonly record: Readonly<Record<string, unknown>>;
  /** Its step's place among the test's `events`. */
  readonly step: number;
}

/** When a timeline begins whose events do not say when they happened, milliseconds since the epoch. */
export const TIMELINE_BEGIN: number = Date.UTC(2026, 0, 5, 9);

/** Milliseconds between events of which nothing is said: CloudTrail's times are whole seconds. */
const PACE = 1_000;

/** The events of a test in the order of their times. */
export function timelineOf({ events }: Pick<TimelineTest, "events">): readonly TimelineEvent[] {
  const found: TimelineEvent[] = [];
  let next = TIMELINE_BEGIN;
  for (const [step, { event, times = 1, every, at }] of events.entries()) {
    const pace = every === undefined ? PACE : timeOf(every);
    let planned = at === undefined ? next : TIMELINE_BEGIN + timeOf(at);
    const isNumbered = JSON.stringify(event).includes(COUNT);
    for (let n = 1; n <= times; n++) {
      const own = isNumbered ? numbered(event, n) : event;
      const time = ownTime(own) ?? planned;
      const record = {
        ...own,
        eventTime: own.eventTime ?? new Date(time).toISOString().replace(".000Z", "Z"),
        eventID: own.eventID ?? idOf(found.length + 1),
      };
      found.push({ time, record, step });
      planned += pace;
      next = time + PACE;
    }
  }
  return found.sort((a, b) => a.time - b.time);
}

/** The events that a test is written with: of those of a timeline that are alike, the first. */
export function eventsOf(test: RuleTest): readonly EventTest["event"][] {
  return isTimeline(test) ? test.events.map(firstOf) : [test.event];
}

/** The first event of a step, as it is written but for `{n}`. */
export function firstOf({ event }: TimelineStep): TimelineStep["event"] {
  return numbered(event, 1);
}

/** The time that an event itself says; undefined if it says none, NaN if what it says is none. */
export function ownTime({ eventTime }: TimelineStep["event"]): number | undefined {
  if (eventTime === undefined || eventTime === null) return undefined;
  return instantOf(eventTime) ?? Number.NaN;
}

/** Milliseconds of a stretch of time; `0s` is one here, as what begins at once. */
function timeOf(text: string): number {
  return text === "0s" ? 0 : (durationOf(text) as number);
}

/** An event with its count put in for `{n}`. */
function numbered(event: TimelineStep["event"], n: number): TimelineStep["event"] {
  return withCount(event, String(n)) as TimelineStep["event"];
}

/** What stands for it. */
const COUNT = "{n}";

function withCount(value: unknown, count: string): unknown {
  if (typeof value === "string") return value.replaceAll(COUNT, count);
  if (Array.isArray(value)) return value.map((item) => withCount(item, count));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => [key, withCount(child, count)]),
  );
}

function idOf(count: number): string {
  return `00000000-0000-4000-8000-${String(count).padStart(12, "0")}`;
}
