import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { CatalogueEntry } from "../../core/catalogue/catalogue.ts";
import type { Rule } from "../../core/rule/rule.ts";
import { duplicateProblems } from "../../core/rule-file/check.ts";
import type { RuleFile } from "../../core/rule-file/rule-file.ts";
import type { RuleSettings } from "../../core/settings/settings.ts";
import { PACK_FILE } from "../pack-folder.ts";
import { RULES_FOLDER } from "../rule-schema.ts";
import { placedText } from "../yaml/placed.ts";
import { parseYaml } from "../yaml-file.ts";
import { readRules, ruleSources } from "./rule-sources.ts";

/**
 * The rules of packs and of folders, in the order in which they are judged.
 *
 * @param base Folder that relative ones start from.
 * @throws {Error} If a folder does not exist, or a file has not a rule's shape.
 */
export function readCatalogue(
  { packs, directories, disable }: Pick<RuleSettings, "packs" | "directories" | "disable">,
  base: string,
): readonly CatalogueEntry[] {
  const entries: readonly CatalogueEntry[] = [
    ...packs.flatMap((pack) => {
      const folder = join(RULES_FOLDER, pack);
      const order = orderOf(join(folder, PACK_FILE));
      return rulesIn(folder)
        .sort((a, b) => order.indexOf(a.rule.id) - order.indexOf(b.rule.id))
        .map((file) => ({ ...file, pack }));
    }),
    ...directories.flatMap((folder) => rulesIn(resolve(base, folder))),
  ].filter(({ rule }) => !disable.includes(rule.id));
  const doubles = duplicateProblems(entries).map(({ path, message }) => `  ${path}: ${message}`);
  if (doubles.length === 0) return entries;
  throw new Error(`Cannot list rules as each must be by itself:\n${doubles.join("\n")}`);
}

function orderOf(file: string): readonly string[] {
  const { value } = parseYaml(readFileSync(file), file);
  return Object(value).rules ?? [];
}

function rulesIn(folder: string): RuleFile<Rule>[] {
  const { files, problems } = readRules(ruleSources([folder]));
  if (problems.length > 0) {
    throw new Error(
      `Cannot list rules as each file must be one:\n${problems.map((it) => `  ${placedText(it)}`).join("\n")}`,
    );
  }
  return files.filter((file): file is RuleFile<Rule> => "severity" in file.rule);
}
