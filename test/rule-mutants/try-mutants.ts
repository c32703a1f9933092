import { type EventView, viewOfRecord } from "../../src/core/expression/event-view.ts";
import { ExpressionError, toPredicate } from "../../src/core/expression/expression.ts";
import { print } from "../../src/core/expression/print.ts";
import type { Tree } from "../../src/core/expression/tree.ts";
import type { Rule } from "../../src/core/rule/rule.ts";
import { eventTests, isTimeline, type RuleTest } from "../../src/core/rule-file/rule-test.ts";
import { timelineTrial } from "../../src/core/rule-file/timeline-trial.ts";
import { expressionMutants, type Mutant } from "./expression-mutants.ts";
import { listedRule, listedTree, namedTree } from "./named-lists.ts";
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
  const mutants = expressionMutants(namedTree(rule.match));
  const several = severalMutants(rule);
  const ofEvents = eventTests(tests).map((test) => ({ ...test, view: viewOfRecord(test.event) }));
  // The shortest first: most changes are noticed there.
  const timelines = tests.filter(isTimeline).sort((a, b) => eventsIn(a) - eventsIn(b));
  const passesTimelines = (changed: Rule) =>
    timelines.every((test) => {
      const listed = listedRule(changed, test.lists);
      return timelineTrial(listed, test).gives === test.expect;
    });
  const survivors = mutants.filter(({ tree }) => {
    const given = ofEvents.every(
      ({ view, lists, expect }) => outcomeOf(listedTree(tree, lists), view) === expect,
    );
    return given && (timelines.length === 0 || passesTimelines({ ...rule, match: print(tree) }));
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
function outcomeOf(tree: Tree, view: EventView): string {
  try {
    return toPredicate(tree)(view) ? "match" : "no-match";
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    return "a fault";
  }
}
