import { type Field, type FieldProblem, fieldName } from "../record/field-problem.ts";

/**
 * Texts and keys with the marks by which the CDK knows its own references. It would put another value
 * in their place, or end a synthesis in words that are about the CDK and name no file.
 *
 * @param value Of a settings file, or a rule file.
 */
export function cdkMarkProblems(value: unknown, field: Field = []): readonly FieldProblem[] {
  if (typeof value === "string") return MARK.test(value) ? [marked(field)] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const at = [...field, Array.isArray(value) ? Number(key) : key];
    return MARK.test(key) ? [marked(at)] : cdkMarkProblems(inner, at);
  });
}

const MARK = /[$#]\{Token\[/;

function marked(field: Field): FieldProblem {
  const why = "${Token[ and #{Token[ are the CDK's own marks: write it without";
  return { field, message: `Cannot use ${fieldName(field)} as ${why}` };
}
