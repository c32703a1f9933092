import { existsSync, readFileSync, statSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import type { IgnoreRule, Rule } from "../../core/rule/rule.ts";
import type { AnyFile, RuleFile, RuleProblem } from "../../core/rule-file/rule-file.ts";
import type { RuleSettings } from "../../core/settings/settings.ts";
import { isListFile, LISTS_FOLDER, listFilesIn, ruleFilesIn } from "../pack-folder.ts";
import { RULES_FOLDER } from "../rule-schema.ts";
import { type Placed, placed } from "../yaml/placed.ts";
import { parseYaml, pathAsSaid, type YamlFile } from "../yaml-file.ts";
import { toIgnoreRuleFile, toRuleFile } from "../yaml-rule.ts";

/** A file that holds a rule, or should. */
export interface RuleSource {
  /** For people: relative where it lies below the working folder. */
  readonly path: string;
  readonly content: Uint8Array | string;
}

/** Rule files as they are read. */
export interface ReadRules {
  /** Rules and ignore rules of the right shape, in the order of their files. */
  readonly files: readonly AnyFile[];
  /** What is wrong with the shape of the others. */
  readonly problems: readonly Placed[];
  /** Finds the line that a problem with one of the files is about. */
  place(problem: RuleProblem): Placed;
}

/**
 * Reads the rule files that paths name: files, and folders with those below them.
 *
 * @param withLists Whether the files of lists are read like them; else they are left out.
 * @throws {Error} If one does not exist, cannot be read, or is a folder without rule files.
 */
export function ruleSources(paths: readonly string[], withLists = false): readonly RuleSource[] {
  const found = paths.flatMap((path) => {
    if (!existsSync(path)) {
      throw new Error(`Cannot read rules as the file or folder must exist: "${path}" does not`);
    }
    if (!statSync(path).isDirectory()) {
      return isListFile(resolve(path)) && !withLists ? [] : [resolve(path)];
    }
    const files = ownFilesIn(path, ruleFilesIn);
    if (withLists) files.push(...ownFilesIn(path, listFilesIn));
    if (files.length > 0 || basename(resolve(path)) === LISTS_FOLDER) return files;
    throw new Error(
      `Cannot read rules as the folder must hold a rule file (.yaml): "${path}" holds none`,
    );
  });
  return [...new Set(found)].map((path) => ({
    path: pathAsSaid(path),
    content: readFileSync(path),
  }));
}

/** A folder that people name may hold what npm put there. */
function ownFilesIn(folder: string, filesIn: (folder: string) => string[]): string[] {
  return filesIn(folder)
    .filter((name) => !name.split(/[\\/]/).includes("node_modules"))
    .map((name) => resolve(folder, name));
}

/**
 * The folders of rules and ignore rules that settings name and that exist.
 *
 * @param base Folder that relative ones start from: the one of the settings file.
 */
export function settingsFolders(
  { packs, directories, ignoreDirectories }: RuleSettings,
  base: string,
): readonly string[] {
  return [
    ...packs.map((pack) => join(RULES_FOLDER, pack)),
    ...[...directories, ...ignoreDirectories].map((folder) => resolve(base, folder)),
  ];
}

/** Reads rules and ignore rules; what has a `reason` or an `owner` is an ignore rule. */
export function readRules(sources: readonly RuleSource[]): ReadRules {
  const yaml = new Map<string, YamlFile>();
  const files: AnyFile[] = [];
  const problems: Placed[] = [];
  for (const { path, content } of sources) {
    const file = parseYaml(content, path);
    yaml.set(path, file);
    const read = toAnyFile(file);
    if ("rule" in read) files.push(read);
    else problems.push(...read.map((problem) => placed(problem, file)));
  }
  return { files, problems, place: (problem) => placed(problem, yaml.get(problem.path)) };
}

function toAnyFile(file: YamlFile): RuleFile<Rule> | RuleFile<IgnoreRule> | readonly RuleProblem[] {
  const { value } = file;
  const ignores =
    typeof value === "object" && value !== null && ("reason" in value || "owner" in value);
  return ignores ? toIgnoreRuleFile(file) : toRuleFile(file);
}
