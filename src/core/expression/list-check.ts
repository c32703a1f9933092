import { Budget } from "../function/budget.ts";
import { isFalsy } from "../function/value.ts";
import type { Binding, SyntaxNode } from "../syntax/node.ts";
import { childrenOf } from "../syntax/node.ts";
import type { ExpressionProblem } from "../syntax/problem.ts";
import { toEvaluator } from "./evaluate.ts";
import { viewOfRecord } from "./event-view.ts";
import { OddElements } from "./odd-elements.ts";
import { toTree } from "./tree.ts";

/**
 * Finds comparisons with the empty list that hold where there is no list: `tags[?a] != []` is
 * true of every event without tags, as null is not the empty list. It is no problem where
 * something before it rules that out.
 *
 * @param root The syntax of `text`, which must be an expression.
 */
export function checkLists(text: string, root: SyntaxNode): readonly ExpressionProblem[] {
  const problems: ExpressionProblem[] = [];
  check(root, { text, bindings: [], guards: [], positive: true }, problems);
  return problems;
}

interface Place {
  readonly text: string;
  /** The lets around, outermost first. */
  readonly bindings: readonly (readonly Binding[])[];
  /** What is true, or false, wherever this place makes a difference. */
  readonly guards: readonly Guard[];
  /** Whether the place being true helps the whole to be true. */
  readonly positive: boolean;
}

interface Guard {
  readonly condition: SyntaxNode;
  readonly holds: boolean;
}

function check(node: SyntaxNode, place: Place, problems: ExpressionProblem[]): void {
  const go = (child: SyntaxNode, more: Partial<Place> = {}) =>
    check(child, { ...place, ...more }, problems);
  const given = (condition: SyntaxNode, holds: boolean): Partial<Place> => ({
    guards: [...place.guards, ...conjuncts(condition).map((it) => ({ condition: it, holds }))],
  });
  switch (node.type) {
    case "AndExpression":
    case "OrExpression": {
      // The right side is asked only where the left one leaves it open.
      const holds = node.type === "AndExpression";
      go(node.left, place.positive === holds ? given(node.right, holds) : {});
      go(node.right, given(node.left, holds));
      break;
    }
    case "Ternary":
      go(node.condition);
      go(node.trueExpr, given(node.condition, true));
      go(node.falseExpr, given(node.condition, false));
      break;
    case "LetExpression":
      for (const { reference } of node.bindings) go(reference);
      go(node.expression, { bindings: [...place.bindings, node.bindings] });
      break;
    case "NotExpression":
      go(node.child, { positive: !place.positive });
      break;
    case "FilterProjection":
      go(node.left, { positive: true });
      go(node.condition, { positive: true });
      go(node.right, { positive: true });
      break;
    case "Comparator": {
      const compared = (node.name === "NE") === place.positive ? besideNothing(node) : undefined;
      if (compared !== undefined && isMissing(compared, place) && !isGuarded(compared, place)) {
        problems.push(problemOf(compared, node, place.text));
      }
      go(node.left, { positive: true });
      go(node.right, { positive: true });
      break;
    }
    default:
      for (const child of childrenOf(node)) go(child);
  }
}

/** What is compared with the empty list, or is a length compared with 0. */
function besideNothing({ name, left, right }: ComparatorNode): SyntaxNode | undefined {
  if (name !== "EQ" && name !== "NE") return undefined;
  if (isNothing(right, left)) return left;
  return isNothing(left, right) ? right : undefined;
}

type ComparatorNode = Extract<SyntaxNode, { type: "Comparator" }>;

function isNothing(node: SyntaxNode, other: SyntaxNode): boolean {
  if (node.type === "MultiSelectList") return node.children.length === 0;
  if (node.type !== "Literal") return false;
  const counted = other.type === "Function" && other.name === "length";
  return counted ? node.value === 0 : Array.isArray(node.value) && node.value.length === 0;
}

/** Whether a node is null in an event that has nothing. */
function isMissing(node: SyntaxNode, place: Place): boolean {
  return valueOfNothing(node, place) === null;
}

/** Whether something before fails where the list, or what is in it, is missing. */
function isGuarded(node: SyntaxNode, place: Place): boolean {
  const lists = pathsIn(listOf(node));
  return place.guards.some(({ condition, holds }) => {
    const paths = pathsIn(condition);
    const ofList = paths.every((path) =>
      lists.some((it) => path === it || path.startsWith(`${it}.`)),
    );
    return ofList && paths.length > 0 && isFalsy(valueOfNothing(condition, place)) === holds;
  });
}

/** An expression's value of the empty event; null too where it faults, which is no match either. */
function valueOfNothing(node: SyntaxNode, { bindings }: Place): unknown {
  const whole = bindings.reduceRight<SyntaxNode>(
    (expression, them) => ({ type: "LetExpression", bindings: them, expression, span: node.span }),
    node,
  );
  try {
    const view = viewOfRecord({});
    return toEvaluator(toTree(whole, []))(null, {
      view,
      budget: new Budget(),
      odd: new OddElements(),
      variables: undefined,
    });
  } catch {
    return null;
  }
}

/** The list that is walked, without what is asked of its elements. */
function listOf(node: SyntaxNode): SyntaxNode {
  switch (node.type) {
    case "FilterProjection":
    case "Projection":
    case "ValueProjection":
    case "IndexExpression":
      return listOf(node.left);
    case "Flatten":
      return listOf(node.child);
    case "Function":
      return node.children[0] === undefined ? node : listOf(node.children[0]);
    default:
      return node;
  }
}

/** Paths that an expression reads, as far as they are plain names. */
function pathsIn(node: SyntaxNode): readonly string[] {
  const path = pathOf(node);
  return path === undefined ? childrenOf(node).flatMap(pathsIn) : [path];
}

function pathOf(node: SyntaxNode): string | undefined {
  if (node.type === "Field") return node.name;
  if (node.type === "Variable") return `$${node.name}`;
  if (node.type !== "Subexpression" || node.right.type !== "Field") return undefined;
  const left = node.left.type === "Root" || node.left.type === "Current" ? "" : pathOf(node.left);
  return left === undefined ? undefined : `${left === "" ? "" : `${left}.`}${node.right.name}`;
}

function conjuncts(node: SyntaxNode): readonly SyntaxNode[] {
  return node.type === "AndExpression"
    ? [...conjuncts(node.left), ...conjuncts(node.right)]
    : [node];
}

function problemOf(compared: SyntaxNode, node: SyntaxNode, text: string): ExpressionProblem {
  const { start, end } = node.span;
  const list = text.slice(compared.span.start, compared.span.end);
  const counted = compared.type === "Function" && compared.name === "length";
  const instead = `${counted ? list : `length(${list})`} > \`0\``;
  const shown = list.length > 100 ? "length(…) > `0`" : instead;
  const nothing = counted ? "0" : "[]";
  const message = `Cannot use a comparison with ${nothing} as it also holds where there is no list, as null is not ${nothing}: write ${shown}`;
  return { message, start, end };
}
