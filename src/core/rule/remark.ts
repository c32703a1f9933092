import { looseArns } from "../expression/loose-arn.ts";
import { expiredValues, type RuleLists, treeOf } from "../list/rule-lists.ts";
import { expiredIgnoreRules } from "./judge.ts";
import type { RuleSet } from "./rule.ts";

/**
 * What is to be said aloud of rules wherever they are loaded, as it makes them do less than their
 * files seem to say: there are none, an ignore rule or a value on a list has expired, or text is looked for anywhere in
 * an ARN.
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
    ...expiredValues(listHolders(ruleSet), now).map(
      ({ list, value, expires, owner }) =>
        `"${value}" of ${owner} expired on ${expires} and is on list "${list}" no more: renew or remove it`,
    ),
    ...[...ruleSet.rules, ...ruleSet.ignoreRules].flatMap((rule) =>
      looseArns(treeOf(rule, undefined)).map(
        (key) =>
          `Rule "${rule.id}" looks for text anywhere in ${key}, where whoever names a user or role may put it: use starts_with, ends_with or a field of its own, such as userIdentity.userName`,
      ),
    ),
  ];
}

/** What is wrong with an empty set of rules. */
export const NO_RULES = "There is no rule, so nothing will ever alert";

/** All that uses lists. */
export function listHolders({
  rules,
  ignoreRules,
}: RuleSet): readonly { readonly lists?: RuleLists }[] {
  return [...rules, ...rules.flatMap(({ severityBy = [] }) => severityBy), ...ignoreRules];
}
