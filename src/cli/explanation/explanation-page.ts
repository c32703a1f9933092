import { clauseLines } from "../../core/explain/clause-text.ts";
import type { ExplainedAlert, Explanation } from "../../core/explanation/explanation.ts";
import type {
  IgnoreExplanation,
  RuleExplanation,
} from "../../core/explanation/rule-explanation.ts";
import { numbered } from "../../core/wording/counted.ts";
import { becomesText, changeText, destinationsText, forRules, rank } from "./explanation-text.ts";
import { html, Markup } from "./markup.ts";
import { messageMarkup } from "./message-markup.ts";
import { PAGE_STYLE } from "./page-style.ts";

/** A record that a page explains. */
export interface PageRecord {
  /** File and place. */
  readonly where: string;
  readonly explanation: Explanation;
}

/** Writes a page that explains records: whole in itself, without script or anything from elsewhere. */
export function explanationPage(records: readonly PageRecord[]): string {
  const [first] = records;
  const title =
    records.length === 1 && first !== undefined
      ? becomesText(first.explanation)
      : `What becomes of ${records.length} records`;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title>
<style>${new Markup(PAGE_STYLE)}</style>
</head>
<body>
<main>
${records.length === 1 ? undefined : html`<h1>${title}</h1>`}
${records.map((it) => recordMarkup(it, records.length === 1))}
</main>
</body>
</html>
`.text;
}

/** The heading of a section. */
type Heading = (text: string) => Markup;

function recordMarkup({ where, explanation }: PageRecord, isAlone: boolean): Markup {
  // No level is left out.
  const heading: Heading = isAlone
    ? (text) => html`<h2 class="section">${text}</h2>`
    : (text) => html`<h3 class="section">${text}</h3>`;
  const { rules, ignoreRules, awsRules, alert, event, altered, becomes } = explanation;
  const title = becomesText(explanation);
  const open = alert === undefined ? "" : ` ${alert.severity}`;
  return html`<article class="${becomes.replaceAll(" ", "-")}${open}">
${isAlone ? html`<h1>${title}</h1>` : html`<h2>${title}</h2>`}
<p class="small">${where}</p>
${altered.length === 0 ? undefined : html`<p>The bus event lacks, or has otherwise: ${altered.join(", ")}</p>`}
${alert === undefined ? undefined : alertMarkup(alert, heading)}
<section>${heading("Rules")}${rulesMarkup(rules)}</section>
${ignoreRules.length === 0 ? undefined : html`<section>${heading("Ignore rules")}${ignoreRules.map(ignoreMarkup)}</section>`}
<section>${heading("AWS rules it passes")}
${awsRules.length === 0 ? html`<p>None: the notifier does not hear of it.</p>` : undefined}
${awsRules.map(
  ({ name, ruleIds, pattern }) =>
    html`<details><summary>${name}<span class="small">${forRules(ruleIds)}</span></summary><pre tabindex="0">${JSON.stringify(pattern, null, 2)}</pre></details>`,
)}</section>
<section>${heading("Event")}<div class="wide" tabindex="0"><table>
<thead><tr><th scope="col">key</th><th scope="col">value</th></tr></thead>
<tbody>${Object.entries(event).map(
    ([key, value]) =>
      html`<tr><th scope="row">${key}</th><td><code>${JSON.stringify(value)}</code></td></tr>`,
  )}</tbody></table></div></section>
</article>
`;
}

function alertMarkup(alert: ExplainedAlert, heading: Heading): Markup {
  const { message, details, destinations, threadKey } = alert;
  return html`<section>${heading("Message")}
<p>Goes to ${destinationsText(destinations)}</p>
${messageMarkup(message)}
${details === undefined ? undefined : html`<details><summary>Reply with the details</summary>${messageMarkup(details)}</details>`}
</section>
<section>${heading("Thread")}<p><code>${threadKey}</code>, made of:</p>
<dl>${alert.threadParts.map(([name, value]) => html`<dt>${name}</dt><dd><code>${JSON.stringify(value ?? null)}</code></dd>`)}</dl>
</section>`;
}

const OUTCOME_WORDS = { match: "matches", "no match": "does not match", fault: "cannot judge it" };

/** What matches or faults, and the others folded into one: there may be hundreds. */
function rulesMarkup(rules: readonly RuleExplanation[]): Markup {
  const sorted = [...rules].sort((a, b) => rank(a) - rank(b));
  const others = sorted.filter(({ outcome }) => outcome === "no match");
  const said = sorted.filter(({ outcome }) => outcome !== "no match").map(ruleMarkup);
  if (others.length === 0) return html`${said}`;
  return html`${said}<details${said.length === 0 ? new Markup(" open") : undefined}><summary>${numbered(others.length, "rule does not match", "rules do not match")}</summary>
${others.map(ruleMarkup)}</details>`;
}

function ruleMarkup(rule: RuleExplanation): Markup {
  const { id, title, severity, outcome, exemptBy, clause, changes } = rule;
  const silenced = exemptBy === undefined ? "" : `, silenced by ${exemptBy}`;
  return html`<details${outcome === "match" ? new Markup(" open") : undefined} class="rule ${outcome.replace(" ", "-")}">
<summary><strong>${id}</strong> ${severity}: ${OUTCOME_WORDS[outcome]}${silenced}</summary>
<p>${title}</p><pre tabindex="0">${clauseLines(clause).join("\n")}</pre>
${changes.length === 0 ? undefined : html`<ul>${changes.map((it) => html`<li>It ${changeText(it)}</li>`)}</ul>`}
</details>`;
}

function ignoreMarkup(rule: IgnoreExplanation): Markup {
  const { id, reason, owner, expires, isExpired, outcome, clause, rules } = rule;
  const until = expires === undefined ? "" : `, ${isExpired ? "expired on" : "until"} ${expires}`;
  const only = rules === undefined ? "" : `, for ${rules.join(", ")} alone`;
  return html`<details${outcome === "match" ? new Markup(" open") : undefined} class="rule ${outcome.replace(" ", "-")}">
<summary><strong>${id}</strong> ${OUTCOME_WORDS[outcome]}${until}${only}</summary>
<p>${reason} (${owner})</p><pre tabindex="0">${clauseLines(clause).join("\n")}</pre></details>`;
}
