import pc from "picocolors";
import type { CatalogueEntry } from "../../core/catalogue/catalogue.ts";
import { groupsOf } from "../../core/catalogue/catalogue.ts";
import { ACCOUNTS_LIST, LISTS } from "../../core/expression/own-variable.ts";
import type { RuleLists } from "../../core/list/rule-lists.ts";
import { wantedOf } from "../../core/rule-file/rule-test.ts";
import { contextTexts } from "../../core/severity/severity-reason.ts";
import { asksText } from "../../core/stateful/asks-text.ts";
import { inLine } from "../terminal-text.ts";

/** The list of rules for people, by pack. */
export function rulesText(entries: readonly CatalogueEntry[], colour: boolean): string {
  const { bold, dim } = pc.createColors(colour);
  const width = Math.max(0, ...entries.map(({ rule }) => rule.id.length));
  return groupsOf(entries)
    .map(({ pack, entries: members }) =>
      [
        bold(pack === undefined ? "Your own" : `Pack ${pack}`),
        ...members.flatMap(({ rule }) => {
          const { id, severity, title } = rule;
          const asked = asksText(rule);
          return [
            `  ${severity.padEnd(8)}  ${id.padEnd(width)}  ${dim(inLine(title))}`,
            ...(asked === undefined ? [] : [dim(`${" ".repeat(12)}alerts on ${inLine(asked)}`)]),
          ];
        }),
        "",
      ].join("\n"),
    )
    .join("\n")
    .concat(`${entries.length} ${entries.length === 1 ? "rule" : "rules"}\n`);
}

/** One rule for people: all there is to know of it. */
export function wholeRuleText(
  { rule, tests, pack, path }: CatalogueEntry,
  pattern: string,
  colour: boolean,
): string {
  const { bold, dim } = pc.createColors(colour);
  const asked = asksText(rule);
  const contexts = contextTexts(rule)
    .map(({ severity: it, where, when, reason }) =>
      [
        `${it} where ${where}${reason === undefined ? "" : `: ${reason}`}`,
        ...(when?.split("\n") ?? []),
      ].join("\n  "),
    )
    .join("\n");
  const { id, title, description, severity, match, tags, references, runbook } = rule;
  const part = (name: string, text: string) => [
    "",
    bold(name),
    ...text
      .trim()
      .split("\n")
      .map((line) => `  ${line}`),
  ];
  return [
    `${bold(id)}  ${severity}  ${inLine(title)}`,
    dim(`${pack === undefined ? "your own" : `pack ${pack}`}, ${inLine(path)}`),
    ...(description === "" ? [] : part("What it finds", description)),
    ...part("Matches", match),
    ...(asked === undefined ? [] : part("Alerts on", asked)),
    ...(contexts === "" ? [] : part("Severity by context, the first that holds", contexts)),
    ...(rule.lists === undefined ? [] : part("Lists it asks", listsText(rule.lists))),
    ...part("On EventBridge", pattern),
    ...(runbook === undefined ? [] : part("What to do", runbook)),
    ...part(
      "Tests",
      tests.map((test) => `${wantedOf(test).padEnd(8)}  ${inLine(test.name)}`).join("\n"),
    ),
    ...(tags.length === 0 ? [] : part("Tags", tags.join(" "))),
    ...(references.length === 0 ? [] : part("References", references.join("\n"))),
    "",
  ].join("\n");
}

function listsText(lists: RuleLists): string {
  return Object.entries(lists)
    .map(([name, values]) => {
      const count = values.length === 1 ? "1 entry" : `${values.length || "no"} entries`;
      return `$${name === ACCOUNTS_LIST ? "" : `${LISTS}.`}${name}  ${count}`;
    })
    .join("\n");
}

/** A rule as `--json` has it. */
export function ruleJson({ rule, tests, pack, path }: CatalogueEntry): object {
  const { lists: _lists, ...written } = rule;
  return {
    ...written,
    pack: pack ?? null,
    path,
    tests: tests.map(({ name, expect }) => ({ name, expect })),
  };
}
