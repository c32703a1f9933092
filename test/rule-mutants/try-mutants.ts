import { DEFAULT_FUNCTION_NAMES } from "../../src/contract.ts";
import { viewOfRecord } from "../../src/core/expression/event-view.ts";
import { ExpressionError, toPredicate } from "../../src/core/expression/expression.ts";
import { parseExpression } from "../../src/core/expression/parse.ts";
import { print } from "../../src/core/expression/print.ts";
import { type Tree, toTree } from "../../src/core/expression/tree.ts";
import type { Rule } from "../../src/core/rule/rule.ts";
import { eventTests, isTimeline, type RuleTest } from "../../src/core/rule-file/rule-test.ts";
import { timelineTrial } from "../../src/core/rule-file/timeline-trial.ts";
import { expressionMutants, type Mutant } from "./expression-mutants.ts";
import { severalMutants } from "./several-mutants.ts";

/** What a rule's tests notice of changes of it. */
export interface MutantTally {
  /** Changes that were tried. */
  readonly tried: number;
  /** Those that fail no test. */
  readonly survivors: readonly Pick<Mutant, "kind" | "before" | "after">[];
}

/** Tries each change of a rule on its tests, which it passes as it is. */
export function tryMutants(rule: Rule, tests: readonly RuleTest[]): MutantTally {
  const self = Object.values(DEFAULT_FUNCTION_NAMES);
  const mutants = expressionMutants(toTree(parseExpression(rule.match).root, self));
  const several = severalMutants(rule, self);
  const views = eventTests(tests).map(({ event, expect }) => ({
    view: viewOfRecord(event),
    expect,
  }));
  // The shortest first: most changes are noticed there.
  const timelines = tests.filter(isTimeline).sort((a, b) => eventsIn(a) - eventsIn(b));
  const passesTimelines = (changed: Rule) =>
    timelines.every((test) => timelineTrial(changed, test).gives === test.expect);
  const survivors = mutants.filter(({ tree }) => {
    const given = outcomeOf(tree);
    return (
      views.every(({ view, expect }) => given(view) === expect) &&
      (timelines.length === 0 || passesTimelines({ ...rule, match: print(tree) }))
    );
  });
  return {
    tried: mutants.length + several.length,
    survivors: [...survivors, ...several.filter((mutant) => passesTimelines(mutant.rule))],
  };
}

function eventsIn(test: Extract<RuleTest, { events: unknown }>): number {
  return test.events.reduce((sum, { times = 1 }) => sum + times, 0);
}

/** What a test gets of an expression: a fault is an outcome too. */
function outcomeOf(tree: Tree): (view: Parameters<ReturnType<typeof toPredicate>>[0]) => string {
  const matches = toPredicate(tree);
  return (view) => {
    try {
      return matches(view) ? "match" : "no-match";
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      return "a fault";
    }
  };
}
