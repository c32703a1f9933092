import { isNode, LineCounter, parseDocument } from "yaml";
import type { RuleFile, RuleProblem, RuleTest } from "../core/rule/check.ts";
import type { IgnoreRule, Rule } from "../core/rule/rule.ts";
import { ignoreRuleShapeProblems, ruleShapeProblems, type ShapeProblem } from "./rule-schema.ts";

/** A YAML file's content, and where in the file each part of it stands. */
export interface YamlFile {
  readonly path: string;
  readonly value: unknown;
  /** Why the file is no YAML, if it is none. */
  readonly problems: readonly RuleProblem[];
  /** Line of a field, from 1; that of the nearest thing around it where the field is missing. */
  lineOf(field: readonly (string | number)[]): number;
}

/** Parses YAML; `path` is for messages alone. */
export function parseYaml(text: string, path: string): YamlFile {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    uniqueKeys: true,
    prettyErrors: false,
  });
  const problems = document.errors.map((error): RuleProblem => {
    const { line } = lines.linePos(error.pos[0]);
    return { path, field: [], line, message: `Cannot read YAML: ${error.message}` };
  });
  return {
    path,
    value: problems.length === 0 ? document.toJS() : undefined,
    problems,
    lineOf: (field) => {
      for (let depth = field.length; depth > 0; depth--) {
        const node = document.getIn(field.slice(0, depth), true);
        if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
      }
      return 1;
    },
  };
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
  check: (value: unknown) => readonly ShapeProblem[],
): readonly RuleProblem[] {
  if (problems.length > 0) return problems;
  return check(value).map((problem) => ({ path, ...problem }));
}
