import { DEFAULT_FUNCTION_NAMES } from "../../src/contract.ts";
import { viewOfRecord } from "../../src/core/expression/event-view.ts";
import { ExpressionError, toPredicate } from "../../src/core/expression/expression.ts";
import { parseExpression } from "../../src/core/expression/parse.ts";
import { type Tree, toTree } from "../../src/core/expression/tree.ts";
import { eventTests, type RuleTest } from "../../src/core/rule-file/rule-test.ts";
import { expressionMutants, type Mutant } from "./expression-mutants.ts";

/** What a rule's tests notice of changes of its expression. */
export interface MutantTally {
  /** Changes that were tried. */
  readonly tried: number;
  /** Those that fail no test. */
  readonly survivors: readonly Mutant[];
}

/** Tries each change of an expression on the rule's tests, which it passes as it is. */
export function tryMutants(match: string, tests: readonly RuleTest[]): MutantTally {
  const self = Object.values(DEFAULT_FUNCTION_NAMES);
  const mutants = expressionMutants(toTree(parseExpression(match).root, self));
  const views = eventTests(tests).map(({ event, expect }) => ({
    view: viewOfRecord(event),
    expect,
  }));
  const survivors = mutants.filter(({ tree }) => {
    const given = outcomeOf(tree);
    return views.every(({ view, expect }) => given(view) === expect);
  });
  return { tried: mutants.length, survivors };
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
