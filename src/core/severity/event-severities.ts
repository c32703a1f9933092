import type { EventView } from "../expression/event-view.ts";
import type { Budget } from "../function/budget.ts";
import { isAbove } from "./severity.ts";
import type { Contextual } from "./severity-case.ts";
import { createSeverityJudge, type RuleSeverity } from "./severity-judge.ts";

/** What an event's context makes of the severity of rules, by id; those that have their own are not there. */
export type EventSeverities = Readonly<Record<string, RuleSeverity>>;

/** What is asked about one event. */
export interface SeverityQuestion {
  readonly view: EventView;
  /** Ids of the rules that matched. */
  readonly matched: readonly string[];
  /** Ids of the rules that could not judge it: what they are about is not known to make them less severe. */
  readonly unjudged: ReadonlySet<string>;
  /** Gives the budget of the next expression. */
  readonly budget: () => Budget;
  /** Told of each case that could not be judged. */
  readonly onFault: (ruleId: string, message: string) => void;
}

/**
 * Makes what judges the severities of rules about an event.
 *
 * @returns What answers; it says undefined where each rule has its own severity. Undefined itself
 * where no rule has another in any context.
 */
export function createEventSeverities(
  rules: readonly (Contextual & { readonly id: string })[],
  options: { readonly self: readonly string[]; readonly now: number },
): ((question: SeverityQuestion) => EventSeverities | undefined) | undefined {
  const contextual = new Map(
    rules
      .filter(({ severityBy }) => severityBy !== undefined)
      .map((rule) => [rule.id, { own: rule.severity, judge: createSeverityJudge(rule, options) }]),
  );
  if (contextual.size === 0) return undefined;
  return ({ view, matched, unjudged, budget, onFault }) => {
    let severities: Record<string, RuleSeverity> | undefined;
    for (const id of new Set([...matched, ...unjudged])) {
      const rule = contextual.get(id);
      const said = rule?.judge(view, budget, (message) => onFault(id, message));
      if (rule === undefined || said === undefined) continue;
      if (unjudged.has(id) && !isAbove(said.severity, rule.own)) continue;
      severities ??= {};
      severities[id] = said;
    }
    return severities;
  };
}
