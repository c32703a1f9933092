import { POINTER_KEY, RECORD_KEY } from "../contract.ts";
import { busNumbers, isAcceptable } from "./bus-numbers.ts";
import { LeafBudget } from "./leaf-budget.ts";
import { type Leaf, walkLeaves } from "./leaf-walk.ts";
import { PathList } from "./path-list.ts";
import type { RawRecord } from "./record.ts";

/** Levels of nesting EventBridge accepts in an event. */
export const MAX_EVENT_DEPTH = 1_000;

/** The parts of a bus event's detail, each as JSON. */
export interface DetailParts {
  /** Members of the flat event, without braces. */
  readonly flat: string;
  /** The record; undefined if it is not wanted or does not fit. */
  readonly record: string | undefined;
  /** Paths that were dropped or shortened. */
  readonly truncated: PathList;
  /** Paths whose number became a string. */
  readonly quoted: PathList;
}

/**
 * Makes the parts of a bus event's detail from any record, however large, deep or odd.
 *
 * Too large: the record goes first, then the longest leaves. Essential leaves are shortened, and
 * at last dropped, only when they alone are too large.
 *
 * @param budget Bytes of the flat members and the record together; the lists of paths come on top,
 * each {@linkcode MAX_PATH_LIST_BYTES} at most.
 */
export function carefulDetail(raw: RawRecord, budget: number, includeRecord: boolean): DetailParts {
  const numbers = ODD_NUMBER.test(raw.text)
    ? busNumbers(raw.text)
    : { text: raw.text, sources: raw.value };
  const quoted = new PathList();
  walkLeaves(raw.value, numbers.sources, (leaf) => {
    if (isQuoted(leaf)) quoted.add(leaf.path);
  });
  const gather = (bytes: number, wanted: (leaf: Leaf) => boolean, most?: number) =>
    gatherLeaves(raw, numbers.sources, bytes, wanted, most);

  const all = gather(budget, () => true);
  const recordBytes = Buffer.byteLength(numbers.text);
  // The event around the detail and the detail around the record are levels too.
  const deep = raw.depth + 2 > MAX_EVENT_DEPTH;
  if (includeRecord && !deep && !all.dropped && all.bytes + recordBytes <= budget) {
    return { flat: all.flat, record: numbers.text, truncated: new PathList(), quoted };
  }
  const truncated = new PathList();
  if (includeRecord) truncated.add(RECORD_KEY);
  if (!all.dropped) return { flat: all.flat, record: undefined, truncated, quoted };

  const parts: string[] = [];
  let room = budget;
  for (const rank of [0, 1, 2] as const) {
    const isRank = (leaf: Leaf) => leaf.rank === rank;
    let part = gather(room, isRank);
    for (const most of rank === 2 ? [] : SHORTENINGS) {
      if (!part.dropped) break;
      if (part.longest > most) part = gather(room, isRank, most);
    }
    if (part.flat !== "") parts.push(part.flat);
    room -= part.bytes;
    truncated.addAll(part.cut);
  }
  return { flat: parts.join(","), record: undefined, truncated, quoted };
}

/** Characters to which long essential strings are shortened, one after the other until all fit. */
const SHORTENINGS = [10_000, 1_000, 100];

/** A number that may not be plain. It follows a colon, bracket, comma or blank; so may text in a string. */
const ODD_NUMBER = /[:[,\s]-?(?:\d{16}|[\d.]+[eE])/;

function gatherLeaves(
  raw: RawRecord,
  sources: unknown,
  budget: number,
  wanted: (leaf: Leaf) => boolean,
  most = Number.POSITIVE_INFINITY,
) {
  const cut = new PathList();
  let dropped = false;
  let longest = 0;
  const leaves = new LeafBudget(budget, (path) => {
    dropped = true;
    cut.add(path);
  });
  walkLeaves(raw.value, sources, (leaf) => {
    const { path, value } = leaf;
    if (!wanted(leaf) || path === RECORD_KEY || path === POINTER_KEY) return;
    if (typeof value === "string") longest = Math.max(longest, value.length);
    if (typeof value === "string" && value.length > most) {
      cut.add(path);
      leaves.add(path, JSON.stringify(`${value.slice(0, most)}…`));
    } else {
      leaves.add(path, literalOf(leaf));
    }
  });
  const { members, bytes } = leaves.finish();
  return { flat: members.join(","), bytes, cut, dropped, longest };
}

function literalOf(leaf: Leaf): string {
  const { value, other } = leaf;
  if (typeof value !== "number" || typeof other !== "string") return JSON.stringify(value);
  return isQuoted(leaf) ? JSON.stringify(other) : other;
}

function isQuoted({ value, other }: Leaf): boolean {
  return typeof value === "number" && typeof other === "string" && !isAcceptable(other);
}
