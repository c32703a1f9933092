import type { Field, FieldProblem } from "../../core/record/field-problem.ts";
import type { RuleProblem } from "../../core/rule-file/rule-file.ts";

/** The lines of a file, by what stands on them. */
type Lines = {
  lineOf(field: Field): number;
  excerptOf(problem: FieldProblem): string;
};

/** Where something of a rule file is, and what is said of it. */
export interface Placed {
  readonly path: string;
  /** From 1. */
  readonly line: number;
  /** `tests[0].event`; empty for the file as a whole. */
  readonly field: string;
  readonly message: string;
  /** The line of the file with a caret for each character at fault; empty where there is nothing to show. */
  readonly excerpt: string;
}

/** Finds the line that a problem is about. */
export function placed(problem: RuleProblem, file: Lines | undefined): Placed {
  const { path, field, message } = problem;
  const name = field.map((part, index) =>
    typeof part === "number" ? `[${part}]` : index === 0 ? part : `.${part}`,
  );
  const line = problem.line ?? file?.lineOf(field) ?? 1;
  return { path, line, field: name.join(""), message, excerpt: file?.excerptOf(problem) ?? "" };
}

/** As compilers say it: `my-rules/a.yaml:12: tests[0]: Cannot …`. */
export function placedText({ path, line, field, message, excerpt }: Placed): string {
  const place = `${path}:${line}:${field === "" ? "" : ` ${field}:`}`;
  return `${place} ${message}${excerpt === "" ? "" : `\n${excerpt}`}`;
}
