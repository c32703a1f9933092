import type { GroupTally } from "./group-tally.ts";

/** An ignore rule that would silence much of what a rule alerts of; for people to decide on. */
export interface Suggestion {
  readonly ruleId: string;
  /** Rules that the ignore rule is to be limited to: those that alerted of these events. */
  readonly rules: readonly string[];
  /** JMESPath expression of the ignore rule. */
  readonly match: string;
  /** What it would silence. */
  readonly alerts: number;
  /** Of all alerts of the rule. */
  readonly share: number;
  /** An event that it silences, to look at first. */
  readonly example?: string;
}

/** Least alerts, and least share of its rule's, that an ignore rule is suggested for. */
const LEAST_ALERTS = 10;
const LEAST_SHARE = 0.05;

/** Suggestions of one rule. */
const MOST = 5;

/**
 * Suggests ignore rules for what a rule alerts of most: each for one caller, call and outcome, and for
 * the things called on where these are the same each time. By the same clauses as `except` has.
 *
 * @param alerts Of the rule.
 */
export function suggestionsFor(
  ruleId: string,
  alerts: number,
  groups: Pick<GroupTally, "ofRule">,
): readonly Suggestion[] {
  return groups
    .ofRule(ruleId)
    .filter((group) => group.alerts >= LEAST_ALERTS && group.alerts >= LEAST_SHARE * alerts)
    .slice(0, MOST)
    .map((group) => ({
      ruleId,
      rules: group.ruleIds,
      match: [group.match, ...group.on].join(" && "),
      alerts: group.alerts,
      share: alerts === 0 ? 0 : group.alerts / alerts,
      ...(group.eventId !== undefined && { example: group.eventId }),
    }));
}
