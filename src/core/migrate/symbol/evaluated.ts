import { PythonError } from "../../python/syntax/error.ts";
import { isTrue } from "../../python/value.ts";
import { type Formula, not } from "./condition.ts";
import { always, constant, type Outcomes, type Symbolic, truth } from "./symbol.ts";

/** The value, or nothing if it raises. */
export function evaluated(evaluate: () => Parameters<typeof constant>[0]): Outcomes {
  try {
    return always(constant(evaluate()));
  } catch (error) {
    if (error instanceof PythonError) return [];
    throw error;
  }
}

/** `not`, as a value. */
export function negated(value: Symbolic, truthOfValue: Formula): Symbolic {
  return value.is === "constant" ? constant(!isTrue(value.value)) : truth(not(truthOfValue));
}
