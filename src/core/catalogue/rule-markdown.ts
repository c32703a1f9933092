import { wantedOf } from "../rule-file/rule-test.ts";
import { contextTexts } from "../severity/severity-reason.ts";
import { techniquesOf } from "./attack-matrix.ts";
import { techniqueLink } from "./attack-technique.ts";
import type { CatalogueEntry } from "./catalogue.ts";
import { expressionLines } from "./expression-markdown.ts";
import { cell, prose, titleSentence } from "./prose.ts";
import { severalParagraphs } from "./several-markdown.ts";

/** A rule as a part of a page: what it finds, how severe it is, what to do, and the expression. */
export function ruleSection({ rule, tests }: CatalogueEntry): readonly string[] {
  const { id, title, tags } = rule;
  const facts = [
    severityText(rule),
    ...(tags.length === 0 ? [] : [tags.map((tag) => `\`${tag}\``).join(" ")]),
    `${tests.length} tests`,
  ];
  return [
    `### ${id}`,
    "",
    `${titleSentence(title)} ${facts.join(" · ")}`,
    "",
    ...meaningLines(rule),
    ...expressionLines(rule.match),
    ...severalParagraphs(rule),
    ...contextLines(rule),
    ...referenceLines(rule),
  ];
}

/** A rule as a page of its own: beside that, which technique it finds and what its tests show. */
export function rulePage({ rule, tests, pack }: CatalogueEntry): string {
  const techniques = techniquesOf(rule).map(
    ({ id, name }) => `- [${id}](${techniqueLink(id)}) ${name}`,
  );
  const others = rule.tags.filter((tag) => techniquesOf({ tags: [tag] }).length === 0);
  return [
    `# ${rule.id}`,
    "",
    `${titleSentence(rule.title)} ${severityText(rule)}${pack === undefined ? "" : `, pack \`${pack}\``}`,
    "",
    ...meaningLines(rule),
    "## What it matches",
    "",
    ...expressionLines(rule.match),
    ...severalParagraphs(rule),
    ...contextLines(rule),
    ...(rule.tags.length === 0 ? [] : ["## What it is about", ""]),
    ...techniques,
    ...others.map((tag) => `- \`${tag}\``),
    ...(rule.tags.length === 0 ? [] : [""]),
    "## Tests",
    "",
    "| what happens | expected |",
    "|---|---|",
    ...tests.map((test) => `| ${cell(test.name)} | ${wantedOf(test)} |`),
    "",
    ...(rule.references.length === 0 ? [] : ["## References", "", ...referenceLines(rule)]),
  ]
    .join("\n")
    .trimEnd();
}

type Shown = CatalogueEntry["rule"];

function severityText({ severity, attempts }: Shown): string {
  return `**${severity}**${attempts === "same" ? ", refused or not" : ""}`;
}

/** Its severity elsewhere than in most places; nothing of a rule that has one everywhere. */
function contextLines(rule: Shown): string[] {
  const contexts = contextTexts(rule);
  if (contexts.length === 0) return [];
  return [
    "**Severity by context**, the first that holds:",
    "",
    ...contexts.flatMap(({ severity, where, when, reason }) => [
      `**${severity}** where ${prose(where)}${reason === undefined ? "" : `: ${prose(reason)}`}`,
      "",
      ...(when === undefined ? [] : expressionLines(when)),
    ]),
  ];
}

function meaningLines({ description, runbook }: Shown): string[] {
  return [
    ...(description === "" ? [] : [prose(description), ""]),
    ...(runbook === undefined ? [] : [`**What to do.** ${prose(runbook)}`, ""]),
  ];
}

function referenceLines({ references }: Shown): string[] {
  return references.length === 0 ? [] : [...references.map((link) => `- <${link}>`), ""];
}
