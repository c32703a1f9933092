import type { Scalar } from "../../record/flatten.ts";
import { LeafPath, LeafPlace } from "./leaf-path.ts";
import { type NamedLeaves, stepInto } from "./named-leaves.ts";
import { PathNode } from "./path-node.ts";

/**
 * What trimming spares longest: 0 for an essential field itself (event, account, region, time,
 * error), 1 for what lies below one (identity), 2 for what a rule names, 3 for all else.
 */
export type Rank = 0 | 1 | 2 | 3;

/** All ranks, those that are spared longest first. */
export const RANKS = [0, 1, 2, 3] as const;

/** One leaf that is not null, while a record is walked. */
export interface WalkedLeaf {
  readonly path: LeafPath;
  readonly rank: Rank;
  /** Where it stands among the leaves, from 0. */
  readonly order: number;
  readonly value: Scalar;
  /** The same leaf of the second tree. */
  readonly other: unknown;
}

/** How a record's leaves are walked. */
interface WalkOptions {
  /** Leaves that rules name. */
  readonly named?: NamedLeaves | undefined;
  /** Whether two leaves can have one path: their paths are then told apart. */
  readonly mayCollide?: boolean;
}

/**
 * Walks the leaves of a record in document order, without recursion and without lists of keys
 * for arrays, so that neither depth nor length overflows anything.
 *
 * @param others A second tree of the same shape, walked beside the first; leaves may differ.
 * @param visit Ends the walk by answering false.
 */
export function walkLeaves(
  record: Readonly<Record<string, unknown>>,
  others: unknown,
  visit: (leaf: WalkedLeaf) => unknown,
  { named, mayCollide = false }: WalkOptions = {},
): void {
  let order = 0;
  const root = new LeafPlace("", "", 0, mayCollide ? new PathNode() : undefined);
  const stack: Frame[] = [frame(record, others, root, 3, named)];
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    if (top.next === top.length) {
      stack.pop();
      continue;
    }
    const at = top.next++;
    const key = top.keys === undefined ? at : (top.keys[at] as string);
    const value = top.container[key];
    if (value === null || value === undefined) continue;
    const essential = stack.length === 1 && isEssential(key as string);
    const other = top.others[key];
    const names = top.names && (typeof key === "number" ? top.names : stepInto(top.names, key));
    const around = names?.isNamed && top.rank === 3 ? 2 : top.rank;
    if (typeof value === "object")
      stack.push(frame(value, other, top.place.below(key), essential ? 1 : around, names));
    else {
      const rank = essential ? essentialRank(key as string) : around;
      const path = new LeafPath(top.place, key);
      if (visit({ path, rank, order: order++, value: value as Scalar, other }) === false) return;
    }
  }
}

/** A field whose name has a dot in it may share its path with one that is nested: same rank. */
function essentialRank(key: string): Rank {
  return key.includes(".") ? 1 : 0;
}

/** Identity, event, account, region, time and error. */
function isEssential(topKey: string): boolean {
  return /^(userIdentity|event[A-Za-z]*|recipientAccountId|awsRegion|error(Code|Message))(\.|$)/.test(
    topKey,
  );
}

interface Frame {
  readonly container: Readonly<Record<string | number, unknown>>;
  readonly others: Readonly<Record<string | number, unknown>>;
  /** Undefined for an array. */
  readonly keys: readonly string[] | undefined;
  readonly length: number;
  readonly place: LeafPlace;
  /** Of the leaves below. */
  readonly rank: Rank;
  /** What rules name below; undefined where they name nothing. */
  readonly names: NamedLeaves | undefined;
  next: number;
}

function frame(
  container: object,
  others: unknown,
  place: LeafPlace,
  rank: Rank,
  names: NamedLeaves | undefined,
): Frame {
  const keys = Array.isArray(container) ? undefined : Object.keys(container);
  return {
    container: container as Record<string, unknown>,
    others: others as Record<string, unknown>,
    keys,
    length: keys === undefined ? (container as unknown[]).length : keys.length,
    place,
    rank,
    names,
    next: 0,
  };
}
