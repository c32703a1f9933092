import type { Clause } from "../explain/clause.ts";
import type { IgnoreRule, Rule } from "../rule/rule.ts";
import type { EventTest, RuleTest, TimelineTest } from "./rule-test.ts";

/** A rule or ignore rule as its file gives it: of the right shape, nothing else known about it. */
export interface RuleFile<R extends Rule | IgnoreRule> {
  /** The file, for messages. */
  readonly path: string;
  readonly rule: R;
  readonly tests: readonly RuleTest[];
}

/** One thing that is wrong with a rule file. */
export interface RuleProblem {
  /** The file. */
  readonly path: string;
  /** Names and indices that lead to the field; none means the file as a whole. */
  readonly field: readonly (string | number)[];
  /** Whether it is the field's name that is wrong, not its value. */
  readonly isName?: boolean;
  /** Line in the file, where the field does not tell it. */
  readonly line?: number;
  /** What is wrong and what to write instead. */
  readonly message: string;
  /** The test that fails, where that is what is wrong. */
  readonly failure?: TestFailure;
}

/** A rule's file, or an ignore rule's. */
export type AnyFile = RuleFile<Rule | IgnoreRule>;

/** What a test gives that must give something else. */
export type TestFailure = EventFailure | TimelineFailure;

/** Of a test of one event. */
export interface EventFailure {
  readonly test: EventTest;
  /** `match`, `no-match`, or a fault and why. */
  readonly given: string;
  /** What each clause of the expression gives. */
  readonly clause: Clause;
}

/** Of a test of several events. */
export interface TimelineFailure {
  readonly test: TimelineTest;
  /** `alert` or `no-alert`. */
  readonly given: string;
  /** What the rule made of each event, by time. */
  readonly timeline: readonly TimelineNote[];
}

/** What a rule made of one event of a test. */
export interface TimelineNote {
  /** Milliseconds since the first one. */
  readonly at: number;
  /** The event's `eventName`; empty if it has none. */
  readonly eventName: string;
  /** Whether it matched, what it counted for, whether the rule alerted: text that may hold the event's own values. */
  readonly says: string;
}
