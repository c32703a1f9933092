import { expiredIgnoreRules } from "./judge.ts";
import type { RuleSet } from "./rule.ts";

/**
 * What is to be said aloud of rules wherever they are loaded, as it makes them do less than their
 * files seem to say: there are none, or an ignore rule has expired.
 *
 * @param now Milliseconds since the epoch.
 */
export function ruleSetRemarks(ruleSet: RuleSet, now: number): readonly string[] {
  const expired = new Set(expiredIgnoreRules(ruleSet, now));
  return [
    ...(ruleSet.rules.length === 0 ? [NO_RULES] : []),
    ...ruleSet.ignoreRules
      .filter(({ id }) => expired.has(id))
      .map(
        ({ id, expires, owner }) =>
          `Ignore rule "${id}" of ${owner} expired on ${expires} and silences nothing any more: renew or remove it`,
      ),
  ];
}

/** What is wrong with an empty set of rules. */
export const NO_RULES = "There is no rule, so nothing will ever alert";
