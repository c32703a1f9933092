import { isMap, isNode, isScalar, isSeq, LineCounter, type Node, parseDocument } from "yaml";
import type { Field, FieldProblem } from "../core/record/field-problem.ts";
import type { RuleFile, RuleProblem, RuleTest } from "../core/rule/check.ts";
import type { IgnoreRule, Rule } from "../core/rule/rule.ts";
import { ignoreRuleShapeProblems, ruleShapeProblems } from "./rule-schema.ts";

/** A YAML file's content, and where in the file each part of it stands. */
export interface YamlFile {
  readonly path: string;
  readonly value: unknown;
  /** Why the file is no YAML, if it is none. */
  readonly problems: readonly RuleProblem[];
  /** Line of a field, from 1; that of the nearest thing around it where the field is missing. */
  lineOf(field: Field): number;
  /** A field's value as it is written, if it is one word or number: `012345678901`. */
  sourceOf(field: Field): string | undefined;
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
      let offset = 0;
      walk(document.contents, field, (node) => {
        offset = node.range?.[0] ?? offset;
      });
      return lines.linePos(offset).line;
    },
    sourceOf: (field) => {
      const node = walk(document.contents, field, () => {});
      return isScalar(node) ? node.source : undefined;
    },
  };
}

/** Goes down to a field as far as it is there; visits keys and items on the way. */
function walk(root: unknown, field: Field, visit: (node: Node) => void): unknown {
  let at = root;
  for (const part of field) {
    if (isMap(at)) {
      const pair = at.items.find(
        ({ key }) => String(isScalar(key) ? key.value : key) === `${part}`,
      );
      if (pair === undefined) return undefined;
      if (isNode(pair.key)) visit(pair.key);
      at = pair.value;
    } else if (isSeq(at)) {
      at = at.items[Number(part)];
      if (!isNode(at)) return undefined;
      visit(at);
    } else {
      return undefined;
    }
  }
  return at;
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
  return check(value).map((problem) => ({ path, ...problem }));
}
