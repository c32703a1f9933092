import { existsSync, readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { RULES_FOLDER } from "./rule-schema.ts";

/** Name of the file that orders the rules of a folder; a pack has one. */
export const PACK_FILE = "pack.yaml";

/** Names of the packs that come with the product, the default one first. */
export function packNames(): readonly string[] {
  return readdirSync(RULES_FOLDER)
    .filter((name) => existsSync(join(RULES_FOLDER, name, PACK_FILE)))
    .sort((a, b) => Number(b === "default") - Number(a === "default") || (a < b ? -1 : 1));
}

/** Name of the folders, within folders of rules, whose files are lists. */
export const LISTS_FOLDER = "lists";

/** Rule files of a folder and of those within, by path, relative to it. */
export function ruleFilesIn(folder: string): string[] {
  return yamlFilesIn(folder).filter((name) => !isListFile(name) && basename(name) !== PACK_FILE);
}

/** Files of lists of a folder and of those within, by path, relative to it. */
export function listFilesIn(folder: string): string[] {
  return yamlFilesIn(folder).filter(isListFile);
}

/** Whether a file is a list: it lies in a folder of that name. */
export function isListFile(path: string): boolean {
  return basename(dirname(path)) === LISTS_FOLDER;
}

function yamlFilesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.ya?ml$/.test(name))
    .sort();
}
