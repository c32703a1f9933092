import { cdkMarkProblems } from "../core/deployment/cdk-marks.ts";
import type { FieldProblem } from "../core/record/field-problem.ts";
import type { RuleFile, RuleProblem, RuleTest } from "../core/rule/check.ts";
import type { IgnoreRule, Rule } from "../core/rule/rule.ts";
import { ignoreRuleShapeProblems, ruleShapeProblems } from "./rule-schema.ts";
import type { YamlFile } from "./yaml-file.ts";

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
export function placed(problem: RuleProblem, file: YamlFile | undefined): Placed {
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

/** Reads the content of a rule file: the rule, or all that is wrong with its shape. */
export function toRuleFile(file: YamlFile): RuleFile<Rule> | readonly RuleProblem[] {
  const problems = problemsOf(file, ruleShapeProblems);
  if (problems.length > 0) return problems;
  const { tests, ...fields } = file.value as FileContent<Rule>;
  const rule: Rule = { ...fields, description: fields.description ?? "", ...lists(fields) };
  return { path: file.path, rule, tests };
}

/** Reads the content of an ignore rule file. */
export function toIgnoreRuleFile(file: YamlFile): RuleFile<IgnoreRule> | readonly RuleProblem[] {
  const problems = problemsOf(file, ignoreRuleShapeProblems);
  if (problems.length > 0) return problems;
  const { id, match, reason, owner, expires, rules, tests } = file.value as FileContent<IgnoreRule>;
  const rule: IgnoreRule = {
    id,
    match,
    reason,
    owner,
    ...(expires !== undefined && { expires }),
    ...(rules !== undefined && { rules }),
  };
  return { path: file.path, rule, tests };
}

type FileContent<R> = R & { readonly tests: readonly RuleTest[] };

function lists({ tags, references }: Partial<Rule>): Pick<Rule, "tags" | "references"> {
  return { tags: tags ?? [], references: references ?? [] };
}

function problemsOf(
  { path, value, problems }: YamlFile,
  check: (value: unknown) => readonly FieldProblem[],
): readonly RuleProblem[] {
  if (problems.length > 0) return problems;
  return [...check(value), ...cdkMarkProblems(value)].map((problem) => ({ path, ...problem }));
}
