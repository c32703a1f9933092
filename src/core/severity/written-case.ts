import type { FieldProblem } from "../record/field-problem.ts";
import { type Severity, severityMoved } from "./severity.ts";
import type { SeverityCase } from "./severity-case.ts";

/** A case as a person writes it: with one of `severity`, `raise` and `lower`. */
export interface WrittenCase extends Pick<SeverityCase, "accountTags" | "when" | "reason"> {
  readonly severity?: Severity;
  /** Steps up. */
  readonly raise?: number;
  /** Steps down. */
  readonly lower?: number;
}

/** A case of a rule of some severity, with what it comes to. */
export function severityCase(
  own: Severity,
  { severity, raise = 0, lower = 0, ...conditions }: WrittenCase,
): SeverityCase {
  return { ...conditions, severity: severity ?? severityMoved(own, raise - lower) };
}

/** Finds steps that there are not: up from critical, down from info. */
export function severityStepProblems({
  severity,
  severityBy = [],
}: {
  readonly severity: Severity;
  readonly severityBy?: readonly WrittenCase[];
}): readonly FieldProblem[] {
  return severityBy.flatMap((one, index) => {
    const word = one.raise === undefined ? "lower" : "raise";
    const end = word === "raise" ? "critical" : "info";
    if (one[word] === undefined || severity !== end) return [];
    const message = `Cannot ${word} severity as the rule's own must not be the ${word === "raise" ? "highest" : "lowest"} there is: it is ${end}`;
    return [{ field: ["severityBy", index, word], message }];
  });
}
