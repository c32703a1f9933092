import { viewOfDetail } from "../expression/event-view.ts";
import { everyState } from "../list/rule-lists.ts";
import { createJudge, type Judge, type Verdict } from "../rule/judge.ts";
import type { RuleSet } from "../rule/rule.ts";
import { busVerdictOf, isAltered, ruleSetHash } from "./bus-verdict.ts";

/** Judges a bus event's detail. Never throws. */
export type DetailJudge = (detail: Readonly<Record<string, unknown>>) => Verdict;

/**
 * Makes the judge of bus events. One that is all of its record is judged. One that is not has its
 * verdict with it; where that is of other rules, as while a deploy is under way, or cannot be read,
 * what it says and what is left count both, and nothing is ignored: more may be alerted, never less.
 *
 * @param judge By the same rules.
 * @param self What `$self` stands for.
 */
export function createDetailJudge(
  ruleSet: RuleSet,
  judge: Judge,
  self: readonly string[],
): DetailJudge {
  // Most function instances never see such an event.
  let unsilenced: Judge | undefined;
  let hash: string | undefined;
  const inRuleOrder = (ids: readonly string[]): readonly string[] => {
    const said = new Set(ids);
    return ruleSet.rules.map(({ id }) => id).filter((id) => said.has(id));
  };
  return (detail) => {
    if (!isAltered(detail)) return judge(viewOfDetail(detail));
    hash ??= ruleSetHash(ruleSet);
    const ridden = busVerdictOf(detail);
    if (ridden?.rules === hash) {
      const { steps, ignoredBy, faults = [] } = ridden;
      const matched = inRuleOrder(ridden.matched);
      return {
        matched,
        ...(steps && { steps }),
        ...(ignoredBy !== undefined && { ignoredBy }),
        faults,
      };
    }
    unsilenced ??= createJudge(
      { rules: ruleSet.rules.flatMap(everyState), ignoreRules: [] },
      { self, now: 0 },
    );
    const own = unsilenced(viewOfDetail(detail));
    const steps = { ...ridden?.steps, ...own.steps };
    return {
      matched: inRuleOrder([...(ridden?.matched ?? []), ...own.matched]),
      ...(Object.keys(steps).length > 0 && { steps }),
      faults: own.faults,
    };
  };
}
