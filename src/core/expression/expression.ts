import { isFalsy, typeName } from "../function/value.ts";
import { ExpressionError } from "../syntax/error.ts";
import { toEvaluator } from "./evaluate.ts";
import type { EventView } from "./event-view.ts";
import { parseExpression } from "./parse.ts";
import { type Tree, toTree } from "./tree.ts";

export { ExpressionError } from "../syntax/error.ts";

/**
 * A compiled expression: does this event satisfy it? True means it does; false, null and what else
 * JMESPath takes for false (empty text, lists and objects) mean it does not.
 *
 * @throws {ExpressionError} On an event it cannot judge: any other result, an operator or
 * function that cannot take what it is given.
 */
export type Predicate = (view: EventView) => boolean;

/** What an expression is compiled with. */
export interface CompileOptions {
  /** What `$self` stands for: the product's own function names. */
  readonly self: readonly string[];
}

/**
 * Compiles an expression of the rule language, which `rules/README.md` specifies.
 *
 * @throws {ExpressionError} If it is not valid, with the position and what to write instead.
 *
 * @example
 * ```ts
 * const matches = compile("eventName == 'StopLogging'", { self: [] });
 * matches(viewOfRecord({ eventName: "StopLogging" })); // true
 * ```
 */
export function compile(text: string, { self }: CompileOptions): Predicate {
  return toPredicate(toTree(parseExpression(text).root, self));
}

/** Makes the predicate of a tree. */
export function toPredicate(tree: Tree): Predicate {
  const evaluate = toEvaluator(tree);
  return (view) => {
    const result = evaluate(null, { view, variables: undefined });
    if (result === true) return true;
    if (isFalsy(result)) return false;
    throw new ExpressionError(
      `Cannot judge by expression as its result must be true, false or null: it is ${typeName(result)}`,
    );
  };
}
