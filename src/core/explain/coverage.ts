import type { Span } from "../syntax/node.ts";
import type { Clause } from "./clause.ts";

/** Which ways a clause decides in a rule's tests. */
export interface ClauseCoverage {
  readonly text: string;
  readonly span: Span;
  /** Whether judging reaches it in a test in which it holds. */
  readonly holds: boolean;
  /** Whether judging reaches it in a test in which it does not. */
  readonly fails: boolean;
}

/**
 * Says of each clause that has no clauses of its own whether the tests see it decide both ways. A
 * clause that judging does not reach, as one before it decided, decides nothing.
 *
 * @param explained One expression's explanations, one for each test.
 */
export function clauseCoverage(explained: readonly Clause[]): readonly ClauseCoverage[] {
  const [first, ...others] = explained.map(leavesOf);
  return (first ?? []).map(({ text, span, ...leaf }, index) => {
    const seen = [leaf, ...others.flatMap((leaves) => leaves[index] ?? [])].filter(
      ({ reached }) => reached,
    );
    return {
      text,
      span,
      holds: seen.some(({ result }) => result === "true"),
      fails: seen.some(({ result }) => result === "false"),
    };
  });
}

function leavesOf(clause: Clause): readonly Clause[] {
  return clause.children.length === 0 ? [clause] : clause.children.flatMap(leavesOf);
}
