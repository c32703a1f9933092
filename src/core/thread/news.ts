import { shortHash } from "../record/sha256.ts";
import type { Member } from "./member.ts";
import { type Counts, type Tally, valuesOf } from "./tally.ts";

/** What must be named in a message that notifies, above every reply limit. */
export const BINDING_KINDS = [
  "severities",
  "ruleIds",
  "outcomes",
  "errorCodes",
  "accounts",
  "callerAccounts",
  "resources",
] as const;

/** What a reply says beside it. */
export const PLAIN_KINDS = ["actors", "sessions", "addresses", "regions", "eventNames"] as const;

export type NewsKind = (typeof BINDING_KINDS)[number] | (typeof PLAIN_KINDS)[number];

/**
 * Which values were named so far, by hash. Plain JSON of at most 220 KB; what is beyond is never
 * taken for named.
 */
export type Seen = Readonly<Partial<Record<NewsKind, readonly string[]>>>;

/** Nothing was named yet. */
export const NONE_SEEN: Seen = {};

/** What members bring that was not named yet. */
export interface News {
  /** What this message names, in the order of the events' time. */
  readonly named: Readonly<Partial<Record<NewsKind, readonly string[]>>>;
  /** Distinct values that this message has no room for: they stay news. */
  readonly left: Readonly<Partial<Record<NewsKind, number>>>;
  /** Distinct values for which no memory is left: they are counted and never named. */
  readonly beyond: Readonly<Partial<Record<NewsKind, number>>>;
}

/**
 * What of members was not named yet. Give it all members of the window: what one message has no
 * room for is then news of the next.
 *
 * @param members In any order; the answer is the same.
 */
export function newsOf(members: readonly Member[], seen: Seen): News {
  return newsFrom(seen, (kind, known) =>
    [...firstsOf(members, kind)]
      .filter(([value]) => known.size === 0 || !known.has(shortHash(value)))
      .sort(([a, first], [b, other]) =>
        isEarlier(first, other) ? -1 : isEarlier(other, first) ? 1 : a < b ? -1 : 1,
      )
      .map(([value]) => value),
  );
}

/** Values of a kind, each with the earliest member that has it. */
function firstsOf(members: readonly Member[], kind: NewsKind): ReadonlyMap<string, Member> {
  const firsts = new Map<string, Member>();
  for (const member of members) {
    for (const value of newsValues(member, kind)) {
      const known = firsts.get(value);
      if (known === undefined || isEarlier(member, known)) firsts.set(value, member);
    }
  }
  return firsts;
}

/**
 * What of a tally was not named yet, in the order of the values; of outcomes the most frequent is
 * first.
 */
export function newsOfTally(tally: Tally, seen: Seen): News {
  if (tally.count === 0) return { named: {}, left: {}, beyond: {} };
  return newsFrom(seen, (kind, known) => {
    const isOne = kind === "severities";
    return without(isOne ? { values: [tally.severity] } : orderedOf(tally, kind), known);
  });
}

/** Values in the order they are named. */
interface Ordered {
  readonly values: readonly string[];
  hashes?: readonly string[];
}

function without(ordered: Ordered, known: ReadonlySet<string>): readonly string[] {
  if (known.size === 0) return ordered.values;
  ordered.hashes ??= ordered.values.map(shortHash);
  const { values, hashes } = ordered;
  return values.filter((_, index) => !known.has(hashes[index] as string));
}

/** What a storm came to is asked for its news again and again, each time after more of it was told. */
const ORDERED = new WeakMap<Counts, Ordered>();

function orderedOf(tally: Tally, kind: Exclude<NewsKind, "severities">): Ordered {
  const counts = tally[kind];
  let ordered = ORDERED.get(counts);
  if (ordered === undefined) {
    const values = [...counts.keys()];
    const first = kind === "outcomes" ? values.splice(0, 1) : [];
    ordered = { values: [...first, ...values.sort()] };
    ORDERED.set(counts, ordered);
  }
  return ordered;
}

/** @param freshOf The values of a kind without those whose hash is known, in the order they are to be named. */
function newsFrom(
  seen: Seen,
  freshOf: (kind: NewsKind, known: ReadonlySet<string>) => readonly string[],
): News {
  const news = { named: {}, left: {}, beyond: {} } as {
    named: Partial<Record<NewsKind, readonly string[]>>;
    left: Partial<Record<NewsKind, number>>;
    beyond: Partial<Record<NewsKind, number>>;
  };
  for (const kind of KINDS) {
    const known = knownOf(seen[kind] ?? NONE);
    const fresh = freshOf(kind, known);
    const memory = Math.max(0, memoryOf(kind) - known.size);
    const named = withinRoom(fresh.slice(0, memory), ROOM[kind]);
    if (named.length > 0) news.named[kind] = named;
    const left = Math.min(fresh.length, memory) - named.length;
    if (left > 0) news.left[kind] = left;
    if (fresh.length > memory) news.beyond[kind] = fresh.length - memory;
  }
  return news;
}

