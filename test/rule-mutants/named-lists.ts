import { DEFAULT_FUNCTION_NAMES } from "../../src/contract.ts";
import { parseExpression } from "../../src/core/expression/parse.ts";
import { print } from "../../src/core/expression/print.ts";
import { type Tree, toTree } from "../../src/core/expression/tree.ts";
import { listUses } from "../../src/core/list/list-use.ts";
import type { Rule } from "../../src/core/rule/rule.ts";
import type { RuleTest } from "../../src/core/rule-file/rule-test.ts";

/** Stands before a list's name where its values will be: no value of a rule begins so. */
const MARK = "list ";

/** The tree of an expression that is the same for all its tests: a list holds its own name, as each test puts other values on it. */
export function namedTree(match: string): Tree {
  const names = listUses(match).map(({ name }) => name);
  const lists = Object.fromEntries(names.map((name) => [name, [MARK + name]]));
  return toTree(parseExpression(match).root, Object.values(DEFAULT_FUNCTION_NAMES), lists);
}

/** The tree with what a test puts on the lists; what was put after a list's name is put after each value. */
export function listedTree(tree: Tree, lists: RuleTest["lists"] = {}): Tree {
  return withValues(tree, lists) as Tree;
}

/** A rule whose expressions hold what a test puts on the lists. */
export function listedRule(rule: Rule, lists: RuleTest["lists"]): Rule {
  const { followedBy } = rule;
  const listed = (match: string) => print(listedTree(namedTree(match), lists));
  return {
    ...rule,
    match: listed(rule.match),
    ...(followedBy && {
      followedBy: {
        ...followedBy,
        steps: followedBy.steps.map((step) => ({ ...step, match: listed(step.match) })),
      },
    }),
  };
}

function withValues(node: unknown, lists: NonNullable<RuleTest["lists"]>): unknown {
  if (Array.isArray(node)) return node.map((item) => withValues(item, lists));
  if (typeof node !== "object" || node === null) return node;
  if ("kind" in node && node.kind === "literal" && "value" in node) {
    return { ...node, value: valuesOf(node.value, lists) };
  }
  return Object.fromEntries(
    Object.entries(node).map(([key, child]) => [key, withValues(child, lists)]),
  );
}

function valuesOf(value: unknown, lists: NonNullable<RuleTest["lists"]>): unknown {
  if (!Array.isArray(value)) return value;
  const [first] = value;
  if (typeof first !== "string" || !first.startsWith(MARK)) return value;
  const name = Object.keys(lists).find((it) => first.startsWith(MARK + it));
  if (name === undefined) return [];
  const after = first.slice((MARK + name).length);
  return (lists[name] ?? []).map((it) => it + after);
}
