import { type CatalogueEntry, DEFAULT_PACK, groupsOf } from "./catalogue.ts";

/** The catalogue of rules as Markdown: what each finds, how severe it is, what to do, and the expression. */
export function catalogueMarkdown(entries: readonly CatalogueEntry[]): string {
  return groupsOf(entries)
    .flatMap(({ pack, entries: members }) => [
      `## ${pack === undefined ? "Your own" : `Pack \`${pack}\``}`,
      "",
      `${members.length} ${members.length === 1 ? "rule" : "rules"}${use(pack)}`,
      "",
      "| rule | severity | what it finds |",
      "|---|---|---|",
      ...members.map(
        ({ rule: { id, severity, title } }) =>
          `| [\`${id}\`](#${id}) | ${severity} | ${cell(title)} |`,
      ),
      "",
      ...members.flatMap(entryLines),
    ])
    .join("\n")
    .trimEnd();
}

function use(pack: string | undefined): string {
  if (pack === undefined || pack === DEFAULT_PACK) return ".";
  return `; settings that use them have \`rules: { packs: [${DEFAULT_PACK}, ${pack}] }\`.`;
}

function entryLines({ rule, tests }: CatalogueEntry): string[] {
  const { id, title, description, severity, attempts, match, tags, references, runbook } = rule;
  const facts = [
    `**${severity}**${attempts === "same" ? ", refused or not" : ""}`,
    ...(tags.length === 0 ? [] : [tags.map((tag) => `\`${tag}\``).join(" ")]),
    `${tests.length} tests`,
  ];
  return [
    `### ${id}`,
    "",
    `${sentence(title)} ${facts.join(" · ")}`,
    "",
    ...(description === "" ? [] : [prose(description), ""]),
    ...(runbook === undefined ? [] : [`**What to do.** ${prose(runbook)}`, ""]),
    "```",
    ...match.trim().split("\n"),
    "```",
    "",
    ...references.map((link) => `- <${link}>`),
    ...(references.length === 0 ? [] : [""]),
  ];
}

function sentence(text: string): string {
  return `${prose(text).replace(/[.!?]$/, "")}.`;
}

/** Text as Markdown that means nothing by its marks. */
function prose(text: string): string {
  return text
    .trim()
    .replace(/[\\`*_[\]<>#|]/g, (mark) => `\\${mark}`)
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .join("\n");
}

function cell(text: string): string {
  return prose(text).replaceAll("\n", " ");
}
