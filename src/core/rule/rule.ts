import type { Anchors } from "../condition/anchor.ts";
import type { RuleLists } from "../list/rule-lists.ts";
import { highestOf, type Severity, severityMoved } from "../severity/severity.ts";
import type { Contextual } from "../severity/severity-case.ts";
import { isAllRefused, type SeveralEvent } from "../stateful/several-events.ts";
import { STATEFUL_KINDS, type Stateful } from "../stateful/stateful.ts";

export { SEVERITIES, type Severity } from "../severity/severity.ts";

/** A rule as loaded: what alerts. */
export interface Rule extends Stateful, Contextual {
  /** Name of its file. */
  readonly id: string;
  /** Headline of its alerts. */
  readonly title: string;
  /** What it finds, and why that matters. */
  readonly description: string;
  /** How much its alerts matter, where none of `severityBy` holds. */
  readonly severity: Severity;
  /** `same`: what was refused is as severe as what succeeded. @default - two steps less */
  readonly attempts?: "same";
  /** JMESPath expression over the flat keys and the nested record; where a rule asks several events, of the first or of each. */
  readonly match: string;
  /** The lists that its expressions use, with what is on them. */
  readonly lists?: RuleLists;
  /** Of each of its expressions, in order, where the index has it; absent: that is worked out. */
  readonly anchors?: readonly Anchors[];
  /** Paths that group repeats into one thread; absent means the default key. */
  readonly thread?: { readonly by: readonly string[] };
  /** Words by which routes may choose it. */
  readonly tags: readonly string[];
  /** Links for whoever is alerted. */
  readonly references: readonly string[];
  /** What to look at, what to do. */
  readonly runbook?: string;
}

/** What is known of the event that a rule's severity is asked about. */
export interface SeverityFacts {
  /** Whether the call was refused. */
  readonly isRefused: boolean;
  /** What the event's context makes it. @default - the rule's own */
  readonly context?: Severity;
  /** Of a rule of several events, those that it alerts on. */
  readonly events?: readonly SeveralEvent[];
}

/**
 * How severe a rule is about an event: first by its context, then two steps less if the call was
 * refused, unless the rule says otherwise. Of several events the most severe context counts, and they
 * are refused if all are.
 */
export function severityOf(
  { severity, attempts }: Pick<Rule, "severity" | "attempts">,
  { isRefused, context, events = [] }: SeverityFacts,
): Severity {
  const [first = severity, ...others] = [
    context ?? [],
    ...events.map((it) => it.severity ?? []),
  ].flat();
  const inContext = highestOf([first, ...others]);
  const counts = isRefused && attempts !== "same" && isAllRefused({ events });
  return counts ? severityMoved(inContext, -REFUSED_STEPS) : inContext;
}

const REFUSED_STEPS = 2;

/** Whether what a rule alerts on is more than one event: events it matches are counted, and alert together. */
export function isStateful(rule: Stateful): boolean {
  return STATEFUL_KINDS.some((kind) => rule[kind] !== undefined);
}

/** An ignore rule as loaded: what must not alert, and who says so. */
export interface IgnoreRule {
  /** Name of its file. */
  readonly id: string;
  /** JMESPath expression of what it ignores. */
  readonly match: string;
  /** The lists that its expression uses, with what is on them. */
  readonly lists?: RuleLists;
  /** As of a {@linkcode Rule}; it has one expression. */
  readonly anchors?: readonly Anchors[];
  /** Why that may be ignored. */
  readonly reason: string;
  /** Who answers for it. */
  readonly owner: string;
  /** Last day it holds, `YYYY-MM-DD` in UTC; afterwards it is inactive. */
  readonly expires?: string;
  /** Only these rules are silenced; absent means all. */
  readonly rules?: readonly string[];
}

/** All that judges an event, in order. */
export interface RuleSet {
  /** What alerts. */
  readonly rules: readonly Rule[];
  /** What must not. */
  readonly ignoreRules: readonly IgnoreRule[];
}

/** Id of the rule that `eventsToTrack` stands for. */
export const EVENTS_TO_TRACK_ID = "events-to-track";

/** Makes the rule that `eventsToTrack` stands for: it matches every event of one of these names. */
export function eventsToTrackRule(eventNames: readonly string[]): Rule {
  return {
    id: EVENTS_TO_TRACK_ID,
    title: "Tracked event",
    description: "An event whose name is on the list of events to track.",
    severity: "medium",
    match: `contains(${literalOf(eventNames)}, eventName)`,
    tags: [],
    references: [],
  };
}

/** A JMESPath literal; a backtick inside would end it. */
function literalOf(value: unknown): string {
  return `\`${JSON.stringify(value).replaceAll("`", "\\u0060")}\``;
}
