import { lintExpression } from "../expression/lint.ts";
import { parseExpression } from "../expression/parse.ts";
import { pathUses } from "../expression/path-use.ts";
import { type Tree, toTree } from "../expression/tree.ts";
import { listUseProblems } from "../list/list-use.ts";
import type { ValueLists } from "../list/value-list.ts";
import { summaryFieldProblem } from "../record/record-field.ts";
import { type ExpressionProblem, showProblem } from "../syntax/problem.ts";
import type { Token } from "../syntax/token.ts";
import { bareConditions } from "./bare-condition.ts";
import { constantParts } from "./constant.ts";
import { fieldMisuses } from "./field-use.ts";
import type { Misuse } from "./misuse.ts";

/**
 * Finds everything that is wrong with an expression that a person wrote, wherever it stands: what
 * does not compile, and what cannot be meant.
 */
function checkExpression(
  text: string,
  lists: ValueLists | undefined,
): readonly ExpressionProblem[] {
  if (checked?.text !== text) checked = checkedWithoutLists(text);
  const problems = [...checked.lint, ...(lists === undefined ? [] : listUseProblems(text, lists))];
  return problems.length > 0 ? problems : checked.misuses;
}

/** What is wrong with an expression, whatever lists there are. */
interface Checked {
  readonly text: string;
  readonly lint: readonly ExpressionProblem[];
  readonly misuses: readonly ExpressionProblem[];
}

/** The expression that was checked last: parts of one rule ask for the same in turn. */
let checked: Checked | undefined;

function checkedWithoutLists(text: string): Checked {
  const lint = lintExpression(text);
  if (lint.length > 0) return { text, lint, misuses: [] };
  const { root, tokens } = parseExpression(text);
  const tree = toTree(root, undefined);
  const misuses = [...fieldMisuses(tree), ...wholeMisuses(tree)];
  if (misuses.length === 0) misuses.push(...bareConditions(tree));
  // A misused field often makes its comparison constant: one word about it is enough.
  const found = misuses.length > 0 ? misuses : constantParts(tree);
  return { text, lint, misuses: found.map((misuse) => located(misuse, text, tokens)) };
}

/**
 * What is wrong with an expression, as text: each problem with the line of the expression it is about.
 *
 * @param lists All lists that there are, by id; absent where they are not known.
 */
export function expressionProblems(text: string, lists?: ValueLists): readonly string[] {
  return checkExpression(text, lists).map((problem) => showProblem(text, problem));
}

const MFA = "userIdentity.sessionContext.attributes.mfaAuthenticated";

/** What only the whole expression tells. */
function wholeMisuses(tree: Tree): readonly Misuse[] {
  const { read, asked, used } = pathUses(tree);
  const summary = ["accountId", "eventId"].flatMap((name) => {
    const message = read.has(name) ? summaryFieldProblem(name, read) : undefined;
    return message === undefined ? [] : [{ message, name }];
  });
  if (!asked.has(MFA) || used.has(MFA)) return summary;
  const rule = `${MFA} is text, and 'false' is as true as 'true'`;
  return [...summary, { message: `${rule}: write ${MFA} == 'true', or 'false'`, name: MFA }];
}

function located(
  { message, name }: Misuse,
  text: string,
  tokens: readonly Token[],
): ExpressionProblem {
  const token = tokens.find(({ value }) => value === name);
  const start = token?.start ?? 0;
  const quotes = text[start] === '"' || text[start] === "'" ? 2 : 0;
  const end = token === undefined ? start : start + name.length + quotes;
  return { message: `Cannot use expression as ${message}`, start, end };
}
