import { EVENT_SOURCE } from "../../contract.ts";
import { viewOfDetail } from "../expression/event-view.ts";
import { type Matcher, patternMatcher } from "../pattern/match.ts";
import { isAccessDenied, type Verdict } from "../rule/judge.ts";
import type { RulePattern } from "./compile-rule.ts";
import { type PackedPattern, packPatterns } from "./pack.ts";

/** How patterns did on bus events: what they let through against what needed it. */
export interface PatternTrial {
  /**
   * Tries one.
   *
   * @param verdict By the rules the patterns come from, without ignore rules.
   */
  add(
    detail: Readonly<Record<string, unknown>>,
    verdict: Pick<Verdict, "matched" | "faults">,
  ): void;
  counts(): TrialCounts;
}

/** Counts of a trial; `events` is the number of bus events tried. */
export interface TrialCounts {
  readonly events: number;
  /** Events that at least one packed pattern lets through. */
  readonly passed: number;
  /** Deliveries: an event is delivered once for each packed pattern that lets it through. */
  readonly deliveries: number;
  /** Events that a rule matches or cannot judge, or that count as access-denied: those that must pass. */
  readonly needed: number;
  /** Events that were needed and did not pass; anything but 0 is a defect of the compiler. */
  readonly missed: number;
  readonly rules: Readonly<Record<string, RuleCounts>>;
}

/** Events one rule's pattern lets through, and those the rule matches. */
export interface RuleCounts {
  readonly passed: number;
  readonly matched: number;
}

/** Makes a trial of patterns on real events. */
export function createPatternTrial(
  rules: readonly RulePattern[],
  packed: readonly PackedPattern[],
  { accessDenied }: { readonly accessDenied: boolean },
): PatternTrial {
  const matchers = packed.map(({ pattern }) => patternMatcher(pattern));
  const single = rules.map((rule) => ({ id: rule.id, passes: matcherOf(rule), passed: 0 }));
  const matchedBy = new Map<string, number>();
  const counts = { events: 0, passed: 0, deliveries: 0, needed: 0, missed: 0 };
  return {
    add(detail, { matched, faults }) {
      const event = { source: EVENT_SOURCE, detail };
      const deliveries = matchers.filter((matches) => matches(event)).length;
      const needed =
        matched.length + faults.length > 0 ||
        (accessDenied && isAccessDenied(viewOfDetail(detail)));
      counts.events++;
      counts.deliveries += deliveries;
      if (deliveries > 0) counts.passed++;
      if (needed) counts.needed++;
      if (needed && deliveries === 0) counts.missed++;
      for (const id of matched) matchedBy.set(id, (matchedBy.get(id) ?? 0) + 1);
      for (const rule of single) if (rule.passes(event)) rule.passed++;
    },
    counts: () => ({
      ...counts,
      rules: Object.fromEntries(
        single.map(({ id, passed }) => [id, { passed, matched: matchedBy.get(id) ?? 0 }]),
      ),
    }),
  };
}

/** One rule may be more than one pattern takes, as when it lists many values. */
function matcherOf(rule: RulePattern): Matcher {
  const options = { accessDenied: false, wildcardRules: Number.POSITIVE_INFINITY };
  const matchers = packPatterns([rule], options).map(({ pattern }) => patternMatcher(pattern));
  return (event) => matchers.some((matches) => matches(event));
}
