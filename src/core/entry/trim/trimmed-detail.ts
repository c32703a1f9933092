import { POINTER_KEY, RECORD_KEY } from "../../../contract.ts";
import { hasPlainPaths } from "../../record/flatten.ts";
import type { CloudTrailRecord, RawRecord } from "../../record/record.ts";
import { busNumbers } from "./bus-numbers.ts";
import { RANKS, type Rank, type WalkedLeaf, walkLeaves } from "./leaf-walk.ts";
import type { NamedLeaves } from "./named-leaves.ts";
import { PathList } from "./path-list.ts";
import { isQuoted, LeafRank } from "./ranked-leaves.ts";

/** Levels of nesting EventBridge accepts in an event. */
const MAX_EVENT_DEPTH = 1_000;

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
 * As {@linkcode carefulDetail}, for a record of which nothing need be changed; undefined for another.
 */
export function wholeDetail(
  raw: RawRecord,
  budget: number,
  includeRecord: boolean,
): DetailParts | undefined {
  if (isLonger(raw.value, budget)) return undefined;
  return partsOf(raw, budget, includeRecord, undefined, true);
}

/** Whether a flat event surely has more bytes, by the characters of its leaves, of which none is made. */
function isLonger(value: CloudTrailRecord, budget: number): boolean {
  // Leaves of one path are written once.
  if (!hasPlainPaths(value)) return false;
  let characters = 0;
  walkLeaves(value, value, ({ path, value }) => {
    // These two are the bus event's own.
    if (path === RECORD_KEY || path === POINTER_KEY) return true;
    characters += path.length + PUNCTUATION + (typeof value === "string" ? value.length : 1);
    return characters <= budget;
  });
  return characters > budget;
}

/** Two quotes, a colon. */
const PUNCTUATION = 3;

/**
 * Makes the parts of a bus event's detail from any record, however large, deep or odd.
 *
 * Too large: the record goes first, then the longest leaves, those that rules name after all
 * others. Essential leaves are shortened, and at last dropped, only when they alone are too large;
 * then so are those that rules name.
 *
 * @param budget Bytes of the flat members and the record together; the lists of paths come on top,
 * each {@linkcode MAX_PATH_LIST_BYTES} at most.
 * @param named Leaves that rules name.
 */
export function carefulDetail(
  raw: RawRecord,
  budget: number,
  includeRecord: boolean,
  named?: NamedLeaves,
): DetailParts {
  return partsOf(raw, budget, includeRecord, named, false) as DetailParts;
}

/** @param onlyWhole Whether to give up, and answer undefined, as soon as something had to be changed. */
function partsOf(
  raw: RawRecord,
  budget: number,
  includeRecord: boolean,
  named: NamedLeaves | undefined,
  onlyWhole: boolean,
): DetailParts | undefined {
  const { value } = raw;
  const quoted = new PathList();
  const truncated = new PathList();
  let text: string | undefined = raw.text;
  let sources: unknown = value;
  if (ODD_NUMBER.test(raw.text)) {
    ({ text, sources = value } = busNumbers(raw.text));
    walkLeaves(value, sources, (leaf) => {
      if (isQuoted(leaf)) quoted.add(leaf.path);
    });
  }
  if (onlyWhole && quoted.size > 0) return undefined;
  const source = { value, sources, named };
  const ranks = gather(source, RANKS, budget, { stops: onlyWhole });
  const flatBytes = ranks.reduce((sum, { bytes }) => sum + bytes, 0);
  const isWhole = flatBytes <= budget && !ranks.some(({ dropped }) => dropped);

  let record: string | undefined;
  // The event around the detail and the detail around the record are levels too.
  if (includeRecord && isWhole && raw.depth + 2 <= MAX_EVENT_DEPTH && text !== undefined) {
    if (flatBytes + Buffer.byteLength(text) <= budget) record = text;
  }
  if (includeRecord && record === undefined) truncated.add(RECORD_KEY);
  if (onlyWhole && (!isWhole || truncated.size > 0)) return undefined;
  const fitted = isWhole ? ranks : trim(source, ranks, budget);
  for (const { cut } of fitted) truncated.addAll(cut);
  const members = fitted.flatMap((rank) => rank.members()).sort((a, b) => a.order - b.order);
  const flat = members.map(({ json }) => json).join(",");
  return { flat, record, truncated, quoted };
}

/** What leaves are taken from. */
interface LeafSource {
  readonly value: CloudTrailRecord;
  /** The same tree, with numbers as they were written. */
  readonly sources: unknown;
  readonly named: NamedLeaves | undefined;
}

/** Makes the ranks fit together, the more essential first. */
function trim(source: LeafSource, ranks: readonly LeafRank[], budget: number): LeafRank[] {
  let room = budget;
  return RANKS.map((rank) => {
    let fitted = ranks[rank] as LeafRank;
    fitted.shrink(room);
    for (const most of rank === 3 ? [] : SHORTENINGS) {
      if (!fitted.dropped) break;
      if (fitted.longest <= most) continue;
      fitted = gather(source, [rank], room, { most })[0] ?? fitted;
      fitted.shrink(room);
    }
    room -= fitted.bytes;
    return fitted;
  });
}

function gather(
  { value, sources, named }: LeafSource,
  wanted: readonly Rank[],
  budget: number,
  { most, stops = false }: { readonly most?: number; readonly stops?: boolean },
): LeafRank[] {
  const ranks = new Map(wanted.map((rank) => [rank, new LeafRank(budget, most)]));
  const all = [...ranks.values()];
  // What is too much is so whatever follows.
  const isFull = () => stops && all.reduce((sum, { bytes }) => sum + bytes, 0) > budget;
  const take = (leaf: WalkedLeaf) => {
    ranks.get(leaf.rank)?.take(leaf);
    return !isFull();
  };
  walkLeaves(value, sources, take, named);
  return all;
}

/** Characters to which long essential texts are shortened, one after the other until all fit. */
const SHORTENINGS = [10_000, 1_000, 100];

/** A number that may not be plain. It follows a colon, bracket, comma or blank; so may text in a string. */
const ODD_NUMBER = /[:[,\s]-?(?:\d{16}|[\d.]+[eE])/;
