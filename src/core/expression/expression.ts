import { Budget } from "../function/budget.ts";
import { isFalsy, typeName } from "../function/value.ts";
import type { Scalar } from "../record/flatten.ts";
import { ExpressionError } from "../syntax/error.ts";
import { type Evaluator, type Scope, toEvaluator } from "./evaluate.ts";
import type { EventView } from "./event-view.ts";
import { OddElements } from "./odd-elements.ts";
import type { ListValues } from "./own-variable.ts";
import { parseExpression } from "./parse.ts";
import { pathUses } from "./path-use.ts";
import { type Tree, toTree } from "./tree.ts";

export { ExpressionError } from "../syntax/error.ts";

/**
 * A compiled expression: does this event satisfy it? True means it does; false, null and what else
 * JMESPath takes for false (empty text, lists and objects) mean it does not.
 *
 * @param budget What it may spend; by default, what one expression may on one event.
 * @throws {ExpressionError} On an event it cannot judge: any other result, an operator or
 * function that cannot take what it is given, a budget that runs out.
 */
export type Predicate = (view: EventView, budget?: Budget) => boolean;

/** What an expression is compiled with. */
export interface CompileOptions {
  /** What `$self` stands for: the product's own function names. */
  readonly self: readonly string[];
  /** What `$lists.NAME` and `$accounts` stand for. */
  readonly lists?: ListValues;
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
export function compile(text: string, { self, lists }: CompileOptions): Predicate {
  return toPredicate(toTree(parseExpression(text).root, self, lists));
}

/**
 * Makes the predicate of a tree. Where an element of a list cannot be judged, the others are; the
 * event satisfies the expression if they do, and cannot be judged if not.
 *
 * @param strict Whether it cannot be judged even then: for what silences.
 */
export function toPredicate(tree: Tree, strict = false): Predicate {
  const evaluate = toEvaluator(tree);
  const { read } = pathUses(tree);
  // To look at the few keys that it reads takes less than to look at all that the event has.
  const few = read.has("") || read.size > MAX_LOOKED_AT ? undefined : [...read];
  return (view, budget = new Budget()) => {
    if (view.isAmbiguous) return ofEither(view, budget);
    let result: unknown;
    try {
      result = ofOne(view, budget);
    } catch (error) {
      result = error;
    }
    // As nearly all events are, whatever else they have.
    if (view.isAmbiguous) {
      budget.refund();
      return ofEither(view, budget);
    }
    if (typeof result !== "boolean") throw result;
    return result;
  };

  function ofEither(view: EventView, budget: Budget): boolean {
    return collide(view) ? ofAll(readingsOf(view, tree), budget, strict) : ofOne(view, budget);
  }

  /** Whether keys that the expression reads may have several values. */
  function collide(view: EventView): boolean {
    if (few === undefined) return view.collisions.size > 0;
    for (const key of few) if (view.single(key) === null) return true;
    return false;
  }

  /** Where keys collide either value may match; what silences must hold whichever is meant. */
  function ofAll(readings: readonly EventView[], budget: Budget, all: boolean): boolean {
    let fault: unknown;
    for (const reading of readings) {
      try {
        if (ofOne(reading, budget) !== all) return !all;
      } catch (error) {
        if (all || !(error instanceof ExpressionError)) throw error;
        fault ??= error;
      }
    }
    if (fault !== undefined) throw fault;
    return all;
  }

  function ofOne(view: EventView, budget: Budget): boolean {
    const odd = new OddElements();
    const result = evaluated(evaluate, { view, budget, odd, variables: undefined });
    if (odd.first !== undefined && (strict || result !== true)) throw odd.first;
    if (result === true) return true;
    if (isFalsy(result)) return false;
    throw new ExpressionError(
      `Cannot judge by expression as its result must be true, false or null: it is ${typeName(result)}`,
    );
  }
}

/** What is nested too deeply for the stack is a fault like any other. */
function evaluated(evaluate: Evaluator, scope: Scope): unknown {
  try {
    return evaluate(null, scope);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new ExpressionError(
      "Cannot judge by expression as the event must be nested less deeply: there is no room for it",
      { cause: error },
    );
  }
}

/** Keys that are looked at one by one. */
const MAX_LOOKED_AT = 8;

/** Readings of one event that are tried before it counts as one that cannot be judged. */
const MAX_READINGS = 64;

/**
 * Readings of an event some of whose flat keys have several values: each combination of those that
 * an expression reads is one. Of an event without such keys it is itself.
 *
 * @throws {ExpressionError} If there are more than {@linkcode MAX_READINGS}.
 */
export function readingsOf(view: EventView, tree: Tree): readonly EventView[] {
  if (view.collisions.size === 0) return [view];
  const { read } = pathUses(tree);
  let readings: readonly Readonly<Record<string, Scalar>>[] = [{}];
  for (const [key, values] of view.collisions) {
    if (!read.has(key) && !read.has("")) continue;
    readings = readings.flatMap((chosen) => values.map((value) => ({ ...chosen, [key]: value })));
    if (readings.length > MAX_READINGS) {
      throw new ExpressionError(
        `Cannot judge by expression as keys that collide may be read in ${MAX_READINGS} ways: there are more`,
      );
    }
  }
  return readings.map((chosen) => view.reading(chosen));
}
