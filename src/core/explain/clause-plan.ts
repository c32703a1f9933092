import { type Evaluator, toEvaluator } from "../expression/evaluate.ts";
import { everyPart } from "../expression/path-use.ts";
import { print } from "../expression/print.ts";
import type { Tree } from "../expression/tree.ts";
import type { Span, SyntaxNode } from "../syntax/node.ts";
import { inOneLine } from "../syntax/spacing.ts";

/** What joins the clauses below one: all must hold, any, the one must not, or the first chooses. */
export type Joint = "all" | "any" | "not" | "choice";

/** A clause of an expression before it meets an event. */
export interface ClausePlan {
  /** As it is written, each line break and the blanks around it as one blank. */
  readonly text: string;
  readonly span: Span;
  readonly joint: Joint | undefined;
  readonly evaluate: Evaluator;
  /** Paths and variables it reads, where nothing is below it. */
  readonly reads: readonly ReadPlan[];
  readonly children: readonly ClausePlan[];
}

/** Something that a clause reads. */
export interface ReadPlan {
  readonly path: string;
  readonly evaluate: Evaluator;
}

/**
 * Takes an expression apart at `&&`, `||`, `!`, ternaries and lets.
 *
 * @param node The syntax tree that `tree` was made of.
 */
export function planClauses(text: string, node: SyntaxNode, tree: Tree): ClausePlan {
  return plan({ text, within: (part) => part, bound: new Map() }, node, tree);
}

/** Where a clause stands. */
interface Place {
  readonly text: string;
  /** Puts a part where its variables have their values. */
  readonly within: (part: Tree) => Tree;
  readonly bound: ReadonlyMap<string, Tree>;
}

function plan(place: Place, written: SyntaxNode, tree: Tree): ClausePlan {
  if (tree.kind === "let") return plan(inside(place, tree), written, tree.body);
  const node = bodyOf(written, tree);
  const { span } = node;
  const clause = (joint: Joint | undefined, children: readonly ClausePlan[]): ClausePlan => ({
    text: inOneLine(place.text.slice(span.start, span.end)),
    span,
    joint,
    evaluate: toEvaluator(place.within(tree)),
    reads: joint === undefined ? readsOf(place, tree) : [],
    children,
  });
  const operands = (kind: "and" | "or", joint: Joint): ClausePlan =>
    clause(
      joint,
      operandsOf(node, tree, kind).map((it) => plan(place, ...it)),
    );
  switch (tree.kind) {
    case "and":
      return operands("and", "all");
    case "or":
      return operands("or", "any");
    case "not": {
      if (!isJoined(tree.child)) break;
      const child = node.type === "NotExpression" ? node.child : node;
      return clause("not", [plan(place, child, tree.child)]);
    }
    case "ternary": {
      const [condition, yes, no] =
        node.type === "Ternary" ? [node.condition, node.trueExpr, node.falseExpr] : ([] as const);
      return clause("choice", [
        plan(place, condition ?? node, tree.condition),
        plan(place, yes ?? node, tree.yes),
        plan(place, no ?? node, tree.no),
      ]);
    }
  }
  return clause(undefined, []);
}

function isJoined(tree: Tree): boolean {
  return JOINED.has(tree.kind) && (tree.kind !== "let" || isJoined(tree.body));
}

const JOINED: ReadonlySet<Tree["kind"]> = new Set(["and", "or", "not", "ternary", "let"]);

function inside(place: Place, tree: Extract<Tree, { kind: "let" }>): Place {
  const { name, value } = tree;
  return {
    ...place,
    within: (body) => place.within({ kind: "let", name, value, body }),
    bound: new Map(place.bound).set(name, value),
  };
}

/** The part of a let or a pipe that a tree was made of. */
function bodyOf(node: SyntaxNode, tree: Tree): SyntaxNode {
  if (node.type === "LetExpression") return bodyOf(node.expression, tree);
  return node.type === "Pipe" && JOINED.has(tree.kind) ? bodyOf(node.right, tree) : node;
}

/** `a && b && c` as one list, of the tree and of what it was made of. */
function operandsOf(
  root: SyntaxNode,
  whole: Tree,
  kind: "and" | "or",
): readonly (readonly [SyntaxNode, Tree])[] {
  const type = kind === "and" ? "AndExpression" : "OrExpression";
  const operands: (readonly [SyntaxNode, Tree])[] = [];
  let node = root;
  let tree = whole;
  while (tree.kind === kind) {
    operands.push([node.type === type ? node.right : node, tree.right]);
    node = node.type === type ? node.left : node;
    tree = tree.left;
  }
  return [[node, tree] as const, ...operands.reverse()];
}

/** What a clause reads of the event, each once; variables among it as they are written. */
function readsOf({ within, bound }: Place, tree: Tree): readonly ReadPlan[] {
  const reads = new Map<string, Tree>();
  for (const part of everyPart(tree)) {
    if (part.kind === "path" && part.key !== "") reads.set(part.key, part);
    if (part.kind === "variable" && bound.has(part.name)) reads.set(part.name, part);
  }
  return [...reads.values()].map((part) => ({
    path: print(part),
    evaluate: toEvaluator(within(part)),
  }));
}
