import {
  type BacktestReport,
  isActive,
  type RuleReport,
  type SetReport,
} from "../../core/backtest/report.ts";
import type { Count } from "../../core/backtest/top-counts.ts";
import { digits } from "../../core/wording/counted.ts";
import { html, type Markup } from "../explanation/markup.ts";
import { chartMarkup } from "./chart-markup.ts";
import { countsTable, factsMarkup, suggestionsTable } from "./report-parts.ts";

/** The page of one rule of a set; none of a rule that had nothing to say. */
export function ruleMarkup(
  rule: RuleReport,
  set: SetReport,
  [s, r]: readonly [set: number, rule: number],
  period: BacktestReport["period"],
): Markup | undefined {
  if (!isActive(rule)) return undefined;
  const own = set.suggestions.filter(({ ruleId }) => ruleId === rule.id);
  const names = new Map(set.accounts.map(({ account, name }) => [account, name]));
  const named = ({ value, count }: Count): Count => {
    const name = names.get(value);
    return { value: name === undefined ? value : `${name}, ${value}`, count };
  };
  return html`
<section class="page" id="rule-${s}-${r}">
<p class="up"><a href="#overview">Overview</a></p>
<h2 tabindex="-1">${rule.title}</h2>
<p class="small">${[rule.id, rule.severity, ...rule.tags].join(", ")}</p>
<p>${rule.description}</p>
${factsMarkup([
  ["events", rule.events],
  ["alerts", rule.alerts],
  ["threads", rule.threads],
  ["posts", rule.messages.posts],
  ["replies", rule.messages.replies],
  ["edits", rule.messages.edits],
  ["faults", rule.faults],
])}
${
  rule.example === undefined
    ? undefined
    : html`<p class="small">The last event it alerted of: <code>${rule.example}</code>, for <code>explain</code>, <code>show</code> and <code>except</code>.</p>`
}
<h3>Alerts over time</h3>
${chartMarkup(`${s}/${r}`, `Alerts of ${rule.id} by hour: ${digits(rule.alerts)} in all`, rule.hours, period)}
<div class="lists">
${[
  ["Actors", "actor", rule.actors] as const,
  ["Calls", "call", rule.calls] as const,
  ["Addresses", "address", rule.addresses] as const,
  ["Accounts", "account", rule.accounts.map(named)] as const,
].map(([title, what, counts]) => html`<div><h3>${title}</h3>${countsTable(what, counts)}</div>`)}
</div>
${own.length === 0 ? undefined : html`<h3>Ignore rules to think about</h3>${suggestionsTable(own)}`}
</section>`;
}
