import type { AttackMatrix } from "./attack-matrix.ts";
import { techniqueLink } from "./attack-technique.ts";
import type { CatalogueEntry } from "./catalogue.ts";

/** A rule of the catalogue as the matrix takes it. */
export type TaggedEntry = CatalogueEntry & { readonly tags: readonly string[] };

/** ATT&CK's matrix as Markdown: a table of the tactics, and for each one of its techniques with their rules. */
export function matrixMarkdown(
  { tactics, others }: AttackMatrix<TaggedEntry>,
  linkTo: (entry: CatalogueEntry) => string,
): string {
  const link = (entry: TaggedEntry) => `[\`${entry.rule.id}\`](${linkTo(entry)})`;
  return [
    "| tactic | techniques | rules |",
    "|---|---|---|",
    ...tactics.map(({ name, techniques }) => {
      const ids = new Set(techniques.flatMap(({ rules }) => rules.map(({ rule }) => rule.id)));
      return `| [${name}](#${anchor(name)}) | ${techniques.length} | ${ids.size} |`;
    }),
    "",
    ...tactics.flatMap(({ id, name, techniques }) => [
      `## ${name}`,
      "",
      `[${id}](https://attack.mitre.org/tactics/${id}/)`,
      "",
      "| technique | rules |",
      "|---|---|",
      ...techniques.map(
        (technique) =>
          `| [${technique.id}](${techniqueLink(technique.id)}) ${technique.name} | ${technique.rules.map(link).join("<br>")} |`,
      ),
      "",
    ]),
    ...(others.length === 0
      ? []
      : ["## No technique", "", ...others.map((entry) => `- ${link(entry)}`), ""]),
  ]
    .join("\n")
    .trimEnd();
}

function anchor(heading: string): string {
  return heading.toLowerCase().replaceAll(" ", "-");
}
