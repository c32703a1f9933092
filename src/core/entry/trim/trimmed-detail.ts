import { RECORD_KEY } from "../../../contract.ts";
import { hasPlainPaths } from "../../record/flatten.ts";
import type { CloudTrailRecord, RawRecord } from "../../record/record.ts";
import { type BusNumbers, busNumbers } from "./bus-numbers.ts";
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
 * As {@linkcode carefulDetail}, for a record of which nothing need be changed; undefined for another,
 * as soon as that is seen.
 */
export function wholeDetail(
  raw: RawRecord,
  budget: number,
  includeRecord: boolean,
): DetailParts | undefined {
  if (includeRecord && (isTooDeep(raw) || raw.text.length > budget)) return undefined;
  const { value } = raw;
  const isOdd = ODD_NUMBER.test(raw.text);
  const { text, sources } = isOdd ? acceptableNumbers(raw) : { text: raw.text, sources: value };
  if (includeRecord && text === undefined) return undefined;
  const record = includeRecord ? text : undefined;
  const room = record === undefined ? budget : budget - Buffer.byteLength(record);
  const leaves = new LeafRank(room);
  let isWhole = room >= 0;
  const take = (leaf: WalkedLeaf) => {
    leaves.take(leaf);
    isWhole &&= !leaves.dropped && leaves.bytes <= room && !(isOdd && isQuoted(leaf));
    return isWhole;
  };
  walkLeaves(value, sources, take, { mayCollide: !hasPlainPaths(value) });
  if (!isWhole) return undefined;
  return { flat: flatOf([leaves]), record, truncated: new PathList(), quoted: new PathList() };
}

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
  const { value } = raw;
  const quoted = new PathList();
  const truncated = new PathList();
  let text: string | undefined = raw.text;
  let sources: unknown = value;
  if (ODD_NUMBER.test(raw.text)) {
    ({ text, sources } = acceptableNumbers(raw));
    walkLeaves(value, sources, (leaf) => {
      if (isQuoted(leaf)) quoted.add(leaf.path);
    });
  }
  const source = { value, sources, named, mayCollide: !hasPlainPaths(value) };
  const ranks = gather(source, RANKS, budget);
  const flatBytes = ranks.reduce((sum, { bytes }) => sum + bytes, 0);
  const isWhole = flatBytes <= budget && !ranks.some(({ dropped }) => dropped);

  let record: string | undefined;
  if (includeRecord && isWhole && !isTooDeep(raw) && text !== undefined) {
    if (flatBytes + Buffer.byteLength(text) <= budget) record = text;
  }
  if (includeRecord && record === undefined) truncated.add(RECORD_KEY);
  const fitted = isWhole ? ranks : trim(source, ranks, budget);
  for (const { cut } of fitted) truncated.addAll(cut);
  return { flat: flatOf(fitted), record, truncated, quoted };
}

/** Whether the bus would refuse an event with the record in it, which with the detail has two levels more. */
function isTooDeep({ depth }: RawRecord): boolean {
  return depth + 2 > MAX_EVENT_DEPTH;
}

/** The record's text with numbers that the bus takes, and its value with numbers as they were written. */
function acceptableNumbers({ text, value }: RawRecord): BusNumbers {
  return { sources: value, ...busNumbers(text) };
}

/** Members of the flat event, in the order of the record. */
function flatOf(ranks: readonly LeafRank[]): string {
  const members = ranks.flatMap((rank) => rank.members()).sort((a, b) => a.order - b.order);
  return members.map(({ json }) => json).join(",");
}

/** What leaves are taken from. */
interface LeafSource {
  readonly value: CloudTrailRecord;
  /** The same tree, with numbers as they were written. */
  readonly sources: unknown;
  readonly named: NamedLeaves | undefined;
  readonly mayCollide: boolean;
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
      fitted = gather(source, [rank], room, most)[0] ?? fitted;
      fitted.shrink(room);
    }
    room -= fitted.bytes;
    return fitted;
  });
}

function gather(
  { value, sources, named, mayCollide }: LeafSource,
  wanted: readonly Rank[],
  budget: number,
  most?: number,
): LeafRank[] {
  const ranks: (LeafRank | undefined)[] = RANKS.map((rank) =>
    wanted.includes(rank) ? new LeafRank(budget, most) : undefined,
  );
  walkLeaves(value, sources, (leaf) => ranks[leaf.rank]?.take(leaf), { named, mayCollide });
  return ranks.filter((rank) => rank !== undefined);
}

/** Characters to which long essential texts are shortened, one after the other until all fit. */
const SHORTENINGS = [10_000, 1_000, 100];

/** A number that may not be plain. It follows a colon, bracket, comma or blank; so may text in a string. */
const ODD_NUMBER = /[:[,\s]-?(?:\d{16}|[\d.]+[eE])/;
