import { createJudge, expiredIgnoreRules } from "../core/rule/judge.ts";
import type { RuleSet } from "../core/rule/rule.ts";
import { createDetailJudge, type DetailJudge } from "../core/verdict/detail-judge.ts";
import type { Clock, Log } from "../ports.ts";

const MS_PER_DAY = 86_400_000;

/**
 * A judge that knows what day it is: a function instance may live past the day on which an ignore
 * rule expires. Expired ones are said loudly, once a day.
 *
 * @param self The product's own function names, `$self` in rules.
 */
export function dailyJudge(
  ruleSet: RuleSet,
  self: readonly string[],
  clock: Clock,
  log: Log,
): DetailJudge {
  let day: number | undefined;
  let judge: DetailJudge | undefined;
  const judgeOfToday = (): DetailJudge => {
    const now = clock.now();
    const today = Math.floor(now / MS_PER_DAY);
    if (judge !== undefined && today === day) return judge;
    const expired = expiredIgnoreRules(ruleSet, now);
    if (expired.length > 0) {
      log.warn("Ignore rules have expired: what they silenced alerts again", { expired });
    }
    day = today;
    judge = createDetailJudge(ruleSet, createJudge(ruleSet, { self, now }), self);
    return judge;
  };
  // At once, so that a rule nobody can compile fails the start and not an event.
  judgeOfToday();
  return (detail) => judgeOfToday()(detail);
}
