import type { Anchors } from "../condition/anchor.ts";
import type { RuleLists } from "../list/rule-lists.ts";
import { STATEFUL_KINDS, type Stateful } from "../stateful/stateful.ts";

/** How much an alert matters. Ordered. */
export const SEVERITIES = ["info", "low", "medium", "high", "critical"] as const;

/** One of {@linkcode SEVERITIES}. */
export type Severity = (typeof SEVERITIES)[number];

/** A rule as loaded: what alerts. */
export interface Rule extends Stateful {
  /** Name of its file. */
  readonly id: string;
  /** Headline of its alerts. */
  readonly title: string;
  /** What it finds, and why that matters. */
  readonly description: string;
  /** How much its alerts matter. */
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

/** How severe a rule is about a call: one that was refused counts two steps less, unless it says otherwise. */
export function severityOf(
  { severity, attempts }: Pick<Rule, "severity" | "attempts">,
  isRefused: boolean,
): Severity {
  if (!isRefused || attempts === "same") return severity;
  return SEVERITIES[Math.max(0, SEVERITIES.indexOf(severity) - REFUSED_STEPS)] ?? severity;
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
