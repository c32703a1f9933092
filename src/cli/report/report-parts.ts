import type { SetReport } from "../../core/backtest/report.ts";
import type { Count } from "../../core/backtest/top-counts.ts";
import { digits } from "../../core/wording/counted.ts";
import { html, type Markup } from "../explanation/markup.ts";

/** Accounts of the heat map. */
const MOST_ACCOUNTS = 60;

/** Cells of a column that never wraps: numbers, to the right, and words. */
const UNBROKEN = { number: /^[+−]?[\d,]*%?$/, word: /^\S{0,12}$/ };

/**
 * A table; columns of numbers stand to the right.
 *
 * @param isStacked Whether a narrow screen has each row as a block, as cells hold whole sentences.
 */
export function tableMarkup(
  head: readonly string[],
  rows: readonly (readonly (string | Markup)[])[],
  isStacked = false,
): Markup {
  const kinds = head.map((_, column) => {
    if (column === 0) return "text";
    const isAll = (form: RegExp) =>
      rows.every((row) => typeof row[column] === "string" && form.test(row[column]));
    return isAll(UNBROKEN.number) ? "number" : isAll(UNBROKEN.word) ? "word" : "text";
  });
  const kind = (column: number): string => kinds[column] ?? "text";
  return html`<div class="${isStacked ? "wide stacked" : "wide"}" tabindex="0" role="group" aria-label="${head.join(", ")}"><table>
<thead><tr>${head.map((name, column) => html`<th scope="col" class="${kind(column)}">${name}</th>`)}</tr></thead>
<tbody>${rows.map(
    (row) =>
      html`<tr>${row.map((cell, column) =>
        column === 0
          ? html`<th scope="row">${cell}</th>`
          : html`<td class="${kind(column)}" data-head="${head[column]}">${cell}</td>`,
      )}</tr>\n`,
  )}</tbody></table></div>`;
}

/** Values and how often each came. */
export function countsTable(what: string, counts: readonly Count[], of = "alerts"): Markup {
  if (counts.length === 0) return html`<p class="small">none</p>`;
  return tableMarkup(
    [what, of],
    counts.map(({ value, count }) => [value, digits(count)]),
  );
}

/** Numbers by name. */
export function factsMarkup(facts: readonly (readonly [string, number])[]): Markup {
  return html`<dl class="facts">${facts.map(([name, count]) => html`<div><dt>${name}</dt><dd>${digits(count)}</dd></div>`)}</dl>`;
}

/** Ignore rules, and what each would silence. */
export function suggestionsTable(suggestions: SetReport["suggestions"]): Markup {
  return tableMarkup(
    ["rules", "would silence", "of its alerts", "an ignore rule of these rules with this match"],
    suggestions.map(({ rules, alerts, share, match }) => [
      rules.join(", "),
      digits(alerts),
      `${Math.round(100 * share)}%`,
      html`<code>${match}</code>`,
    ]),
    true,
  );
}

/** Alerts by account and hour of the day; the more, the darker. */
export function heatMarkup({ accounts }: SetReport): Markup {
  const most = accounts.reduce((max, { hours }) => Math.max(max, ...hours), 0);
  const hours = Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, "0"));
  const cell = (count: number): Markup => {
    const level = count === 0 ? 0 : Math.max(1, Math.ceil((5 * count) / most));
    return html`<td class="h${level}">${count === 0 ? "" : digits(count)}</td>`;
  };
  const more = accounts.length - MOST_ACCOUNTS;
  return html`<div class="wide" tabindex="0" role="region" aria-label="Alerts by account and hour of the day"><table class="heat">
<thead><tr><th scope="col">account</th>${hours.map((hour) => html`<th scope="col">${hour}</th>`)}</tr></thead>
<tbody>${accounts
    .slice(0, MOST_ACCOUNTS)
    .map(
      ({ account, name, hours: counts }) =>
        html`<tr><th scope="row">${name ?? (account === "" ? "none" : account)}</th>${counts.map(cell)}</tr>\n`,
    )}</tbody></table></div>
${more <= 0 ? undefined : html`<p class="small">${digits(more)} more accounts.</p>`}`;
}
