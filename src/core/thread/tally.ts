import { isObject } from "../record/event-text.ts";
import { SEVERITIES, type Severity } from "../rule/rule.ts";
import type { Member } from "./member.ts";

/** Value → events that have it; the most frequent first, then by value. */
export type Counts = ReadonlyMap<string, number>;

/** What of members is counted by value. */
export const TALLY_FIELDS = [
  "actors",
  "sessions",
  "accounts",
  "callerAccounts",
  "regions",
  "addresses",
  "eventNames",
  "errorCodes",
  "outcomes",
  "resources",
  "ruleIds",
] as const;

export type TallyField = (typeof TALLY_FIELDS)[number];

/**
 * What all events of a window, or of a storm's windows, come to. Made from members alone, in any
 * order.
 */
export interface Tally extends Readonly<Record<TallyField, Counts>> {
  readonly count: number;
  /** By the events' own time, milliseconds since the epoch; 0 of none. */
  readonly firstSeen: number;
  readonly lastSeen: number;
  /** The highest. */
  readonly severity: Severity;
  /** Of each field, what a bounded text had no room for; the same value may count more than once. */
  readonly beyond: Readonly<Partial<Record<TallyField, Beyond>>>;
}

/** Values that are not in the counts. */
export interface Beyond {
  readonly values: number;
  readonly events: number;
}

/** Counts a window's members. */
export function tallyOf(members: Iterable<Member>): Tally {
  const sum = new Sum();
  for (const member of members) {
    sum.span(1, member.time, member.time, member.severity);
    for (const field of SINGULAR_FIELDS) {
      const value = member[SINGULAR[field]];
      if (value !== undefined) sum.add(field, value, 1);
    }
    for (const field of LISTS) {
      const values = member[field];
      for (const value of values.length > 1 ? new Set(values) : values) sum.add(field, value, 1);
    }
  }
  return sum.tally();
}

/** What several tallies come to together. */
export function mergedTally(tallies: Iterable<Tally>): Tally {
  const sum = new Sum();
  for (const tally of tallies) {
    if (tally.count === 0) continue;
    sum.span(tally.count, tally.firstSeen, tally.lastSeen, tally.severity);
    for (const field of TALLY_FIELDS) {
      for (const [value, events] of tally[field]) sum.add(field, value, events);
      sum.leave(field, tally.beyond[field]);
    }
  }
  return sum.tally();
}

/** How many distinct values a field has: at least, where some are {@linkcode Tally.beyond}. */
export function distinct(tally: Tally, field: TallyField): number {
  return tally[field].size + (tally.beyond[field]?.values ?? 0);
}

/** What a member has in a field. */
export function valuesOf(member: Member, field: TallyField): readonly string[] {
  if (field === "resources" || field === "ruleIds") return member[field];
  const value = member[SINGULAR[field]];
  return value === undefined ? [] : [value];
}

/** Fields of which a member may have several values. */
const LISTS = ["resources", "ruleIds"] as const;

/** What a member calls that of which a tally counts many. */
export const SINGULAR = {
  actors: "actor",
  sessions: "session",
  accounts: "account",
  callerAccounts: "callerAccount",
  regions: "region",
  addresses: "address",
  eventNames: "eventName",
  errorCodes: "errorCode",
  outcomes: "outcome",
} as const satisfies Readonly<Record<Exclude<TallyField, "resources" | "ruleIds">, keyof Member>>;

const SINGULAR_FIELDS = Object.keys(SINGULAR) as readonly (keyof typeof SINGULAR)[];

/** A tally in the making. */
class Sum {
  #count = 0;
  #first = Number.POSITIVE_INFINITY;
  #last = Number.NEGATIVE_INFINITY;
  #severity: Severity = "info";
  readonly #counts = eachField(() => new Map<string, number>());
  readonly #beyond: Partial<Record<TallyField, Beyond>> = {};

  span(count: number, first: number, last: number, severity: Severity): void {
    this.#count += count;
    this.#first = Math.min(this.#first, first);
    this.#last = Math.max(this.#last, last);
    if (SEVERITIES.indexOf(severity) > SEVERITIES.indexOf(this.#severity)) {
      this.#severity = severity;
    }
  }

  add(field: TallyField, value: string, events: number): void {
    const counts = this.#counts[field];
    counts.set(value, (counts.get(value) ?? 0) + events);
  }

  leave(field: TallyField, more: Beyond | undefined): void {
    if (more === undefined) return;
    const { values = 0, events = 0 } = this.#beyond[field] ?? {};
    this.#beyond[field] = { values: values + more.values, events: events + more.events };
  }

  tally(): Tally {
    return {
      count: this.#count,
      firstSeen: this.#count === 0 ? 0 : this.#first,
      lastSeen: this.#count === 0 ? 0 : this.#last,
      severity: this.#severity,
      ...eachField((field) => inOrder(this.#counts[field])),
      beyond: this.#beyond,
    };
  }
}

function inOrder(counts: Counts): Counts {
  return counts.size < 2 ? counts : new Map([...counts].sort(byFrequency));
}

function byFrequency([a, n]: readonly [string, number], [b, m]: readonly [string, number]): number {
  return m - n || (a < b ? -1 : 1);
}

/** A tally as JSON text: of each field the most frequent values, and how many more there are. */
export function tallyText(tally: Tally): string {
  const beyond: Partial<Record<TallyField, Beyond>> = {};
  const kept = eachField((field) => {
    const entries = [...tally[field]];
    let room = MAX_TEXT_BYTES;
    const end = entries.findIndex(([value], index) => {
      room -= Buffer.byteLength(JSON.stringify(value)) + 10;
      return index >= MAX_TEXT_VALUES || room < 0;
    });
    const left = end < 0 ? [] : entries.slice(end);
    const { values = 0, events = 0 } = tally.beyond[field] ?? {};
    if (values + left.length > 0) {
      beyond[field] = {
        values: values + left.length,
        events: left.reduce((sum, [, count]) => sum + count, events),
      };
    }
    return end < 0 ? entries : entries.slice(0, end);
  });
  const { count, firstSeen, lastSeen, severity } = tally;
  return JSON.stringify({ count, firstSeen, lastSeen, severity, ...kept, beyond });
}

/** Of one field. A table item has 400 KB at most. */
const MAX_TEXT_VALUES = 200;
const MAX_TEXT_BYTES = 16_000;

/**
 * Reads what {@linkcode tallyText} wrote.
 *
 * @throws {Error} For any other text.
 */
export function tallyOfText(text: string): Tally {
  const value: unknown = JSON.parse(text);
  if (!isObject(value) || !TALLY_FIELDS.every((field) => Array.isArray(value[field]))) {
    throw new Error("Cannot read tally as its text has not every field");
  }
  const tally = value as unknown as Tally;
  return {
    ...tally,
    ...eachField((field) => new Map(tally[field] as Iterable<readonly [string, number]>)),
  };
}

function eachField<T>(make: (field: TallyField) => T): Record<TallyField, T> {
  return Object.fromEntries(TALLY_FIELDS.map((field) => [field, make(field)])) as Record<
    TallyField,
    T
  >;
}
