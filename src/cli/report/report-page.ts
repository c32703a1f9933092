import { createHash } from "node:crypto";
import type { Unread } from "../../core/backtest/reading.ts";
import {
  type BacktestReport,
  changedRules,
  isActive,
  type RuleReport,
  type SetComparison,
  type SetReport,
  sentOf,
} from "../../core/backtest/report.ts";
import { difference, minute } from "../../core/backtest/text-table.ts";
import { strayText } from "../../core/spread/stray-times.ts";
import { digits, numbered } from "../../core/wording/counted.ts";
import { html, Markup } from "../explanation/markup.ts";
import { terminalText } from "../terminal-text.ts";
import { cataloguePage } from "./catalogue-markup.ts";
import { chartedHours, chartMarkup } from "./chart-markup.ts";
import {
  countsTable,
  factsMarkup,
  heatMarkup,
  suggestionsTable,
  tableMarkup,
} from "./report-parts.ts";
import { REPORT_STYLE } from "./report-style.ts";
import { ruleMarkup } from "./rule-markup.ts";

/** Scripts that a page is made with. */
export interface PageScripts {
  /** The library that draws charts, and its style. */
  readonly charts: string;
  readonly chartStyle: string;
  /** The page's own. */
  readonly page: string;
}

/** Unreadable things that are shown. */
const MOST_UNREAD = 200;

/**
 * Writes the report as a page that is whole in itself: nothing is loaded, and nothing but its own two
 * scripts can run. What comes from logs is escaped, or set as text.
 */
export function reportPage(report: BacktestReport, scripts: PageScripts): string {
  const style = `${scripts.chartStyle}\n${REPORT_STYLE}`;
  const allowed = [scripts.charts, scripts.page].map((text) => `'sha256-${sha256(text)}'`);
  const policy = `default-src 'none'; script-src ${allowed.join(" ")}; style-src 'sha256-${sha256(style)}'; base-uri 'none'; form-action 'none'`;
  const { read, period, stray, sets, comparison } = report;
  const far = stray && strayText(stray);
  const when =
    period === null ? "no records" : `${minute(period.from)} to ${minute(period.to)} UTC`;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>Backtest, ${when}</title>
<style>${new Markup(style)}</style>
</head>
<body>
<header>
<h1><a href="#overview">Backtest</a></h1>
<p class="small">${numbered(read.records, "record")} of ${numbered(read.files, "file")}, ${when}</p>
${far === undefined ? undefined : html`<p class="small">${far}; charts are of the others</p>`}
<div class="search">
<label for="search">Search rules, actors, calls, addresses, accounts</label>
<input id="search" type="search" autocomplete="off">
<p class="small" id="hits" role="status"></p>
<ul id="found"></ul>
</div>
</header>
<main>
<section class="page" id="overview">
<h2 tabindex="-1">Overview</h2>
${comparison === undefined ? undefined : comparisonMarkup(comparison, sets)}
${sets.map((set, index) => setMarkup(set, index, sets.length > 1, period))}
${report.unreadInAll === 0 ? undefined : unreadMarkup(report.unread, report.unreadInAll)}
</section>
${sets.map((set, s) => cataloguePage(set, s, (rule) => ruleLink(rule, s, set.rules.indexOf(rule))))}
${sets.flatMap((set, s) => set.rules.map((rule, r) => ruleMarkup(rule, set, [s, r], period)))}
</main>
<script type="application/json" id="report">${new Markup(jsonInHtml(dataOf(report)))}</script>
<script>${new Markup(scripts.charts)}</script>
<script>${new Markup(scripts.page)}</script>
</body>
</html>
`.text;
}

/** What the page's script needs. */
function dataOf({ sets, period }: BacktestReport): unknown {
  const charted = (hours: SetReport["hours"]) => chartedHours(hours, period).within;
  return {
    sets: sets.map(({ hours, rules }) => ({
      hours: charted(hours),
      rules: rules.map(({ id, title, alerts, hours, actors, calls, addresses, accounts }) => {
        return { id, title, alerts, hours: charted(hours), actors, calls, addresses, accounts };
      }),
    })),
  };
}

/** JSON that ends no element and begins no comment; its texts as a page shows them. */
function jsonInHtml(value: unknown): string {
  const shown = (_key: string, it: unknown) =>
    typeof it === "string" ? terminalText(it, false) : it;
  return JSON.stringify(value, shown).replace(/[<>&\u2028\u2029]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("base64");
}

function setMarkup(
  set: SetReport,
  index: number,
  isOneOfTwo: boolean,
  period: BacktestReport["period"],
): Markup {
  const { judged, messages } = set;
  return html`
${isOneOfTwo ? html`<h2>${set.name}</h2>` : html`<p class="small">${set.name}</p>`}
${factsMarkup([
  ["alerts", set.alerts],
  ["threads", set.threads],
  ["messages", sentOf(messages)],
  ["edits", messages.edits],
  ["matched", judged.matched],
  ["repeats", set.repeats],
  ...(set.held === undefined ? [] : [["held", set.held] as const]),
  ["ignored", judged.ignored],
  ["unmatched", judged.unmatched],
])}
<h3>Alerts over time</h3>
${chartMarkup(`${index}`, `Alerts by hour: ${digits(set.alerts)} in all`, set.hours, period)}
<h3>Rules</h3>
${rulesTable(set, index)}
<h3>Channels</h3>
${tableMarkup(
  ["channel", "threads", "messages", "edits", "storms"],
  set.channels.map((it) => [
    it.channel,
    ...[it.threads, sentOf(it.messages), it.messages.edits, it.storms].map(digits),
  ]),
)}
<h3>Alerts by account and hour of the day, UTC</h3>
${heatMarkup(set)}
${set.suggestions.length === 0 ? undefined : html`<h3>Ignore rules to think about</h3>${suggestionsTable(set.suggestions)}`}
${silencing(set)}
${set.complaints.length === 0 ? undefined : html`<h3>Errors while folding</h3>${countsTable("error", set.complaints, "times")}`}`;
}

function rulesTable({ rules }: SetReport, index: number): Markup {
  const shown = rules.map((rule, r) => ({ rule, r })).filter(({ rule }) => isActive(rule));
  const silent = rules.length - shown.length;
  return html`${tableMarkup(
    ["rule", "severity", "events", "alerts", "threads", "messages"],
    shown.map(({ rule, r }) => [
      ruleLink(rule, index, r),
      rule.severity,
      ...[rule.events, rule.alerts, rule.threads, sentOf(rule.messages)].map(digits),
    ]),
  )}
<p class="small">An alert of several rules counts for each; its thread for the one that leads it. ${silent === 0 ? "" : `${digits(silent)} more matched nothing. `}<a href="#catalogue-${index}">All rules, and ATT&amp;CK's matrix of them</a></p>`;
}

