import { SINGLE_VALUE_FIELDS } from "../../expression/single-value-field.ts";
import { fieldValueProblem } from "../../record/field-value.ts";
import { and, FAILS, type Formula, HOLDS, or } from "./condition.ts";
import { keyOfOperand } from "./operand.ts";

/** A condition without what no event has, and why that is so. */
export interface Usual {
  readonly condition: Formula;
  readonly reasons: readonly string[];
}

/** Leaves out values that CloudTrail never writes in a field, which a check refuses. */
export function withoutSlips(condition: Formula): Usual {
  const reasons = new Set<string>();
  const walk = (it: Formula): Formula => {
    if (it.is === "and") return and(...it.parts.map(walk));
    if (it.is === "or") return or(...it.parts.map(walk));
    const key = it.is === "member" ? keyOfOperand(it.of) : undefined;
    if (it.is !== "member" || key === undefined) return it;
    const values = it.values.filter((value) => {
      const problem = typeof value === "string" ? slipIn(key, value) : undefined;
      if (problem !== undefined)
        reasons.add(`${key} is never ${JSON.stringify(value)}: ${problem}`);
      return problem === undefined;
    });
    if (values.length === it.values.length) return it;
    if (values.length > 0) return { ...it, values };
    return it.isIn ? FAILS : HOLDS;
  };
  return { condition: walk(condition), reasons: [...reasons] };
}

/** Why CloudTrail never writes a text in a field; that a field is empty is asked by its length. */
export function slipIn(key: string, text: string): string | undefined {
  return text === "" && SINGLE_VALUE_FIELDS.has(key) ? undefined : fieldValueProblem(key, text);
}

/** Leaves out that a boolean is a text, which copies of CloudTrail's records alone have. */
export function withoutCopies(condition: Formula): Usual {
  const keys = new Set<string>();
  const walk = (it: Formula): Formula => {
    if (it.is === "and") return and(...it.parts.map(walk));
    if (it.is === "or") return or(...it.parts.map(walk));
    const part = it.is === "not" ? it.part : it;
    if (part.is !== "test" || part.unusual === undefined) return it;
    keys.add(part.unusual);
    return it.is === "not" ? HOLDS : FAILS;
  };
  const usual = walk(condition);
  const reasons = [...keys].map(
    (it) => `${it} is true or false in CloudTrail's records, not a text`,
  );
  return { condition: usual, reasons };
}
