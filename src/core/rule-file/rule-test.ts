/** An example that a rule carries: one event, or several in time. */
export type RuleTest = EventTest | TimelineTest;

/** An event that the rule's expression is judged by. */
export interface EventTest {
  readonly name: string;
  readonly expect: "match" | "no-match";
  /** A record of CloudTrail, as little of it as the example needs. */
  readonly event: Readonly<Record<string, unknown>>;
  readonly lists?: TestLists;
}

/** What is on lists that a rule uses, by name; nothing on those that are not named. */
export type TestLists = Readonly<Record<string, readonly string[]>>;

/** Events in time, of which the rule alerts or does not. */
export interface TimelineTest {
  readonly name: string;
  readonly expect: "alert" | "no-alert";
  readonly events: readonly TimelineStep[];
  /** Whether the rule is still learning what is usual. @default - no longer */
  readonly learning?: boolean;
  readonly lists?: TestLists;
}

/** An event of a timeline, or some that are alike. */
export interface TimelineStep {
  /** A record as in {@linkcode EventTest}; `{n}` in its texts is the count of this one, from 1. */
  readonly event: Readonly<Record<string, unknown>>;
  /** How many there are. @default 1 */
  readonly times?: number;
  /** Duration from one to the next. @default "1s" */
  readonly every?: string;
  /** Duration from the timeline's begin. @default - a second after the one before */
  readonly at?: string;
}

/** Whether a test is one of several events in time. */
export function isTimeline(test: RuleTest): test is TimelineTest {
  return "events" in test;
}

/** The tests of single events. */
export function eventTests(tests: readonly RuleTest[]): readonly EventTest[] {
  return tests.filter((test) => !isTimeline(test));
}
