import type { FieldProblem } from "../record/field-problem.ts";

/**
 * What the values of a list are, and so which function asks whether something is on it: texts as
 * they are, by `contains()`; texts in which `*` stands for any text, by `like()`; addresses and
 * blocks of them, by `in_cidr()`; ids of accounts, by `contains()`.
 */
export type ListKind = "exact" | "patterns" | "networks" | "accounts";

/** A value on a list, and who says why. */
export interface ListEntry {
  readonly value: string;
  /** Who answers for it. */
  readonly owner: string;
  /** Why it is on the list. */
  readonly reason: string;
  /** Last day it is on the list, `YYYY-MM-DD` in UTC. */
  readonly expires?: string;
}

/** What one file, or the settings, have on a list. */
export interface ListFile {
  /** The file, for messages. */
  readonly path: string;
  /** Names and indices that lead to the list in it; none where the file is the list. */
  readonly field: readonly (string | number)[];
  /** By which expressions know it: `$lists.ID`. */
  readonly id: string;
  readonly description?: string;
  /** Absent: that of the list it adds to, or else `exact`. */
  readonly kind?: ListKind;
  readonly entries: readonly ListEntry[];
}

/** A list, of all files that add to it. */
export interface ValueList {
  readonly id: string;
  readonly description: string;
  readonly kind: ListKind;
  readonly entries: readonly ListEntry[];
}

/** All lists that there are, by id. */
export type ValueLists = ReadonlyMap<string, ValueList>;

/** Where there is no list, an expression that uses one is refused. */
export const NO_LISTS: ValueLists = new Map();

/** A problem with one of the files. */
export interface ListProblem extends FieldProblem {
  readonly path: string;
}

/** Puts together what files have on the same lists, in their order. */
export function mergeLists(files: readonly ListFile[]): ValueLists {
  const lists = new Map<string, ValueList>();
  for (const { id, description, kind, entries } of files) {
    const before = lists.get(id);
    lists.set(id, {
      id,
      description: before?.description || (description ?? ""),
      kind: before?.kind ?? kind ?? "exact",
      entries: [...(before?.entries ?? []), ...entries],
    });
  }
  return lists;
}
