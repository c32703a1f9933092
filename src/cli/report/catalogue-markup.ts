import type { RuleReport, SetReport } from "../../core/backtest/report.ts";
import { attackMatrix } from "../../core/catalogue/attack-matrix.ts";
import { techniqueLink } from "../../core/catalogue/attack-technique.ts";
import { digits } from "../../core/wording/counted.ts";
import { html, type Markup } from "../explanation/markup.ts";
import { tableMarkup } from "./report-parts.ts";

/**
 * The page of all rules of a set, those that matched nothing too: ATT&CK's matrix with the rules that
 * are about each technique and what they alerted of, then the catalogue.
 *
 * @param linkTo A rule's name, linked to its page where it has one.
 */
export function cataloguePage(
  { name, rules }: SetReport,
  index: number,
  linkTo: (rule: RuleReport) => Markup,
): Markup {
  const { tactics, others } = attackMatrix(rules);
  const byName = [...rules].sort((a, b) => (a.id < b.id ? -1 : 1));
  return html`
<section class="page" id="catalogue-${index}">
<p class="up"><a href="#overview">Overview</a></p>
<h2 tabindex="-1">Rules and ATT&amp;CK</h2>
<p class="small">${digits(rules.length)} rules of ${name}. What is faint alerted of nothing.</p>
${
  tactics.length === 0
    ? html`<p>No rule names a technique of ATT&amp;CK.</p>`
    : html`<div class="wide" tabindex="0" role="region" aria-label="ATT&amp;CK matrix"><table class="matrix">
<thead><tr>${tactics.map((tactic) => html`<th scope="col">${tactic.name}</th>`)}</tr></thead>
<tbody><tr>${tactics.map(
        ({ name: tactic, techniques }) =>
          html`<td data-tactic="${tactic}">${techniques.map((technique) => techniqueMarkup(technique, linkTo))}</td>`,
      )}</tr></tbody></table></div>
${others.length === 0 ? undefined : html`<p class="small">Of no technique: ${others.map((rule, at) => html`${at === 0 ? "" : ", "}${linkTo(rule)}`)}</p>`}`
}
<h3>Catalogue</h3>
${tableMarkup(
  ["rule", "severity", "alerts", "finds", "tags"],
  byName.map((rule) => [
    linkTo(rule),
    rule.severity,
    digits(rule.alerts),
    html`${rule.title}<br><span class="small">${rule.description}</span>`,
    rule.tags.join(", "),
  ]),
  true,
)}
</section>`;
}

function techniqueMarkup(
  {
    id,
    name,
    rules,
  }: { readonly id: string; readonly name: string; readonly rules: readonly RuleReport[] },
  linkTo: (rule: RuleReport) => Markup,
): Markup {
  const alerts = rules.reduce((sum, rule) => sum + rule.alerts, 0);
  return html`<div class="${alerts === 0 ? "technique" : "technique alerted"}">
<a href="${techniqueLink(id)}" rel="noreferrer">${id}</a> ${name}${alerts === 0 ? "" : html`: <b>${digits(alerts)}</b>`}
<ul>${rules.map((rule) => html`<li>${linkTo(rule)}</li>`)}</ul></div>`;
}
