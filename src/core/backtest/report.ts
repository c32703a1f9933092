import type { Severity } from "../rule/rule.ts";
import type { StrayTimes } from "../spread/stray-times.ts";
import type { JudgedCounts, ReadCounts, Unread } from "./reading.ts";
import type { Suggestion } from "./suggest.ts";
import type { Count } from "./top-counts.ts";

/** What a history comes to under one set of rules, or under two. Times are ISO 8601, in UTC. */
export interface BacktestReport {
  readonly version: 1;
  /** Of the records that were judged, but for stray ones; null where there are none. */
  readonly period: { readonly from: string; readonly to: string } | null;
  /** Records that were judged and are of times far from all others; absent of none. */
  readonly stray?: StrayTimes;
  readonly read: ReadCounts;
  /** What could not be read, or is no record; the first thousand. */
  readonly unread: readonly Unread[];
  readonly unreadInAll: number;
  /** One, or the two that are compared. */
  readonly sets: readonly SetReport[];
  readonly comparison?: SetComparison;
}

/** What one set of rules made of the history. */
export interface SetReport {
  /** As it was named. */
  readonly name: string;
  readonly judged: JudgedCounts;
  /** Events that were alerted of, each once. */
  readonly alerts: number;
  /** Matched records of events that were there before. */
  readonly repeats: number;
  /** Matched records that count for rules of several events and alert nobody; absent where no rule is such. */
  readonly held?: number;
  /** After folding, over all channels. */
  readonly threads: number;
  readonly messages: SentMessages;
  readonly rules: readonly RuleReport[];
  readonly channels: readonly ChannelReport[];
  readonly ignoreRules: readonly { readonly id: string; readonly events: number }[];
  /** Alerts by hour: its beginning, and how many. */
  readonly hours: readonly HourCount[];
  /** Alerts by account and hour of the day, in UTC: 24 of each; the most alerted first. */
  readonly accounts: readonly AccountHours[];
  /** What would silence most, first. */
  readonly suggestions: readonly Suggestion[];
  /** What the notifier logged as errors while it folded. */
  readonly complaints: readonly Count[];
}

/** Messages of threads after folding. */
export interface SentMessages {
  /** Messages of their own: a thread's first, storms, summaries where messages cannot be changed. */
  readonly posts: number;
  /** Messages under another. */
  readonly replies: number;
  /** Changes of a message, which notify nobody. */
  readonly edits: number;
}

/** What one rule did. */
export interface RuleReport {
  readonly id: string;
  readonly title: string;
  /** What it finds. */
  readonly description: string;
  readonly tags: readonly string[];
  readonly severity: Severity;
  /** Records it matched and no ignore rule silenced, repeats included. */
  readonly events: number;
  /** Events it is told of with, each once. */
  readonly alerts: number;
  /** Records that it could not judge. */
  readonly faults: number;
  /** Threads that it leads, over all channels. */
  readonly threads: number;
  readonly messages: SentMessages;
  readonly hours: readonly HourCount[];
  readonly actors: readonly Count[];
  readonly calls: readonly Count[];
  readonly addresses: readonly Count[];
  readonly accounts: readonly Count[];
  /** eventID of the last event it alerted of. */
  readonly example?: string;
}

/** What came to one channel. */
export interface ChannelReport {
  /** Name of the destination: `slack:C0123456789`, `sns:<ARN>`, `bus`. */
  readonly channel: string;
  readonly threads: number;
  readonly storms: number;
  readonly messages: SentMessages;
  /** Posts and replies by hour. */
  readonly hours: readonly HourCount[];
}

/** An hour and how much came in it. */
export type HourCount = readonly [hour: string, count: number];

/** One account's alerts by hour of the day. */
export interface AccountHours {
  readonly account: string;
  /** Its name in the settings. */
  readonly name?: string;
  readonly alerts: number;
  readonly hours: readonly number[];
}

/** What the second set changes against the first. */
export interface SetComparison {
  readonly rules: readonly {
    readonly id: string;
    readonly alerts: readonly [number, number];
    readonly threads: readonly [number, number];
    readonly messages: readonly [number, number];
  }[];
  readonly channels: readonly {
    readonly channel: string;
    readonly threads: readonly [number, number];
    readonly messages: readonly [number, number];
  }[];
}

/** Whether a rule had anything to say. */
export function isActive({ events, faults }: RuleReport): boolean {
  return events > 0 || faults > 0;
}

/** Rules that the second set alerts of more or less with, or in more or fewer messages. */
export function changedRules({ rules }: SetComparison): SetComparison["rules"] {
  return rules.filter(({ alerts: [a, b], messages: [m, n] }) => a !== b || m !== n);
}

/** Posts and replies: what people see come. */
export function sentOf({ posts, replies }: SentMessages): number {
  return posts + replies;
}
