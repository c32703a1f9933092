import { ACCOUNTS_LIST, LISTS, listNamed } from "../expression/own-variable.ts";
import { nearest } from "../record/nearest.ts";
import { childrenOf, type Span, type SyntaxNode } from "../syntax/node.ts";
import type { ExpressionProblem } from "../syntax/problem.ts";
import { readSyntax } from "../syntax/read-syntax.ts";
import type { ListKind, ValueLists } from "./value-list.ts";

/** A place where an expression uses a list. */
export interface ListUse {
  readonly name: string;
  readonly span: Span;
  /** The function that asks whether something is on it; undefined where it is used otherwise. */
  readonly by: string | undefined;
}

/** The names of the lists that expressions use. */
export function listNames(expressions: readonly string[]): ReadonlySet<string> {
  return new Set(expressions.flatMap((text) => listUses(text).map(({ name }) => name)));
}

/** Finds the lists that an expression uses. */
export function listUses(text: string): readonly ListUse[] {
  // Most expressions use none.
  if (!text.includes("$")) return [];
  const uses: ListUse[] = [];
  visit(readSyntax(text).root, undefined, uses);
  return uses;
}

function visit(node: SyntaxNode, by: string | undefined, uses: ListUse[]): void {
  const name = nameOf(node);
  if (name !== undefined) {
    uses.push({ name, span: node.span, by });
    return;
  }
  if (node.type === "Function") {
    const place = PLACES.get(node.name);
    for (const [index, child] of node.children.entries()) {
      visit(child, index === place ? node.name : undefined, uses);
    }
    return;
  }
  for (const child of childrenOf(node)) visit(child, undefined, uses);
}

/** Functions that ask whether something is on a list → which argument the list is. */
const PLACES: ReadonlyMap<string, number> = new Map([
  ["contains", 0],
  ["like", 1],
  ["in_cidr", 1],
]);

function nameOf(node: SyntaxNode): string | undefined {
  const isAccounts = node.type === "Variable" && node.name === ACCOUNTS_LIST;
  return isAccounts ? ACCOUNTS_LIST : listNamed(node);
}

/** Finds uses of lists that there are not, and of those whose values another function compares. */
export function listUseProblems(text: string, lists: ValueLists): readonly ExpressionProblem[] {
  return listUses(text).flatMap(({ name, span, by }) => {
    const list = lists.get(name);
    if (list === undefined) {
      const guess = nearest(name, lists.keys());
      const help =
        guess === undefined
          ? `: there are ${[...lists.keys()].sort().join(", ")}; a file lists/${name}.yaml in a folder of rules makes one`
          : `; did you mean $${LISTS}.${guess}?`;
      const rule = `there must be a list of this name: $${LISTS}.${name}${help}`;
      return { message: `Cannot use expression as ${rule}`, ...span };
    }
    if (by === undefined || FITTING[list.kind].includes(by)) return [];
    const [right = ""] = FITTING[list.kind];
    const rule = `$${LISTS}.${name} is a list of ${WORDS[list.kind]}, which ${right}() compares: write ${FORMS[right]?.(name)}`;
    return { message: `Cannot use expression as ${rule}`, ...span };
  });
}

/** Functions that compare values as they are meant. */
const FITTING: Readonly<Record<ListKind, readonly string[]>> = {
  exact: ["contains", "like"],
  patterns: ["like"],
  networks: ["in_cidr"],
  accounts: ["contains"],
};

const WORDS: Readonly<Record<ListKind, string>> = {
  exact: "texts",
  patterns: "patterns",
  networks: "networks",
  accounts: "accounts",
};

const FORMS: Readonly<Record<string, (name: string) => string>> = {
  contains: (name) => `contains($${LISTS}.${name}, field)`,
  like: (name) => `like(field, $${LISTS}.${name})`,
  in_cidr: (name) => `in_cidr(field, $${LISTS}.${name})`,
};
