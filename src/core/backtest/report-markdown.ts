import { strayText } from "../spread/stray-times.ts";
import { digits, numbered } from "../wording/counted.ts";
import {
  type BacktestReport,
  changedRules,
  isActive,
  type SetComparison,
  type SetReport,
  sentOf,
} from "./report.ts";
import { difference } from "./text-table.ts";

/** The report as Markdown, for a pull request: numbers and what changes, each text from a log escaped. */
export function reportMarkdown(report: BacktestReport): string {
  const { read, period, stray, sets, comparison, unreadInAll } = report;
  const far = stray && strayText(stray);
  const when = period === null ? "" : `, ${period.from.slice(0, 10)} to ${period.to.slice(0, 10)}`;
  return [
    "### Backtest",
    `${numbered(read.records, "record")} of ${numbered(read.files, "file")}${when}.${far === undefined ? "" : ` ${far}.`}`,
    ...(comparison === undefined ? [] : [comparisonMarkdown(comparison, sets)]),
    ...sets.map((set) => setMarkdown(set)),
    ...(unreadInAll === 0 ? [] : [`${digits(unreadInAll)} could not be read as records.`]),
    "",
  ].join("\n\n");
}

function setMarkdown(set: SetReport): string {
  const { rules, channels, suggestions } = set;
  const shown = rules.filter(isActive);
  return [
    `#### ${text(set.name)}`,
    `${numbered(set.alerts, "alert")}, ${numbered(set.threads, "thread")}, ${numbered(sentOf(set.messages), "message")}.`,
    table(
      ["rule", "severity", "events", "alerts", "threads", "messages"],
      shown.map((it) => [
        text(it.id),
        it.severity,
        ...[it.events, it.alerts, it.threads, sentOf(it.messages)].map(digits),
      ]),
    ),
    table(
      ["channel", "threads", "messages", "edits"],
      channels.map(({ channel, threads, messages }) => [
        text(channel),
        ...[threads, sentOf(messages), messages.edits].map(digits),
      ]),
    ),
    ...(suggestions.length === 0
      ? []
      : [
          "Ignore rules to think about:",
          table(
            ["rules", "would silence", "match"],
            suggestions.map((it) => [text(it.rules.join(", ")), digits(it.alerts), text(it.match)]),
          ),
        ]),
  ].join("\n\n");
}

function comparisonMarkdown(comparison: SetComparison, sets: readonly SetReport[]): string {
  const [before, after] = sets;
  const changed = changedRules(comparison);
  return [
    `From ${text(before?.name ?? "")} to ${text(after?.name ?? "")}:`,
    changed.length === 0
      ? "No rule alerts of more or less."
      : table(
          ["rule", "alerts", "threads", "messages"],
          changed.map((it) => [text(it.id), ...[it.alerts, it.threads, it.messages].map(change)]),
        ),
    table(
      ["channel", "threads", "messages"],
      comparison.channels.map((it) => [text(it.channel), ...[it.threads, it.messages].map(change)]),
    ),
  ].join("\n\n");
}

function change(pair: readonly [number, number]): string {
  const [, after] = pair;
  const by = difference(pair);
  return by === "" ? digits(after) : `${digits(after)} (${by})`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const rule = head.map((_, column) => (column === 0 ? "---" : "---:"));
  return [line(head), line(rule), ...rows.map(line)].join("\n");
}

/** A text of no meaning to Markdown, on one line. */
function text(value: string): string {
  return value
    .replace(/[\p{Cc}\u2028\u2029]/gu, " ")
    .replace(/[\\`*_{}[\]()#!|<>~&@$]|:(?=\/\/)/g, (character) => `&#${character.charCodeAt(0)};`);
}
