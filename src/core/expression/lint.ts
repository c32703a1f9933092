import { isFalsy } from "../function/value.ts";
import { childrenOf, type Span, type SyntaxNode } from "../syntax/node.ts";
import type { ExpressionProblem } from "../syntax/problem.ts";
import { readSyntax } from "../syntax/read-syntax.ts";
import type { Token } from "../syntax/token.ts";
import { checkLists } from "./list-check.ts";
import { listNamed, OWN_VARIABLES } from "./own-variable.ts";
import { checkTypes } from "./type-check.ts";

/**
 * Finds what is wrong with an expression, and what is valid JMESPath but cannot be meant.
 *
 * @returns Every problem, with what to write instead, in the order of the text; none means the
 * expression compiles.
 */
export function lintExpression(text: string): readonly ExpressionProblem[] {
  const { root, tokens, problems } = readSyntax(text);
  const found = [...problems, ...bareWords(tokens), ...checkTypes(root)];
  visit(root, (node) => found.push(...quotedText(node), ...comparedNegation(node)));
  visit(root, (node) => found.push(...bareList(node), ...constantChoice(node, text)));
  visitTop(root, (node) => found.push(...bareNumber(node)));
  // What is missing is evaluated to find out, so the expression must be one.
  if (found.length === 0) found.push(...checkLists(text, root));
  return found.sort((a, b) => a.start - b.start);
}

/** `true`, `false` and `null` without backticks are fields of that name, which no event has. */
const BARE_WORDS: ReadonlyMap<unknown, string> = new Map(
  ["true True TRUE", "false False FALSE", "null Null NULL None nil undefined"].flatMap((words) => {
    const [meant = "", ...others] = words.split(" ");
    return [meant, ...others].map((word) => [word, meant] as const);
  }),
);

function bareWords(tokens: readonly Token[]): ExpressionProblem[] {
  return tokens.flatMap((token, index) => {
    const { kind, value } = token;
    const meant = kind === "name" ? BARE_WORDS.get(value) : undefined;
    if (meant === undefined) return [];
    const [before, after] = [tokens[index - 1]?.kind, tokens[index + 1]?.kind];
    const isName = before === "." || ((before === "{" || before === ",") && after === ":");
    return isName ? [] : problem(`${meant} is written in backticks, \`${meant}\``, token);
  });
}

/** `eventName == "x"` compares two fields: text stands in single quotes. */
function quotedText(node: SyntaxNode): ExpressionProblem[] {
  return suspectsOf(node).flatMap((it) => {
    if (!isSuspect(it)) return [];
    const field = /^[A-Za-z_]\w*$/.test(it.name) ? `, a field without quotes: ${it.name}` : "";
    const rule = "double quotes make the name of a field; text is written in single quotes";
    return problem(`${rule}: '${it.name}'${field}`, it.span);
  });
}

/** Nodes that a name in double quotes is likely meant to be text at. */
function suspectsOf(node: SyntaxNode): readonly SyntaxNode[] {
  if (node.type === "Comparator") {
    // On the left, a name in double quotes is fine as long as it is compared with a value.
    if (isConstant(node.right)) return [];
    return [isSuspect(node.right) ? node.right : node.left];
  }
  if (node.type !== "Function" || !TEXT_TESTS.has(node.name)) return [];
  const [subject, search] = node.children;
  // In what is constant, what is looked for is a field, however it is written.
  if (subject !== undefined && isConstant(subject)) return [];
  if (subject?.type === "MultiSelectList") return subject.children;
  return search === undefined ? [] : [search];
}

type FieldNode = Extract<SyntaxNode, { type: "Field" }>;

function isSuspect(node: SyntaxNode): node is FieldNode {
  return node.type === "Field" && node.quoted && !isFlatKey(node.name);
}

const TEXT_TESTS: ReadonlySet<string> = new Set(["starts_with", "ends_with", "contains", "like"]);

