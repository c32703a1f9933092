import { viewOfDetail } from "../expression/event-view.ts";
import { everyState } from "../list/rule-lists.ts";
import { createJudge, type Judge, type Verdict } from "../rule/judge.ts";
import type { RuleSet } from "../rule/rule.ts";
import type { EventSeverities } from "../severity/event-severities.ts";
import { highestSeverity } from "../severity/severity-case.ts";
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
  let highest: EventSeverities | undefined;
  const inRuleOrder = (ids: readonly string[]): readonly string[] => {
    const said = new Set(ids);
    return ruleSet.rules.map(({ id }) => id).filter((id) => said.has(id));
  };
  return (detail) => {
    if (!isAltered(detail)) return judge(viewOfDetail(detail));
    hash ??= ruleSetHash(ruleSet);
    const ridden = busVerdictOf(detail);
    if (ridden?.rules === hash) {
      const { steps, severities, ignoredBy, faults = [] } = ridden;
      const matched = inRuleOrder(ridden.matched);
      return {
        matched,
        ...(steps && { steps }),
        ...(severities && { severities }),
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
    highest ??= highestSeverities(ruleSet);
    return {
      matched: inRuleOrder([...(ridden?.matched ?? []), ...own.matched]),
      ...(Object.keys(steps).length > 0 && { steps }),
      ...(Object.keys(highest).length > 0 && { severities: highest }),
      faults: own.faults,
    };
  };
}

/** Each rule that has several severities, at its highest: by which context, what is left of a record may not tell. */
function highestSeverities({ rules }: Pick<RuleSet, "rules">): EventSeverities {
  return Object.fromEntries(
    rules
      .filter(({ severityBy }) => severityBy !== undefined)
      .map((rule) => [rule.id, { severity: highestSeverity(rule), unsure: true }]),
  );
}
