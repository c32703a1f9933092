import { existsSync, readdirSync } from "node:fs";
import { readCatalogue } from "../../src/adapters/authoring/rule-catalogue.ts";
import { packNames } from "../../src/adapters/pack-folder.ts";
import { attackMatrix } from "../../src/core/catalogue/attack-matrix.ts";
import type { CatalogueEntry } from "../../src/core/catalogue/catalogue.ts";
import { catalogueIndex } from "../../src/core/catalogue/catalogue-markdown.ts";
import { matrixMarkdown } from "../../src/core/catalogue/matrix-markdown.ts";
import { rulePage } from "../../src/core/catalogue/rule-markdown.ts";
import { exampleLists } from "../../src/core/list/rule-lists.ts";
import { expressionsOf } from "../../src/core/stateful/stateful.ts";

/** Folder of the pages of single rules, relative to the checkout. */
export const RULE_PAGES = "infra/docs/reference/rules";

/** The rules that come with the product, with nothing on their lists, as they come. */
export function packedRules(): readonly CatalogueEntry[] {
  return readCatalogue({ packs: packNames(), directories: [], disable: [] }, ".").map((entry) => {
    const lists = exampleLists(expressionsOf(entry.rule));
    return { ...entry, rule: { ...entry.rule, lists } };
  });
}

/** All packed rules, each with a link to its page from a page in the folder above. */
export function indexOfRules(): string {
  return catalogueIndex(packedRules(), (entry) => `rules/${pageOf(entry)}`);
}

/** ATT&CK's matrix of all packed rules, for a page in the folder above. */
export function matrixOfRules(): string {
  const entries = packedRules().map((entry) => ({ ...entry, tags: entry.rule.tags }));
  return matrixMarkdown(attackMatrix(entries), (entry) => `rules/${pageOf(entry)}`);
}

/** The page of each packed rule: the file, relative to the checkout, and its text. */
export function pagesOfRules(): readonly (readonly [file: string, text: string])[] {
  return packedRules().map((entry) => {
    const links = "[All rules](../../rules.md) · [ATT&CK matrix](../../attack-matrix.md)";
    return [`${RULE_PAGES}/${pageOf(entry)}`, `${links}\n\n${rulePage(entry)}\n`] as const;
  });
}

/** Files among the pages of rules that are of no rule. */
export function strayRulePages(): readonly string[] {
  const folder = new URL(`../../${RULE_PAGES}/`, import.meta.url);
  if (!existsSync(folder)) return [];
  const known = new Set(pagesOfRules().map(([file]) => file));
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) =>
      `${RULE_PAGES}${parentPath.split(RULE_PAGES)[1]}/${name}`.replace("//", "/"),
    )
    .filter((file) => !known.has(file));
}

function pageOf({ pack, rule }: CatalogueEntry): string {
  return `${pack}/${rule.id}.md`;
}
