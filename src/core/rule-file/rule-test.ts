import type { Severity } from "../rule/rule.ts";

/** An example that a rule carries: one event, or several in time. */
export type RuleTest = EventTest | TimelineTest;

/** An event that the rule's expression is judged by. */
export interface EventTest {
  readonly name: string;
  readonly expect: "match" | "no-match";
  /** A record of CloudTrail, as little of it as the example needs. */
  readonly event: Readonly<Record<string, unknown>>;
  readonly lists?: TestLists;
  /** Tags that the event's account has. @default - none */
  readonly accountTags?: readonly string[];
  /** How severe the alert must be; of a match alone. @default - any */
  readonly severity?: Severity;
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
  /** Tags that the accounts of the events have. @default - none */
  readonly accountTags?: readonly string[];
  /** How severe the first alert must be; where one is expected. @default - any */
  readonly severity?: Severity;
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

/** What a test must give, in words: `match`, `match of severity high`. */
export function wantedOf({ expect, severity }: Pick<RuleTest, "expect" | "severity">): string {
  return severity === undefined ? expect : `${expect} of severity ${severity}`;
}

/** The tests of single events. */
export function eventTests(tests: readonly RuleTest[]): readonly EventTest[] {
  return tests.filter((test) => !isTimeline(test));
}
