import { expiredValues } from "../core/list/rule-lists.ts";
import { createJudge, expiredIgnoreRules } from "../core/rule/judge.ts";
import { listHolders } from "../core/rule/remark.ts";
import type { RuleSet } from "../core/rule/rule.ts";
import { daily } from "../core/verdict/daily.ts";
import { createDetailJudge, type DetailJudge } from "../core/verdict/detail-judge.ts";
import type { Clock, Log } from "../ports.ts";

/**
 * A judge that knows what day it is: a function instance may live past the day on which an ignore
 * rule or a value on a list expires. Expired ones are said loudly, once a day.
 *
 * @param self The product's own function names, `$self` in rules.
 */
export function dailyJudge(
  ruleSet: RuleSet,
  self: readonly string[],
  clock: Clock,
  log: Log,
): DetailJudge {
  const judgeOf = daily((now) => {
    const expired = expiredIgnoreRules(ruleSet, now);
    if (expired.length > 0) {
      log.warn("Ignore rules have expired: what they silenced alerts again", { expired });
    }
    const values = expiredValues(listHolders(ruleSet), now);
    if (values.length > 0) {
      log.warn("Values on lists have expired: they are on them no more", { values });
    }
    return createDetailJudge(ruleSet, createJudge(ruleSet, { self, now }), self);
  });
  // At once, so that the first event does not wait for it, and what is wrong with all rules fails the start.
  judgeOf(clock.now());
  return (detail) => judgeOf(clock.now())(detail);
}
