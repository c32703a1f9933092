import { existsSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { cdkMarkProblems } from "../core/deployment/cdk-marks.ts";
import { listProblems } from "../core/list/list-problems.ts";
import { type ListFile, mergeLists, type ValueLists } from "../core/list/value-list.ts";
import { type FieldProblem, fieldName } from "../core/record/field-problem.ts";
import type { RuleProblem } from "../core/rule-file/rule-file.ts";
import type { RuleSettings } from "../core/settings/settings.ts";
import { isListFile, LISTS_FOLDER, listFilesIn } from "./pack-folder.ts";
import { listShapeProblems, RULES_FOLDER } from "./rule-schema.ts";
import { type Placed, placed } from "./yaml/placed.ts";
import { readYaml, type YamlFile } from "./yaml-file.ts";

/** Lists as they are read. */
export interface LoadedLists {
  /** All that there are, those of the product among them. */
  readonly lists: ValueLists;
  /** Those of files of one's own. */
  readonly own: readonly ListFile[];
  /** What forbids to use any of them; of settings, as text. */
  readonly problems: readonly (Placed | string)[];
}

/**
 * Reads the lists of the product, of folders of rules and of settings: those of one id are one list.
 *
 * @param base Folder that relative folders start from: the one of the settings file.
 */
export function loadLists(settings: RuleSettings, base: string): LoadedLists {
  const folders = [...settings.directories, ...settings.ignoreDirectories];
  return readLists(
    folders.map((folder) => resolve(base, folder)),
    settings,
  );
}

/**
 * Reads the lists of the product and those that belong to rules: of files, the lists beside them; of
 * folders, those within.
 *
 * @param paths Files and folders; what does not exist has none.
 * @param settings What else is on lists.
 */
export function readLists(
  paths: readonly string[],
  { lists = {}, accounts = [] }: Partial<Pick<RuleSettings, "lists" | "accounts">> = {},
): LoadedLists {
  const yaml = new Map<string, YamlFile>();
  const problems: (Placed | string)[] = [];
  const library = resolve(RULES_FOLDER, LISTS_FOLDER);
  const read = (path: string): readonly ListFile[] => {
    const file = readYaml(path);
    const list = toListFile(file);
    if (!Array.isArray(list)) {
      yaml.set(file.path, file);
      return [list as ListFile];
    }
    problems.push(...list.map((problem) => placed(problem, file)));
    return [];
  };
  const product = filesIn(library).flatMap(read);
  const own = [...new Set(paths.flatMap(listFilesOf))]
    .filter((path) => dirname(path) !== library)
    .flatMap(read);
  const settled = Object.entries(lists).map(
    ([id, entries]): ListFile => ({ path: SETTINGS, field: ["rules", "lists", id], id, entries }),
  );
  const files = [...product, ...own, ...settled];
  for (const problem of listProblems(files)) {
    problems.push(
      problem.path === SETTINGS
        ? `settings: ${fieldName(problem.field)}: ${problem.message}`
        : placed(problem, yaml.get(problem.path)),
    );
  }
  return { lists: mergeLists([...files, accountsList(accounts)]), own, problems };
}

/** What the settings' names of accounts put on the list of one's own. */
function accountsList(accounts: readonly string[]): ListFile {
  const entries = accounts.map((value) => ({
    value,
    owner: SETTINGS,
    reason: "one of the accounts that settings name",
  }));
  return { path: SETTINGS, field: ["accounts"], id: "accounts", entries };
}

const SETTINGS = "settings";

function listFilesOf(path: string): readonly string[] {
  if (!existsSync(path)) return [];
  if (statSync(path).isDirectory()) {
    return basename(path) === LISTS_FOLDER ? filesIn(path) : listsWithin(path);
  }
  const folder = dirname(resolve(path));
  return isListFile(resolve(path)) ? [resolve(path)] : filesIn(join(folder, LISTS_FOLDER));
}

function listsWithin(folder: string): readonly string[] {
  return listFilesIn(folder)
    .filter((name) => !name.split(/[\\/]/).includes("node_modules"))
    .map((name) => resolve(folder, name));
}

function filesIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return listFilesIn(dirname(folder))
    .filter((name) => dirname(name) === LISTS_FOLDER)
    .map((name) => resolve(dirname(folder), name));
}

/** Reads the content of a list's file: the list, or all that is wrong with its shape. */
function toListFile({ path, value, problems }: YamlFile): ListFile | readonly RuleProblem[] {
  if (problems.length > 0) return problems;
  const found: readonly FieldProblem[] = [...listShapeProblems(value), ...cdkMarkProblems(value)];
  if (found.length > 0) return found.map((problem) => ({ path, ...problem }));
  const list = value as Omit<ListFile, "path" | "field">;
  const name = basename(path).replace(/\.ya?ml$/, "");
  if (list.id === name) return { ...list, path, field: [] };
  const message = `Cannot use id as it must be the file's name, "${name}": it is "${list.id}"`;
  return [{ path, field: ["id"], message }];
}
