import type { Member } from "../../thread/member.ts";
import { type NewsKind, parentNews } from "../../thread/news.ts";
import { distinct, type Tally, valuesOf } from "../../thread/tally.ts";
import { digits } from "../../wording/counted.ts";
import { code } from "./text.ts";
import { spanText } from "./time-text.ts";

/**
 * What a thread's parent says of all its events: how many, when, and what there is more than one
 * of. Empty while there is one event, and the parent is about it.
 *
 * `*12 events*  ·  2026-01-24 00:05:12 to 00:09:44 UTC  ·  2 addresses `a` `b`
 *
 * @param subject The member the parent is about; what it names of it comes first.
 */
export function tallyLine(
  subject: Member,
  tally: Tally,
  { noun = "event", isOver = false, except }: TallyLine = {},
): string {
  const { named } = parentNews(subject, tally);
  const lists = COUNTED_KINDS.flatMap(({ kind, many }) => {
    // What begins a window may count in an earlier one, whose claim it had.
    const elsewhere = valuesOf(subject, kind).filter((value) => !tally[kind].has(value));
    const all = distinct(tally, kind) + elsewhere.length;
    if (all < 2 || kind === except) return [];
    return [`${digits(all)} ${many} ${listOf(named[kind] ?? [], all)}`];
  });
  if (tally.count < 2 && lists.length === 0) return "";
  return [
    `*${digits(tally.count)} ${noun}${tally.count === 1 ? "" : "s"}*${isOver ? " in all" : ""}`,
    spanText(tally.firstSeen, tally.lastSeen),
    ...lists,
  ].join("  ·  ");
}

/** Values in code, and how many there are beside them. */
export function listOf(values: readonly string[], all: number): string {
  const more = all - values.length;
  const shown = values.map((value) => code(value, MAX_VALUE));
  return [...shown, ...(more > 0 ? [`and ${digits(more)} more`] : [])].join(" ");
}

/** One value's text, escaped: no value of a tally is longer. */
const MAX_VALUE = 2_500;

/** How a thread is counted. */
export interface TallyLine {
  /** What is counted. @default event */
  readonly noun?: string;
  /** Whether the window is closed. */
  readonly isOver?: boolean;
  /** A kind that is listed elsewhere. */
  readonly except?: CountedKind;
}

type CountedKind = Exclude<NewsKind, "severities">;

/** What of a tally is listed, and what one and many of it are called. */
export const COUNTED_KINDS: readonly {
  readonly kind: CountedKind;
  readonly one: string;
  readonly many: string;
}[] = [
  { kind: "resources", one: "resource", many: "resources" },
  { kind: "ruleIds", one: "rule", many: "rules" },
  { kind: "outcomes", one: "outcome", many: "outcomes" },
  { kind: "errorCodes", one: "error", many: "errors" },
  { kind: "accounts", one: "account", many: "accounts" },
  { kind: "callerAccounts", one: "caller's account", many: "callers' accounts" },
  { kind: "actors", one: "actor", many: "actors" },
  { kind: "addresses", one: "address", many: "addresses" },
  { kind: "regions", one: "region", many: "regions" },
  { kind: "eventNames", one: "call", many: "calls" },
  { kind: "sessions", one: "session", many: "sessions" },
];
