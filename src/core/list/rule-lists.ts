import type { ListValues } from "../expression/own-variable.ts";
import { parseExpression } from "../expression/parse.ts";
import { type Tree, toTree } from "../expression/tree.ts";
import { isExpired } from "./expiry.ts";
import { listNames } from "./list-use.ts";
import type { ValueLists } from "./value-list.ts";

/** Lists that a rule uses, by name: what judging by it needs to know of them. */
export type RuleLists = Readonly<Record<string, readonly ListedValue[]>>;

/** A value, and of one that expires until when it is on the list, and who answers for it. */
export interface ListedValue {
  /** As it is compared: a text, a pattern with `*`, a network or an account id, by the list's kind. */
  readonly value: string;
  /** Last day it is on the list, `YYYY-MM-DD` in UTC; absent means for good. */
  readonly expires?: string;
  /** Who answers for it; told where one has expired. */
  readonly owner?: string;
}

/** An expression of a rule, and the lists it may use. */
export interface ListedExpression {
  readonly match: string;
  /** Absent where the rule uses none. */
  readonly lists?: RuleLists;
}

/**
 * The tree of a rule's expression, with the values of the lists it uses.
 *
 * @param self What `$self` stands for; undefined leaves it a variable.
 * @param now Milliseconds since the epoch: what has expired is on no list any more. Undefined where
 * the values make no difference.
 * @throws {ExpressionError} If it is not valid.
 */
export function treeOf(
  { match, lists }: ListedExpression,
  self: readonly string[] | undefined,
  now?: number,
): Tree {
  return toTree(parseExpression(match).root, self, valuesAt(lists, now));
}

/** What is on lists at a time, milliseconds since the epoch. */
export function valuesAt(lists: RuleLists | undefined, now?: number): ListValues {
  return chosen(lists, ({ expires }) => now === undefined || !isExpired(expires, now));
}

/**
 * All that lists come to in the course of time: what is on them now, and what is left each time that
 * something expires. A pattern must suit each.
 */
function statesOf(lists: RuleLists | undefined): readonly ListValues[] {
  const days = Object.values(lists ?? {}).flatMap((it) =>
    it.flatMap((entry) => entry.expires ?? []),
  );
  const starts = ["", ...[...new Set(days)].sort()];
  // Of an entry that expires on a day, nothing is left from the next on.
  return starts.map((day) =>
    chosen(lists, ({ expires }) => expires === undefined || expires > day),
  );
}

/** A value that is on a list no more. */
export interface ExpiredValue extends ListedValue {
  readonly list: string;
}

/**
 * Values that have expired on lists that rules use, each once. Whoever makes a judge says so loudly:
 * what they were on the list for is over.
 */
export function expiredValues(
  rules: readonly { readonly lists?: RuleLists }[],
  now: number,
): readonly ExpiredValue[] {
  const found = new Map<string, ExpiredValue>();
  for (const { lists = {} } of rules) {
    for (const [list, entries] of Object.entries(lists)) {
      for (const entry of entries) {
        if (!isExpired(entry.expires, now)) continue;
        found.set(`${list} ${entry.value}`, { ...entry, list });
      }
    }
  }
  return [...found.values()];
}

/** Rules that together match whatever one matches in the course of time. */
export function everyState<R extends ListedExpression>(rule: R): readonly R[] {
  const states = statesOf(rule.lists);
  if (states.length === 1) return [rule];
  return states.map((values) => ({
    ...rule,
    lists: Object.fromEntries(
      Object.entries(values).map(([name, list]) => [name, list.map((value) => ({ value }))]),
    ),
  }));
}

/**
 * The lists that expressions use, with what an example says is on them: on all others, nothing is. So
 * what an example shows does not depend on what its user has on the lists.
 */
export function exampleLists(
  expressions: readonly string[],
  example: Readonly<Record<string, readonly string[]>> = {},
): RuleLists {
  const names = listNames(expressions);
  return Object.fromEntries(
    [...names].map((name) => [
      name,
      (Object.hasOwn(example, name) ? (example[name] ?? []) : []).map((value) => ({ value })),
    ]),
  );
}

function chosen(lists: RuleLists | undefined, isOn: (entry: ListedValue) => boolean): ListValues {
  return Object.fromEntries(
    Object.entries(lists ?? {}).map(([name, entries]) => [
      name,
      entries.filter(isOn).map(({ value }) => value),
    ]),
  );
}

/**
 * The lists that expressions use, of all there are; undefined if they use none. Of one that there
 * is not, checking has told.
 */
export function listsOf(expressions: readonly string[], lists: ValueLists): RuleLists | undefined {
  const names = listNames(expressions);
  if (names.size === 0) return undefined;
  return Object.fromEntries(
    [...names].sort().map((name) => [
      name,
      (lists.get(name)?.entries ?? []).map(({ value, expires, owner }) => ({
        value,
        ...(expires !== undefined && { expires, owner }),
      })),
    ]),
  );
}