/**
 * What a parent names that is drawn from a tally: the subject's own values, then the most
 * frequent.
 *
 * @param subject The member that the parent is about.
 */
export function parentNews(subject: Member, tally: Tally): News {
  const named: Partial<Record<NewsKind, readonly string[]>> = {};
  for (const kind of KINDS) {
    const counted = kind === "severities" ? [] : tally[kind].keys();
    const values = [...new Set([...newsValues(subject, kind), ...counted])];
    const shown = withinRoom(values, PARENT_ROOM[kind]);
    if (shown.length > 0) named[kind] = shown;
  }
  return { named, left: {}, beyond: {} };
}

/** Whether there is something that must be named in a message that notifies. */
export function isNews({ named }: News): boolean {
  return BINDING_KINDS.some((kind) => named[kind] !== undefined);
}

/** What was named after a message with this news was posted. */
export function seenWith(seen: Seen, { named }: News): Seen {
  const kinds = KINDS.filter((kind) => named[kind] !== undefined);
  return {
    ...seen,
    ...Object.fromEntries(
      kinds.map((kind) => [
        kind,
        [...new Set([...(seen[kind] ?? []), ...(named[kind] ?? []).map(shortHash)])].slice(
          0,
          memoryOf(kind),
        ),
      ]),
    ),
  };
}

const KINDS: readonly NewsKind[] = [...BINDING_KINDS, ...PLAIN_KINDS];

function newsValues(member: Member, kind: NewsKind): readonly string[] {
  return kind === "severities" ? [member.severity] : valuesOf(member, kind);
}

/** Values remembered of resources, and of accounts; 27 bytes each. */
export const MAX_SEEN = 2_000;

/** Of each other kind: all kinds together stay well below a table item's 400 KB. */
const MAX_SEEN_BESIDE = 400;

function memoryOf(kind: NewsKind): number {
  return kind === "resources" || kind === "accounts" ? MAX_SEEN : MAX_SEEN_BESIDE;
}

/** What one message says of a kind: values and their drawn width at most, one value always. */
interface Room {
  readonly values: number;
  readonly width: number;
}

const FEW: Room = { values: 5, width: 500 };
const ROOM: Readonly<Record<NewsKind, Room>> = {
  ...eachKind(() => FEW),
  ruleIds: { values: 10, width: 800 },
  errorCodes: { values: 10, width: 800 },
  accounts: { values: 20, width: 400 },
  callerAccounts: { values: 20, width: 400 },
  actors: { values: 30, width: 1_500 },
  resources: { values: 100, width: 4_000 },
};
const PARENT_ROOM: Readonly<Record<NewsKind, Room>> = {
  ...eachKind(() => FEW),
  ruleIds: { values: 5, width: 500 },
  resources: { values: 3, width: 250 },
};

function withinRoom(values: readonly string[], { values: most, width }: Room): readonly string[] {
  let room = width;
  const end = values.findIndex((value, index) => {
    room -= widthOf(value) + 6;
    return index >= most || (index > 0 && room < 0);
  });
  return end < 0 ? values : values.slice(0, end);
}

/** Units of a text once it is escaped, at most. */
function widthOf(text: string): number {
  let width = 0;
  for (let at = 0; at < text.length; at++) width += PLAIN[text.charCodeAt(at)] === 1 ? 1 : 7;
  return width;
}

/** By its code, whether a character is drawn as it is. */
const PLAIN = Uint8Array.from({ length: 128 }, (_, code) =>
  Number(/[\w ./:@+=,#*-]/.test(String.fromCharCode(code))),
);

const NONE: readonly string[] = [];

/** What was seen stays as it is while there is no news: of a large thread it is thousands. */
const KNOWN = new WeakMap<readonly string[], ReadonlySet<string>>();

function knownOf(seen: readonly string[]): ReadonlySet<string> {
  let known = KNOWN.get(seen);
  if (known === undefined) {
    known = new Set(seen);
    KNOWN.set(seen, known);
  }
  return known;
}

function isEarlier(a: Member, b: Member): boolean {
  return a.time !== b.time ? a.time < b.time : a.identity < b.identity;
}

function eachKind<T>(make: (kind: NewsKind) => T): Record<NewsKind, T> {
  return Object.fromEntries(KINDS.map((kind) => [kind, make(kind)])) as Record<NewsKind, T>;
}
