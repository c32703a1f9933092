import { childrenOf, type SyntaxNode } from "./node.ts";
import { Parser } from "./parser.ts";
import type { ExpressionProblem } from "./problem.ts";
import { type Token, tokenize } from "./token.ts";

/** What an expression's text comes to. */
export interface Syntax {
  /** Where there are problems, nodes that could not be read are `Invalid`. */
  readonly root: SyntaxNode;
  /** The words, `end` the last of them. */
  readonly tokens: readonly Token[];
  /** In the order of the text; none means the text is an expression. */
  readonly problems: readonly ExpressionProblem[];
}

/**
 * Levels of nodes an expression may have; each operator of a chain (`a || b || c`) is one. What
 * walks a tree calls itself a few times for each level, and the stack of a function has room for
 * some ten thousand calls.
 */
export const MAX_TREE_DEPTH = 1_000;

/**
 * Reads an expression: JMESPath with the community's additions, as the library reads it, without
 * what that lets pass although it means nothing (`=` for `==`, missing commas, text without its
 * closing quote).
 *
 * @see https://jmespath.site/main/#specification
 */
export function readSyntax(text: string): Syntax {
  const before = recent.get(text);
  if (before !== undefined) return before;
  const syntax = read(text);
  const [oldest] = recent.keys();
  if (recent.size === RECENT && oldest !== undefined) recent.delete(oldest);
  recent.set(text, syntax);
  return syntax;
}

/** Texts that are remembered: who checks a rule reads its few expressions again for each question. */
const RECENT = 8;

const recent = new Map<string, Syntax>();

function read(text: string): Syntax {
  const { tokens, problems } = tokenize(text);
  const parser = new Parser(tokens);
  const root = parser.parse();
  const all = [...problems, ...parser.problems].sort((a, b) => a.start - b.start);
  if (!isTooDeep(root)) return { root, tokens, problems: all };
  const message = `Cannot parse expression as it must not be more than ${MAX_TREE_DEPTH} levels deep: split it`;
  const { start } = root.span;
  // Nobody is to walk the tree, so there is none.
  return {
    root: { type: "Invalid", span: root.span },
    tokens,
    problems: [{ message, start, end: start }, ...all],
  };
}

/** Found out without recursion, as it is what keeps others from recursing too deeply. */
function isTooDeep(root: SyntaxNode): boolean {
  let level: readonly SyntaxNode[] = [root];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth === MAX_TREE_DEPTH) return true;
    level = level.flatMap(childrenOf);
  }
  return false;
}
