import { callOf, FUNCTIONS } from "../function/function.ts";
import { nearest } from "../record/nearest.ts";
import { ExpressionError } from "../syntax/error.ts";
import type { ExpressionProblem } from "../syntax/problem.ts";
import { excerpt, parseExpression, type SyntaxNode, type Token } from "./parse.ts";
import { toTree } from "./tree.ts";

/**
 * Finds what is wrong with an expression, and what is valid JMESPath but cannot be meant.
 *
 * @returns Every problem, with what to write instead; none means the expression compiles.
 */
export function lintExpression(text: string): readonly ExpressionProblem[] {
  return errorsIn(text).map(({ message, position = 0 }) => ({
    message,
    start: position,
    end: position,
  }));
}

function errorsIn(text: string): readonly ExpressionError[] {
  let parsed: ReturnType<typeof parseExpression>;
  try {
    parsed = parseExpression(text);
  } catch (error) {
    return [error as ExpressionError];
  }
  const { root, tokens } = parsed;
  const problems = bareWords(text, tokens);
  const quoted = new Set(tokens.filter(({ type }) => type === QUOTED).map(({ value }) => value));
  visit(root, (node) => {
    problems.push(
      ...unknownCalls(node, text, tokens),
      ...quotedText(node, quoted, text, tokens),
      ...comparedNegation(node),
    );
  });
  try {
    toTree(root, []);
  } catch (error) {
    problems.push(error as ExpressionError);
  }
  return problems;
}

const QUOTED = "QuotedIdentifier";
const UNQUOTED = "UnquotedIdentifier";

/** `true`, `false` and `null` without backticks are fields of that name, which no event has. */
function bareWords(text: string, tokens: readonly Token[]): ExpressionError[] {
  return tokens.flatMap(({ type, value, start }, index) => {
    if (type !== UNQUOTED || !["true", "false", "null"].includes(String(value))) return [];
    const [before, after] = [tokens[index - 1]?.type, tokens[index + 1]?.type];
    const isName =
      before === "Dot" || ((before === "Lbrace" || before === "Comma") && after === "Colon");
    if (isName) return [];
    return problem(`${value} is written in backticks, \`${value}\``, text, start);
  });
}

function unknownCalls(node: SyntaxNode, text: string, tokens: readonly Token[]): ExpressionError[] {
  if (node.type !== "Function") return [];
  const { name, children } = node;
  const position = tokens.find(
    ({ value }, index) => value === name && tokens[index + 1]?.type === "Lparen",
  )?.start;
  if (!FUNCTIONS.has(name)) {
    const guess = nearest(name, FUNCTIONS.keys());
    return problem(
      `there is no function ${name}()${guess === undefined ? `; there are ${[...FUNCTIONS.keys()].sort().join(", ")}` : `; did you mean ${guess}()?`}`,
      text,
      position ?? 0,
    );
  }
  try {
    callOf(name, children.length);
    return [];
  } catch (error) {
    return [error as ExpressionError];
  }
}

/** `eventName == "x"` compares two fields: text stands in single quotes. */
function quotedText(
  node: SyntaxNode,
  quoted: ReadonlySet<unknown>,
  text: string,
  tokens: readonly Token[],
): ExpressionError[] {
  const suspects = (nodes: readonly SyntaxNode[]): string[] =>
    nodes.flatMap((it) =>
      it.type === "Field" && quoted.has(it.name) && !isFlatKey(it.name) ? [it.name] : [],
    );
  let names: string[] = [];
  if (node.type === "Comparator") {
    names = suspects([node.right]);
    // On the left, a name in double quotes is fine as long as it is compared with a value.
    if (names.length === 0 && !isConstant(node.right)) names = suspects([node.left]);
  } else if (node.type === "Function" && TEXT_TESTS.has(node.name)) {
    const [subject, search] = node.children;
    names = suspects(search === undefined ? [] : [search]);
    if (subject?.type === "MultiSelectList") names.push(...suspects(subject.children));
  }
  return names.flatMap((name) => {
    const position = tokens.find(({ type, value }) => type === QUOTED && value === name)?.start;
    const field = /^[A-Za-z_]\w*$/.test(name) ? `, a field without quotes: ${name}` : "";
    return problem(
      `double quotes make the name of a field; text is written in single quotes: '${name}'${field}`,
      text,
      position ?? 0,
    );
  });
}

const TEXT_TESTS: ReadonlySet<string> = new Set(["starts_with", "ends_with", "contains"]);

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
function comparedNegation(node: SyntaxNode): ExpressionError[] {
  if (node.type !== "Comparator" || node.left.type !== "NotExpression") return [];
  if (node.right.type !== "Literal" || typeof node.right.value === "boolean") return [];
  return [
    new ExpressionError(
      "Cannot use a comparison of !… as ! binds tighter than ==: write a != b, or !(a == b)",
    ),
  ];
}

function isConstant(node: SyntaxNode): boolean {
  if (node.type === "Literal") return true;
  return node.type === "MultiSelectList" && node.children.every(isConstant);
}

function problem(rule: string, text: string, position: number): ExpressionError[] {
  return [
    new ExpressionError(`Cannot use expression as ${rule}: ${excerpt(text, position)}`, {
      position,
    }),
  ];
}

/** Every node, parents first. */
function visit(node: SyntaxNode, each: (node: SyntaxNode) => void): void {
  each(node);
  // A literal may hold an object that looks like a node.
  if (node.type === "Literal") return;
  for (const part of Object.values(node)) {
    for (const child of Array.isArray(part) ? part : [part]) {
      if (isNode(child)) visit(child, each);
    }
  }
}

function isNode(value: unknown): value is SyntaxNode {
  return typeof value === "object" && value !== null && "type" in value;
}
