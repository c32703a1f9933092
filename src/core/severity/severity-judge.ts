import type { EventView } from "../expression/event-view.ts";
import { ExpressionError, type Predicate, toPredicate } from "../expression/expression.ts";
import type { Budget } from "../function/budget.ts";
import { treeOf } from "../list/rule-lists.ts";
import { highestOf, isAbove, type Severity } from "./severity.ts";
import { type Contextual, caseExpression } from "./severity-case.ts";

/** What a rule's severity is about one event, where its context says so. Plain JSON. */
export interface RuleSeverity {
  readonly severity: Severity;
  /** Which of the rule's cases said so, from 0; absent where it is the rule's own. */
  readonly by?: number;
  /** Present where a case that might have decided could not be judged: the severity is the highest it may be. */
  readonly unsure?: true;
}

/** What is told of a case that could not be judged: which, and why. */
export type CaseFault = (message: string) => void;

/** Judges the severity of a rule about one event; undefined where it is the rule's own. Never throws. */
export type SeverityJudge = (
  view: EventView,
  budget: () => Budget,
  onFault: CaseFault,
) => RuleSeverity | undefined;

/**
 * Makes what judges a rule's severity. A case that cannot be judged never makes it less: then it is
 * the highest of the rule's own, of what that case says, and of what the others come to. What a case
 * takes away, from the rule's own or from what a later case would say, must hold whichever way an
 * event can be read, as what silences must.
 *
 * @param options `self`: the product's own function names; `now`: milliseconds since the epoch, by
 * which values on lists have expired.
 */
export function createSeverityJudge(
  { severity: own, severityBy = [] }: Contextual,
  { self, now }: { readonly self: readonly string[]; readonly now: number },
): SeverityJudge {
  const cases = severityBy.map((one, by) => {
    const { severity, lists } = one;
    const later = severityBy.slice(by + 1).map((it) => it.severity);
    const takes = isAbove(highestOf([own, ...later]), severity);
    // Compiled where it is asked first: most functions start for events that ask none.
    let predicate: Predicate | undefined;
    const holds: Predicate = (view, budget) => {
      predicate ??= toPredicate(
        treeOf({ match: caseExpression(one), ...(lists && { lists }) }, self, now),
        takes,
      );
      return predicate(view, budget);
    };
    return { severity, by, holds };
  });
  return (view, budget, onFault) => {
    const unsure: RuleSeverity[] = [];
    const decided = cases.find(({ severity, by, holds }) => {
      try {
        return holds(view, budget());
      } catch (error) {
        const why = error instanceof ExpressionError ? error.message : String(error);
        onFault(`severityBy[${by}]: ${why}`);
        unsure.push({ severity, by });
        return false;
      }
    });
    const said = decided && { severity: decided.severity, by: decided.by };
    if (unsure.length === 0) return said;
    const may: readonly RuleSeverity[] = [{ severity: own }, ...unsure, ...(said ? [said] : [])];
    const highest = may.reduce((best, one) => (isAbove(one.severity, best.severity) ? one : best));
    return { ...highest, unsure: true };
  };
}