/** Whether a name in double quotes can be meant as a flat key: a path below a field that CloudTrail has. */
function isFlatKey(name: string): boolean {
  const [first = "", ...rest] = name.split(".");
  return rest.length > 0 && CONTAINERS.has(first);
}

/**
 * Fields of a record that hold others.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
const CONTAINERS: ReadonlySet<string> = new Set(
  (
    "userIdentity requestParameters responseElements additionalEventData resources " +
    "serviceEventDetails tlsDetails addendum insightDetails edgeDeviceDetails eventContext"
  ).split(" "),
);

/** `!a == 'x'` compares a boolean with text: `!` binds tighter. */
function comparedNegation(node: SyntaxNode): ExpressionProblem[] {
  if (node.type !== "Comparator" || node.left.type !== "NotExpression") return [];
  if (node.right.type !== "Literal" || typeof node.right.value === "boolean") return [];
  const message =
    "Cannot use a comparison of !… as ! binds tighter than ==: write a != b, or !(a == b)";
  return [{ message, start: node.left.span.start, end: node.left.span.start + 1 }];
}

/** `tags != []` flattens what `@` is: only in backticks is it the empty list. */
function bareList(node: SyntaxNode): ExpressionProblem[] {
  if (node.type !== "Comparator") return [];
  const rule =
    "the empty list is written in backticks, `[]`, and a list that is missing is not []: write length(…) > `0`";
  return [node.left, node.right].filter(isBareFlatten).flatMap(({ span }) => problem(rule, span));
}

function isBareFlatten(node: SyntaxNode): boolean {
  if (node.type !== "Projection" || node.right.type !== "Identity") return false;
  return node.left.type === "Flatten" && node.left.child.type === "Identity";
}

/** `eventName == ('A' || 'B')`: what is true already keeps the rest from being looked at. */
function constantChoice(node: SyntaxNode, text: string): ExpressionProblem[] {
  if (node.type !== "OrExpression") return [];
  const { left } = node;
  if (!isConstant(left) || (left.type === "Literal" && isFalsy(left.value))) return [];
  const shown = text.slice(left.span.start, left.span.end);
  const rule = `${shown} || … is always ${shown}: compare with each, field == 'a' || field == 'b'`;
  return problem(rule, node.span);
}

/** `contains([22], port)`: a number alone in brackets is an index, and the event is no list. */
function bareNumber(node: SyntaxNode): ExpressionProblem[] {
  if (node.type !== "IndexExpression" || node.left.type !== "Identity") return [];
  if (node.right.type !== "Index") return [];
  const { value } = node.right;
  return problem(
    `[${value}] is an element of a list, and an event is no list: write [\`${value}\`], or ['${value}'] of text`,
    node.span,
  );
}

function isConstant(node: SyntaxNode): boolean {
  if (node.type === "Literal") return true;
  if (node.type === "Variable") return OWN_VARIABLES.some(({ name }) => name === node.name);
  if (listNamed(node) !== undefined) return true;
  return node.type === "MultiSelectList" && node.children.every(isConstant);
}

function problem(rule: string, { start, end }: Span): ExpressionProblem[] {
  return [{ message: `Cannot use expression as ${rule}`, start, end }];
}

/** Every node, parents first. */
function visit(node: SyntaxNode, each: (node: SyntaxNode) => void): void {
  each(node);
  for (const child of childrenOf(node)) visit(child, each);
}

/** Every node for which `@` is the event. */
function visitTop(node: SyntaxNode, each: (node: SyntaxNode) => void): void {
  each(node);
  switch (node.type) {
    case "ExpressionReference":
      return;
    case "Pipe":
    case "Subexpression":
    case "IndexExpression":
    case "Projection":
    case "ValueProjection":
    case "FilterProjection":
      visitTop(node.left, each);
      break;
    default:
      for (const child of childrenOf(node)) visitTop(child, each);
  }
}
