import { strayText } from "../spread/stray-times.ts";
import { digits, numbered } from "../wording/counted.ts";
import type { Unread } from "./reading.ts";
import {
  type BacktestReport,
  type ChannelReport,
  changedRules,
  isActive,
  type SetComparison,
  type SetReport,
  sentOf,
} from "./report.ts";
import { difference, drawTable, minute } from "./text-table.ts";

/** Rows of a list that is no table of all. */
const MOST_ROWS = 10;

/** The report for a terminal, each line without control characters of its own. */
export function reportText(report: BacktestReport): string {
  const { read, period, stray, sets, comparison } = report;
  const far = stray && strayText(stray);
  const when = period === null ? "" : `, ${minute(period.from)} to ${minute(period.to)}`;
  const parts = [
    `${numbered(read.records, "record")} of ${numbered(read.files, "file")}${when}${far === undefined ? "" : `\n${far}`}`,
    ...sets.map((set) => setText(set, sets.length > 1)),
    ...(comparison === undefined ? [] : [comparisonText(comparison)]),
    ...(report.unreadInAll === 0 ? [] : [unreadText(report.unread, report.unreadInAll)]),
  ];
  return `${parts.join("\n\n")}\n`;
}

function setText(set: SetReport, isOneOfTwo: boolean): string {
  const {
    judged,
    alerts,
    repeats,
    held,
    threads,
    messages,
    rules: all,
    channels,
    suggestions,
  } = set;
  const lines = [
    ...(isOneOfTwo ? [`--- ${set.name} ---`] : []),
    `${digits(judged.matched)} matched, ${digits(judged.ignored)} ignored, ${digits(judged.unmatched)} unmatched${judged.filtered > 0 ? `, ${digits(judged.filtered)} left out by publish` : ""}`,
    `${numbered(alerts, "alert")} (${numbered(repeats, "repeat")}${held === undefined ? "" : `, ${digits(held)} held`}), ${numbered(threads, "thread")}, ${numbered(sentOf(messages), "message")}, ${numbered(messages.edits, "edit")}`,
    "",
    drawTable(
      ["rule", "severity", "events", "alerts", "threads", "messages"],
      all
        .filter(isActive)
        .map((rule) => [
          rule.id,
          rule.severity,
          digits(rule.events),
          digits(rule.alerts),
          digits(rule.threads),
          digits(sentOf(rule.messages)),
        ]),
    ),
    "",
    drawTable(
      ["channel", "threads", "messages", "edits", "storms", "most in an hour"],
      channels.map((channel) => [
        channel.channel,
        digits(channel.threads),
        digits(sentOf(channel.messages)),
        digits(channel.messages.edits),
        digits(channel.storms),
        busiest(channel),
      ]),
    ),
  ];
  if (all.some(({ alerts: told, threads: led }) => told > 0 && led === 0)) {
    lines.push(
      "",
      "An alert of several rules counts for each; its thread for the one that leads it.",
    );
  }
  const examples = all.flatMap(({ id, example }) => (example === undefined ? [] : [[id, example]]));
  if (examples.length > 0) {
    lines.push(
      "",
      "Look at one with explain, silence it with except; the last event of each:",
      indented(drawTable(["rule", "eventID"], examples.slice(0, MOST_ROWS))),
    );
  }
  const silent = all.filter(({ events }) => events === 0).length;
  if (silent > 0)
    lines.push("", `${digits(silent)} of ${digits(all.length)} rules matched nothing`);
  const faulty = all.filter(({ faults }) => faults > 0);
  for (const { id, faults } of faulty)
    lines.push(`${id} could not judge ${numbered(faults, "record")}`);
  const ignoring = set.ignoreRules.filter(({ events }) => events > 0).slice(0, MOST_ROWS);
  for (const { id, events } of ignoring) lines.push(`ignore rule ${id} silenced ${digits(events)}`);
  for (const { value, count } of set.complaints.slice(0, MOST_ROWS)) {
    lines.push(`while folding, ${numbered(count, "time")}: ${value}`);
  }
  if (suggestions.length > 0) {
    lines.push(
      "",
      "Ignore rules to think about, if this is expected; what each would silence of its rules:",
    );
    for (const { rules, alerts: silenced, share, match } of suggestions.slice(0, MOST_ROWS)) {
      lines.push(
        `  ${rules.join(", ")}: ${numbered(silenced, "alert")}, ${percent(share)}`,
        `    ${match}`,
      );
    }
  }
  return lines.join("\n");
}

function indented(text: string): string {
  return text.replace(/^/gm, "  ");
}

function comparisonText(comparison: SetComparison): string {
  const changed = changedRules(comparison);
  return [
    "--- what changes ---",
    changed.length === 0
      ? "No rule alerts of more or less."
      : drawTable(
          ["rule", "alerts", "", "threads", "", "messages", ""],
          changed.map(({ id, alerts, threads, messages }) => [
            id,
            ...[alerts, threads, messages].flatMap(change),
          ]),
        ),
    "",
    drawTable(
      ["channel", "threads", "", "messages", ""],
      comparison.channels.map(({ channel, threads, messages }) => [
        channel,
        ...[threads, messages].flatMap(change),
      ]),
    ),
  ].join("\n");
}

function change(pair: readonly [number, number]): readonly [string, string] {
  return [digits(pair[1]), difference(pair)];
}

function unreadText(unread: readonly Unread[], inAll: number): string {
  const lines = unread
    .slice(0, MOST_ROWS)
    .map(({ path, where, why }) => `  ${path}${where === undefined ? "" : `, ${where}`}: ${why}`);
  const more = inAll - lines.length;
  return [
    `${numbered(inAll, "thing")} could not be read as records:`,
    ...lines,
    ...(more > 0 ? [`  and ${digits(more)} more`] : []),
  ].join("\n");
}

function busiest({ hours }: ChannelReport): string {
  let most: readonly [string, number] = ["", 0];
  for (const hour of hours) if (hour[1] > most[1]) most = hour;
  return most[1] === 0 ? "" : `${digits(most[1])} at ${most[0].replace("T", " ")}`;
}

function percent(share: number): string {
  return `${Math.round(100 * share)}%`;
}
