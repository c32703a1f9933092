import { type ConditionOperator, findOperator } from "./operator.ts";
import { contextValues, type RequestContext } from "./request.ts";

/** One key of a statement's `Condition`, with the operator it stands under. */
export interface PolicyCondition {
  /** As the policy writes it, e.g. `ForAnyValue:StringLikeIfExists`. */
  readonly written: string;
  readonly key: string;
  readonly values: readonly string[];
  readonly test: "Null" | ConditionOperator;
  readonly set?: "ForAllValues" | "ForAnyValue";
  readonly ifExists: boolean;
}

/**
 * Reads one operator of a `Condition`, with one of its keys.
 *
 * @throws {Error} If IAM does not know the operator.
 */
export function readCondition(
  written: string,
  key: string,
  values: readonly string[],
): PolicyCondition {
  const [, set, name = "", ifExists] = FORM.exec(written) ?? [];
  const isNull = name.toLowerCase() === "null";
  const test = isNull ? "Null" : findOperator(name);
  if (test === undefined || (isNull && ifExists !== undefined)) {
    throw new Error(`Cannot read condition operator as IAM must know it: "${written}"`);
  }
  const sets = { forallvalues: "ForAllValues", foranyvalue: "ForAnyValue" } as const;
  return {
    written,
    key,
    values,
    test,
    ...(set !== undefined && { set: sets[set.toLowerCase() as keyof typeof sets] }),
    ifExists: ifExists !== undefined,
  };
}

const FORM = /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/i;

/**
 * Whether a condition holds for a request.
 *
 * A key that the request does not have: what compares is false, what must not be equal is true,
 * `...IfExists` and `ForAllValues` are true, `ForAnyValue` is false.
 *
 * @param variables Context for variables; absent where the policy's version has none.
 * @throws {Error} If the key has several values and the operator says nothing of sets: what IAM
 * does then is not documented.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 */
export function conditionHolds(
  condition: PolicyCondition,
  context: RequestContext,
  variables?: RequestContext,
): boolean {
  const { key, values, test, set, ifExists, written } = condition;
  const given = contextValues(context, key);
  const isThere = given !== undefined && given.length > 0;
  if (test === "Null") return values.some((value) => (value.toLowerCase() === "true") !== isThere);
  if (!isThere) {
    if (ifExists || set === "ForAllValues") return true;
    return set === undefined && test.negated;
  }
  const fits = (value: string) =>
    values.some((wanted) => test.holds(value, wanted, variables)) !== test.negated;
  if (set === "ForAllValues") return given.every(fits);
  if (set === "ForAnyValue") return given.some(fits);
  if (given.length > 1) {
    throw new Error(
      `Cannot evaluate ${written} of ${key} as it must have one value: ${given.join(", ")}`,
    );
  }
  return given.some(fits);
}
