import { cdkMarkProblems } from "../core/deployment/cdk-marks.ts";
import type { FieldProblem } from "../core/record/field-problem.ts";
import type { IgnoreRule, Rule } from "../core/rule/rule.ts";
import type { RuleFile, RuleProblem, RuleTest } from "../core/rule-file/check.ts";
import { ignoreRuleShapeProblems, ruleShapeProblems } from "./rule-schema.ts";
import type { YamlFile } from "./yaml-file.ts";

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
