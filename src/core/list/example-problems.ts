import type { FieldProblem } from "../record/field-problem.ts";
import { nearest } from "../record/nearest.ts";
import { valueProblem } from "./list-problems.ts";
import { listNames } from "./list-use.ts";
import type { ValueLists } from "./value-list.ts";

/**
 * Finds what is wrong with what an example says is on lists: lists that the expressions do not use,
 * values that a list does not take.
 */
export function exampleProblems(
  expressions: readonly string[],
  example: Readonly<Record<string, readonly string[]>> = {},
  lists: ValueLists,
): readonly FieldProblem[] {
  const used = listNames(expressions);
  return Object.entries(example).flatMap(([name, values]): readonly FieldProblem[] => {
    if (!used.has(name)) {
      const guess = nearest(name, used);
      const help = guess === undefined ? "" : `; did you mean ${guess}?`;
      const message = `Cannot use test's list "${name}" as the rule must use it: it does not${help}`;
      return [{ field: [name], isName: true, message }];
    }
    const kind = lists.get(name)?.kind ?? "exact";
    return values.flatMap((value, index) => {
      const bad = valueProblem(kind, value);
      return bad === undefined
        ? []
        : [{ field: [name, index], message: `Cannot put value on list "${name}" as ${bad}` }];
    });
  });
}
