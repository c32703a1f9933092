import { alertIdentity } from "../alert/alert-identity.ts";
import type { EventView } from "../expression/event-view.ts";
import { instantOf } from "../record/event-time.ts";
import { flatten } from "../record/flatten.ts";
import { createJudge } from "../rule/judge.ts";
import type { IgnoreRule, RuleSet } from "../rule/rule.ts";
import { DayTally } from "../spread/day-tally.ts";
import { mainPeriod } from "../spread/main-period.ts";
import type { StrayTimes } from "../spread/stray-times.ts";

/** What an ignore rule would have done to past events. */
export interface TrialOutcome {
  /** Records that were looked at. */
  readonly records: number;
  /** Events among them that rules match and nothing silences; one that is in two files is one. */
  readonly alerting: number;
  /** Of these, those that it would silence for good. */
  readonly silenced: number;
  /** Of these, those that other rules still match: they lose a rule and stay. */
  readonly reduced: number;
  /** Rule → events it matches, and how many of them it would lose; those that lose none are left out. */
  readonly rules: Readonly<
    Record<string, { readonly alerting: number; readonly silenced: number }>
  >;
  /** When the first and the last of what is silenced were, but for stray ones; ISO 8601. */
  readonly first?: string;
  readonly last?: string;
  /** Silenced events that are of times far from all others; absent of none. */
  readonly stray?: StrayTimes;
  /** eventIDs of the first few. */
  readonly examples: readonly string[];
}

/** Tries an ignore rule on events. */
export interface ExceptionTrial {
  add(view: EventView, record: Readonly<Record<string, unknown>>): void;
  outcome(): TrialOutcome;
}

/** @param options `now` in milliseconds since the epoch; `self` is what `$self` stands for. */
export function createExceptionTrial(
  ruleSet: RuleSet,
  ignoreRule: IgnoreRule,
  options: { readonly self: readonly string[]; readonly now: number },
): ExceptionTrial {
  const before = createJudge(ruleSet, options);
  const after = createJudge(
    { ...ruleSet, ignoreRules: [...ruleSet.ignoreRules, ignoreRule] },
    options,
  );
  const counts = { records: 0, alerting: 0, silenced: 0, reduced: 0 };
  const rules = new Map<string, { alerting: number; silenced: number }>();
  const seen = new Set<string>();
  const days = new DayTally();
  const examples: string[] = [];
  return {
    add(view, record) {
      const { eventTime, eventID } = record;
      counts.records++;
      const { matched } = before(view);
      if (matched.length === 0) return;
      const identity = alertIdentity(flatten(record));
      if (seen.has(identity)) return;
      seen.add(identity);
      counts.alerting++;
      const kept = new Set(after(view).matched);
      for (const id of matched) {
        const of = rules.get(id) ?? { alerting: 0, silenced: 0 };
        of.alerting++;
        if (!kept.has(id)) of.silenced++;
        rules.set(id, of);
      }
      if (kept.size === matched.length) return;
      counts[kept.size === 0 ? "silenced" : "reduced"]++;
      const time = instantOf(eventTime);
      if (time !== undefined) days.add(time);
      if (typeof eventID === "string" && examples.length < MAX_EXAMPLES) examples.push(eventID);
    },
    outcome() {
      const main = mainPeriod(days.days());
      return {
        ...counts,
        rules: Object.fromEntries([...rules].filter(([, { silenced }]) => silenced > 0)),
        ...(main && { first: isoSeconds(main.from), last: isoSeconds(main.to) }),
        ...(main && main.stray.records > 0 && { stray: main.stray }),
        examples,
      };
    },
  };
}

const MAX_EXAMPLES = 5;

/** As CloudTrail writes a time. */
function isoSeconds(time: number): string {
  return new Date(time).toISOString().replace(".000Z", "Z");
}
