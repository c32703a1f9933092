import { stripVTControlCharacters } from "node:util";
import pc from "picocolors";
import { brokenSums, type CounterSum, SUMS } from "../contract.ts";
import { digits, numbered } from "../core/wording/counted.ts";
import type { HandlerName } from "../handler-bundle.ts";
import { inLine } from "./terminal-text.ts";

/** What a run on the local stack came to. */
export interface RunSummary {
  readonly seconds: number;
  /** Objects put into the bucket. */
  readonly objects: number;
  /** The functions' own counters, summed over all invocations. Some names stand in both. */
  readonly counters: Readonly<Record<HandlerName, CountByName>>;
  /** Alerts of each rule, most first; an alert of two rules counts at both. */
  readonly rules: readonly {
    readonly id: string;
    readonly severity: string;
    readonly alerts: number;
  }[];
  /** What lies in each destination. */
  readonly destinations: readonly {
    readonly name: string;
    /** Messages that are no replies. */
    readonly messages: number;
    /** Messages that have repeats folded under them. */
    readonly threads: number;
    readonly replies: number;
  }[];
  /** What was given up, by queue. */
  readonly deadLetters: readonly { readonly queue: string; readonly reason: string }[];
  /** Calls that the template's policies do not allow. */
  readonly refusals: readonly {
    /** Name of the role, or of the service that calls by itself. */
    readonly caller: string;
    readonly action: string;
    readonly resource: string;
    readonly why: string;
    readonly count: number;
  }[];
}

/** A function's counters by name. */
export type CountByName = Readonly<Record<string, number>>;

/** Whether every sum of the counters holds. */
export function sumsHold(counters: RunSummary["counters"]): boolean {
  return SUMS.every((sum) => sumHolds(sum, counters));
}

function sumHolds(sum: CounterSum, counters: RunSummary["counters"]): boolean {
  return !brokenSums(sum.of, counters[sum.of]).includes(sum);
}

/** Whether the run came out well: the sums hold, nothing was given up and no call was refused. */
export function isClean({ counters, deadLetters, refusals }: RunSummary): boolean {
  return sumsHold(counters) && deadLetters.length === 0 && refusals.length === 0;
}

/** The summary as text for a person; `colour` says whether the terminal takes it. */
export function summaryText(summary: RunSummary, colour: boolean): string {
  const { bold, dim, green, red, yellow } = pc.createColors(colour);
  const { counters } = summary;
  const count = (of: HandlerName, name: string): number => counters[of][name] ?? 0;
  const noted = ["skipped", "unreadable"]
    .map((what) => ({ what, n: count("splitter", what) }))
    .filter(({ n }) => n !== 0);
  const files = `${numbered(summary.objects, "object")}: ${numbered(count("splitter", "files"), "log file")} split${noted.map(({ n, what }) => `, ${n} ${what}`).join("")}`;

  const sums = SUMS.map((sum) => {
    const { of, whole, parts } = sum;
    const right = parts.map((part) => `${digits(count(of, part))} ${part}`).join(" + ");
    const mark = sumHolds(sum, counters) ? green("holds") : red("DOES NOT HOLD");
    return [whole, bold(digits(count(of, whole))), dim("="), right, mark];
  });

  const lines = [
    bold(files) + dim(` in ${summary.seconds.toFixed(1)} s`),
    "",
    plain(sums),
    "",
    bold("Drawing"),
    plain(
      [
        ...DRAWING.map((name) => [`  ${name}`, digits(count("notifier", name))]),
        ...(toCome(summary) > 0 ? [["  to come", digits(toCome(summary))]] : []),
      ],
      [1],
    ),
    "",
    bold("Alerts per rule"),
    summary.rules.length === 0
      ? dim("  none")
      : plain(
          summary.rules.map(({ id, severity, alerts }) => [`  ${id}`, severity, digits(alerts)]),
          [2],
        ),
    "",
    bold("Destinations"),
    plain(
      summary.destinations.map(({ name, messages, threads, replies }) => [
        `  ${name}`,
        numbered(messages, "message"),
        threads === 0 ? "" : numbered(threads, "thread"),
        replies === 0 ? "" : numbered(replies, "reply", "replies"),
      ]),
    ),
    "",
    ...deadLetterLines(summary, { bold, red, green, yellow }),
    ...refusalLines(summary, { bold, red, yellow }),
  ];
  return `${lines.join("\n")}\n`;
}

/** What the notifier counts of drawing: events shown, how, and what did not go through. */
const DRAWING = [
  "drawn",
  "messages",
  "edits",
  "replies",
  "details",
  "storms",
  "limited",
  "failed",
  "muted",
];

/**
 * Events that are recorded and not shown yet: a destination whose messages cannot be edited is told
 * of a thread's last events when the thread ends.
 */
function toCome({ counters: { notifier } }: RunSummary): number {
  const { recorded = 0, drawn = 0, muted = 0, failed = 0 } = notifier;
  return Math.max(0, recorded - drawn - muted - failed);
}

function deadLetterLines(
  { deadLetters }: RunSummary,
  {
    bold,
    red,
    green,
    yellow,
  }: Record<"bold" | "red" | "green" | "yellow", (text: string) => string>,
): string[] {
  if (deadLetters.length === 0) return [`${bold("Dead letters")}  ${green("none")}`];
  const shown = deadLetters.slice(0, MAX_DEAD_LETTERS);
  const more = deadLetters.length - shown.length;
  return [
    `${bold("Dead letters")}  ${red(String(deadLetters.length))}`,
    ...shown.map(({ queue, reason }) => `  ${yellow(queue)}  ${reason}`),
    ...(more > 0 ? [`  and ${more} more`] : []),
  ];
}

function refusalLines(
  { refusals }: RunSummary,
  { bold, red, yellow }: Record<"bold" | "red" | "yellow", (text: string) => string>,
): string[] {
  if (refusals.length === 0) return [];
  return [
    "",
    `${bold("Refused")}  ${red("the template's policies do not allow what it needs")}`,
    ...refusals.map(({ caller, action, resource, why, count }) => {
      const times = count === 1 ? "" : ` (${digits(count)} times)`;
      return `  ${yellow(caller)} may not ${action} on ${inLine(resource)}: ${why}${times}`;
    }),
  ];
}

/** More are numbered, not listed: the list is to look at, the queue has them all. */
const MAX_DEAD_LETTERS = 20;

/** A table without lines, its columns aligned; `right` names columns aligned to the right. */
function plain(rows: string[][], right: number[] = []): string {
  const widthOf = (cell: string): number => stripVTControlCharacters(cell).length;
  const columns = rows[0]?.map((_, at) => Math.max(...rows.map((row) => widthOf(row[at] ?? ""))));
  const cellOf = (cell: string, at: number): string => {
    const gap = " ".repeat((columns?.[at] ?? 0) - widthOf(cell));
    return right.includes(at) ? gap + cell : cell + gap;
  };
  return rows.map((row) => row.map(cellOf).join("  ")).join("\n");
}
