import { DEFAULT_FUNCTION_NAMES } from "../../contract.ts";
import { createExplainer } from "../explain/clause.ts";
import { type ClauseCoverage, clauseCoverage } from "../explain/coverage.ts";
import { viewOfRecord } from "../expression/event-view.ts";
import { exampleLists, valuesAt } from "../list/rule-lists.ts";
import { NO_LISTS, type ValueLists } from "../list/value-list.ts";
import { checkRuleFile } from "../rule-file/check.ts";
import type { AnyFile, RuleProblem, TestFailure } from "../rule-file/rule-file.ts";
import { eventsOf } from "../rule-file/timeline.ts";
import { expressionsOf } from "../stateful/stateful.ts";

/** What the tests of some rule files come to. */
export interface TestReport {
  readonly rules: number;
  readonly tests: number;
  readonly failures: readonly FailedTest[];
  /** What else is wrong with the rules. */
  readonly problems: readonly RuleProblem[];
  /** Of each rule that has no problem, in order; undefined if not asked for. */
  readonly coverage: readonly RuleCoverage[] | undefined;
}

/** A test that fails. */
export type FailedTest = TestFailure & {
  readonly path: string;
  readonly ruleId: string;
  /** Its place among the rule's tests. */
  readonly index: number;
};

/** What the tests of one rule see of its expression. */
export interface RuleCoverage {
  readonly path: string;
  readonly ruleId: string;
  readonly match: string;
  readonly clauses: readonly ClauseCoverage[];
}

/**
 * Runs the tests that rules and ignore rules carry.
 *
 * @param withCoverage Whether to say which clauses the tests see decide both ways.
 * @param lists All lists that there are, by id.
 */
export function testReport(
  files: readonly AnyFile[],
  withCoverage: boolean,
  lists: ValueLists = NO_LISTS,
): TestReport {
  const failures: FailedTest[] = [];
  const problems: RuleProblem[] = [];
  const coverage: RuleCoverage[] = [];
  for (const file of files) {
    const found = checkRuleFile(file, lists);
    const others = found.filter(({ failure }) => failure === undefined);
    for (const { failure, field } of found) {
      const [, index] = field;
      if (failure === undefined) continue;
      failures.push({ ...failure, path: file.path, ruleId: file.rule.id, index: Number(index) });
    }
    problems.push(...others);
    if (withCoverage && others.length === 0) coverage.push(coverageOf(file));
  }
  return {
    rules: files.length,
    tests: files.reduce((sum, { tests }) => sum + tests.length, 0),
    failures,
    problems,
    coverage: withCoverage ? coverage : undefined,
  };
}

function coverageOf({ path, rule, tests }: AnyFile): RuleCoverage {
  const self = Object.values(DEFAULT_FUNCTION_NAMES);
  const expressions = expressionsOf(rule);
  const clauses = expressions.flatMap((expression) =>
    clauseCoverage(
      tests.flatMap((test) => {
        const lists = valuesAt(exampleLists(expressions, test.lists));
        const explain = createExplainer(expression, { self, lists });
        return eventsOf(test).map((event) => explain(viewOfRecord(event)));
      }),
    ),
  );
  return { path, ruleId: rule.id, match: rule.match, clauses };
}

/** Share of the ways that clauses could decide in which they do, in percent; 100 of no clauses. */
export function coveredPercent(coverage: readonly RuleCoverage[]): number {
  const clauses = coverage.flatMap((it) => it.clauses);
  const decided = clauses.reduce((sum, it) => sum + Number(it.holds) + Number(it.fails), 0);
  return clauses.length === 0 ? 100 : (100 * decided) / (2 * clauses.length);
}
