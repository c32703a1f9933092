import { type CatalogueEntry, DEFAULT_PACK, groupsOf } from "./catalogue.ts";
import { cell } from "./prose.ts";
import { ruleSection } from "./rule-markdown.ts";

/** The catalogue of rules as one Markdown page, each rule a part of it. */
export function catalogueMarkdown(entries: readonly CatalogueEntry[]): string {
  return packsMarkdown(entries, ({ rule }) => `#${rule.id}`, true);
}

/** The rules by pack, as a Markdown table with a link to each. */
export function catalogueIndex(
  entries: readonly CatalogueEntry[],
  linkTo: (entry: CatalogueEntry) => string,
): string {
  return packsMarkdown(entries, linkTo, false);
}

function packsMarkdown(
  entries: readonly CatalogueEntry[],
  linkTo: (entry: CatalogueEntry) => string,
  whole: boolean,
): string {
  return groupsOf(entries)
    .flatMap(({ pack, entries: members }) => [
      `## ${pack === undefined ? "Your own" : `Pack \`${pack}\``}`,
      "",
      `${members.length} ${members.length === 1 ? "rule" : "rules"}${use(pack)}`,
      "",
      "| rule | severity | what it finds |",
      "|---|---|---|",
      ...members.map(
        (entry) =>
          `| [\`${entry.rule.id}\`](${linkTo(entry)}) | ${entry.rule.severity} | ${cell(entry.rule.title)} |`,
      ),
      "",
      ...(whole ? members.flatMap(ruleSection) : []),
    ])
    .join("\n")
    .trimEnd();
}

function use(pack: string | undefined): string {
  if (pack === undefined || pack === DEFAULT_PACK) return ".";
  return `; settings that use them have \`rules: { packs: [${DEFAULT_PACK}, ${pack}] }\`.`;
}
