import { isStateful, type RuleSet } from "../rule/rule.ts";
import type { JudgedCounts } from "./reading.ts";
import type { ChannelReport, HourCount, RuleReport, SentMessages, SetReport } from "./report.ts";
import type { RuleTally, SetTally } from "./set-tally.ts";
import { suggestionsFor } from "./suggest.ts";
import type { Count } from "./top-counts.ts";

/** Values of each list. */
const MOST_NAMED = 20;

/** Accounts of the heat map. */
const MOST_ACCOUNTS = 200;

/** What folding a history came to. */
export interface Folded {
  readonly channels: readonly (Omit<ChannelReport, "hours"> & {
    readonly byHour: ReadonlyMap<number, number>;
  })[];
  readonly rules: ReadonlyMap<string, { readonly threads: number; readonly calls: SentMessages }>;
  readonly complaints: readonly Count[];
}

/** What a set's report is made of. */
export interface SetFacts {
  readonly name: string;
  readonly ruleSet: RuleSet;
  readonly judged: JudgedCounts;
  readonly tally: SetTally;
  readonly folded: Folded;
  /** Account id → name. */
  readonly accountNames: Readonly<Record<string, string>>;
}

/** Makes the report of one set of rules; rules that did nothing are in it too. */
export function setReport(facts: SetFacts): SetReport {
  const { name, ruleSet, judged, tally, folded, accountNames } = facts;
  const rules = ruleSet.rules
    .map((rule): RuleReport => {
      const { threads = 0, calls = NO_MESSAGES } = folded.rules.get(rule.id) ?? {};
      const { id, title, description, tags, severity } = rule;
      const counts = ruleCounts(tally.rules.get(id));
      return { id, title, description, tags, severity, ...counts, threads, messages: calls };
    })
    .sort((a, b) => b.alerts - a.alerts || (a.id < b.id ? -1 : 1));
  const channels = folded.channels.map(({ byHour, ...channel }) => ({
    ...channel,
    hours: hoursOf(byHour),
  }));
  return {
    name,
    judged,
    alerts: tally.alerts,
    repeats: tally.repeats,
    ...(ruleSet.rules.some(isStateful) && { held: tally.held }),
    threads: sum(channels.map(({ threads }) => threads)),
    messages: sumOf(channels.map(({ messages }) => messages)),
    rules,
    channels,
    ignoreRules: ruleSet.ignoreRules
      .map(({ id }) => ({ id, events: tally.ignored.get(id) ?? 0 }))
      .sort((a, b) => b.events - a.events),
    hours: hoursOf(tally.byHour),
    accounts: [...tally.heat]
      .map(([account, hours]) => ({
        account,
        ...(accountNames[account] !== undefined && { name: accountNames[account] }),
        alerts: sum(hours),
        hours,
      }))
      .sort((a, b) => b.alerts - a.alerts || (a.account < b.account ? -1 : 1))
      .slice(0, MOST_ACCOUNTS),
    suggestions: rules
      .flatMap(({ id, alerts }) => suggestionsFor(id, alerts, tally.groups))
      .sort((a, b) => b.alerts - a.alerts),
    complaints: folded.complaints,
  };
}

type RuleCounts = Omit<
  RuleReport,
  "id" | "title" | "description" | "tags" | "severity" | "threads" | "messages"
>;

function ruleCounts(tally: RuleTally | undefined): RuleCounts {
  return {
    events: tally?.events ?? 0,
    alerts: tally?.alerts ?? 0,
    faults: tally?.faults ?? 0,
    hours: hoursOf(tally?.byHour ?? new Map()),
    actors: tally?.actors.top(MOST_NAMED) ?? [],
    calls: tally?.calls.top(MOST_NAMED) ?? [],
    addresses: tally?.addresses.top(MOST_NAMED) ?? [],
    accounts: tally?.accounts.top(MOST_NAMED) ?? [],
    ...(tally?.example !== undefined && { example: tally.example }),
  };
}

const NO_MESSAGES: SentMessages = { posts: 0, replies: 0, edits: 0 };

function hoursOf(byHour: ReadonlyMap<number, number>): readonly HourCount[] {
  return [...byHour]
    .sort(([a], [b]) => a - b)
    .map(([hour, count]) => [`${new Date(hour).toISOString().slice(0, 16)}Z`, count] as const);
}

function sumOf(all: readonly SentMessages[]): SentMessages {
  return {
    posts: sum(all.map(({ posts }) => posts)),
    replies: sum(all.map(({ replies }) => replies)),
    edits: sum(all.map(({ edits }) => edits)),
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}
