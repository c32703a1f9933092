import type { FieldProblem } from "../record/field-problem.ts";
import type { TimelineStep } from "./rule-test.ts";
import { firstOf, ownTime, timelineOf } from "./timeline.ts";

/** A test as its file has it: of the right keys and types, whatever stands beside what. */
export interface WrittenTest {
  readonly event?: unknown;
  readonly events?: readonly TimelineStep[];
  readonly learning?: boolean;
}

/** Events that one test may have. */
export const MOST_EVENTS = 10_000;

/** How long a test's events may take, in days: longer than any rule remembers. */
const MOST_DAYS = 366;

const DAY = 86_400_000;

/** Finds what is wrong with tests of several events: what stands beside each other, how many, and when. */
export function timelineProblems(tests: readonly WrittenTest[]): readonly FieldProblem[] {
  return tests.flatMap((test, index) => {
    const { event, events, learning } = test;
    const place = ["tests", index];
    if (events !== undefined) {
      const both = event === undefined ? [] : [problem([...place, "event"], BOTH, true)];
      return [...both, ...eventsProblems(events, [...place, "events"])];
    }
    return learning === undefined ? [] : [problem([...place, "learning"], LEARNING, true)];
  });
}

const BOTH =
  "Cannot use event beside events as a test is about one event or about several: move it into events";
const LEARNING =
  "Cannot use learning as it is about tests of several events: write events instead of event, or leave it out";

function eventsProblems(
  events: readonly TimelineStep[],
  place: FieldProblem["field"],
): readonly FieldProblem[] {
  const problems = events.flatMap((step, index) => stepProblems(step, [...place, index]));
  const count = events.reduce((sum, { times = 1 }) => sum + times, 0);
  if (count > MOST_EVENTS) {
    const message = `Cannot use events as a test may have at most ${MOST_EVENTS}: these are ${count}`;
    problems.push(problem(place, message));
  }
  if (problems.length > 0) return problems;
  const times = timelineOf({ events }).map(({ time }) => time);
  if (times.some(Number.isNaN)) {
    const message = "Cannot use events as each eventTime must be a time, whatever {n} makes of it";
    return [problem(place, message)];
  }
  const days = ((times.at(-1) ?? 0) - (times[0] ?? 0)) / DAY;
  if (days <= MOST_DAYS) return [];
  const message = `Cannot use events as they may take at most ${MOST_DAYS} days: these take ${Math.ceil(days)}`;
  return [problem(place, message)];
}

function stepProblems(step: TimelineStep, place: FieldProblem["field"]): readonly FieldProblem[] {
  const { times = 1, every, at } = step;
  const found: FieldProblem[] = [];
  if (every !== undefined && times === 1) {
    const message = "Cannot use every as it is from one event to the next: add times";
    found.push(problem([...place, "every"], message, true));
  }
  const time = ownTime(firstOf(step));
  if (time === undefined) return found;
  const field = [...place, "event", "eventTime"];
  if (at !== undefined || every !== undefined) {
    const message = `Cannot use eventTime beside ${at === undefined ? "every" : "at"} as one of them says when it happens: leave the other out`;
    found.push(problem(field, message, true));
  } else if (Number.isNaN(time)) {
    found.push(problem(field, "Cannot use eventTime as it must be a time, 2026-01-05T09:00:00Z"));
  }
  return found;
}

function problem(field: FieldProblem["field"], message: string, isName = false): FieldProblem {
  return { field, message, ...(isName && { isName }) };
}
