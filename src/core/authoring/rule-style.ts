import { viewOfRecord } from "../expression/event-view.ts";
import { parseExpression } from "../expression/parse.ts";
import { print } from "../expression/print.ts";
import { type PathTree, type Tree, toTree } from "../expression/tree.ts";
import type { Rule } from "../rule/rule.ts";
import type { AnyFile, RuleFile } from "../rule-file/rule-file.ts";
import { eventsOf } from "../rule-file/timeline.ts";
import { expressionStyle } from "./expression-style.ts";
import { finding, type RuleFinding } from "./finding.ts";

/** Finds what the next reader of rule files will stumble over. Of rules that can be loaded alone. */
export function ruleStyle(files: readonly AnyFile[]): readonly RuleFinding[] {
  return [...files.flatMap(styleOf), ...sameExpressions(files)];
}

function styleOf(file: AnyFile): readonly RuleFinding[] {
  const { rule, tests } = file;
  const names = tests.map(({ name }) => name);
  const lists = (path: PathTree): boolean =>
    tests.flatMap(eventsOf).some((event) => isListIn(event, path));
  return [
    ...("reason" in rule ? [] : documentation({ ...file, rule })),
    ...expressionStyle(treeOf(rule.match), lists).map(({ id, message }) =>
      finding(id, file, ["match"], message),
    ),
    ...names.flatMap((name, index) =>
      names.indexOf(name) < index
        ? [
            finding(
              "same-test-name",
              file,
              ["tests", index, "name"],
              `"${name}" is the name of an earlier test: say what sets this one apart`,
            ),
          ]
        : [],
    ),
  ];
}

function documentation(file: RuleFile<Rule>): readonly RuleFinding[] {
  const { description, references, runbook, severity } = file.rule;
  const isUrgent = severity === "high" || severity === "critical";
  return [
    ...(description.trim() === ""
      ? [
          finding(
            "no-description",
            file,
            [],
            "Has no description: say what it finds and why that matters",
          ),
        ]
      : []),
    ...(references.length === 0
      ? [finding("no-reference", file, [], "Has no references: name a page where to read on")]
      : []),
    ...(isUrgent && runbook === undefined
      ? [
          finding(
            "no-runbook",
            file,
            [],
            `Is ${severity} and has no runbook: say what to look at and what to do`,
          ),
        ]
      : []),
  ];
}

/** Whether a test's event has a list at a path. */
function isListIn(
  event: Readonly<Record<string, unknown>>,
  { segments, scalar }: PathTree,
): boolean {
  if (scalar || segments.length === 0) return false;
  let value: unknown = viewOfRecord(event).nested;
  for (const segment of segments) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, segment)) return false;
    value = (value as Readonly<Record<string | number, unknown>>)[segment];
  }
  return Array.isArray(value);
}

function sameExpressions(files: readonly AnyFile[]): readonly RuleFinding[] {
  const first = new Map<string, string>();
  return files.flatMap((file) => {
    const { rule } = file;
    if ("reason" in rule) return [];
    // What asks another thing of the same events is another rule.
    const { threshold, firstSeen, followedBy } = rule;
    const text = JSON.stringify([print(treeOf(rule.match)), threshold, firstSeen, followedBy]);
    const other = first.get(text);
    if (other === undefined) {
      first.set(text, rule.id);
      return [];
    }
    return [
      finding(
        "same-expression",
        file,
        ["match"],
        `Matches what "${other}" matches: one of them is enough`,
      ),
    ];
  });
}

function treeOf(match: string): Tree {
  return toTree(parseExpression(match).root, undefined);
}