/** A rule's name; one that had nothing to say has no page. */
function ruleLink(rule: RuleReport, set: number, index: number): Markup {
  return isActive(rule)
    ? html`<a href="#rule-${set}-${index}">${rule.id}</a>`
    : html`<span class="small">${rule.id}</span>`;
}

function silencing({ ignoreRules }: SetReport): Markup | undefined {
  const own = ignoreRules.filter(({ events }) => events > 0);
  if (own.length === 0) return undefined;
  return html`<h3>Ignore rules</h3>${countsTable(
    "ignore rule",
    own.map(({ id, events }) => ({ value: id, count: events })),
    "events silenced",
  )}`;
}

function comparisonMarkup(comparison: SetComparison, sets: readonly SetReport[]): Markup {
  const [before, after] = sets;
  const both = (pair: readonly [number, number]): readonly string[] => {
    return [digits(pair[0]), digits(pair[1]), difference(pair)];
  };
  const changed = changedRules(comparison);
  return html`<h3>What changes from ${before?.name} to ${after?.name}</h3>
${
  changed.length === 0
    ? html`<p>No rule alerts of more or less.</p>`
    : tableMarkup(
        ["rule", "alerts before", "after", "change", "messages before", "after", "change"],
        changed.map(({ id, alerts, messages }) => [id, ...both(alerts), ...both(messages)]),
      )
}
${tableMarkup(
  ["channel", "threads before", "after", "change", "messages before", "after", "change"],
  comparison.channels.map(({ channel, threads, messages }) => [
    channel,
    ...both(threads),
    ...both(messages),
  ]),
)}`;
}

function unreadMarkup(unread: readonly Unread[], inAll: number): Markup {
  return html`<h3>Not read as records: ${digits(inAll)}</h3>
${tableMarkup(
  ["file", "where", "why"],
  unread.slice(0, MOST_UNREAD).map(({ path, where = "", why }) => [path, where, why]),
  true,
)}
${inAll <= MOST_UNREAD ? undefined : html`<p class="small">${digits(inAll - MOST_UNREAD)} more.</p>`}`;
}
