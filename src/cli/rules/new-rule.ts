import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { readCatalogue } from "../../adapters/authoring/rule-catalogue.ts";
import { readRules } from "../../adapters/authoring/rule-sources.ts";
import { writeWholeFile } from "../../adapters/files/whole-file.ts";
import { packNames } from "../../adapters/pack-folder.ts";
import { placedText } from "../../adapters/yaml/placed.ts";
import type { Rule } from "../../core/rule/rule.ts";
import { checkRules } from "../../core/rule-file/check.ts";
import type { RuleFile } from "../../core/rule-file/rule-file.ts";
import { newRuleText } from "../../core/starter/rule-text.ts";
import { RULES_FOLDER_NAME } from "../../core/starter/starter.ts";
import { type CommandLine, UsageError } from "../command.ts";

/**
 * Writes a rule file to begin with.
 *
 * @returns Its path.
 * @throws {UsageError} If it would not load.
 */
export function writeNewRule(id: string, { value }: CommandLine): string {
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id)) {
    throw new UsageError(`a rule's id is small words joined with -: it is "${id}"`);
  }
  const pack = readCatalogue({ packs: packNames(), directories: [], disable: [] }, ".").find(
    ({ rule }) => rule.id === id,
  )?.pack;
  if (pack !== undefined)
    throw new UsageError(`pack ${pack} has a rule ${id}: name yours otherwise`);
  const folder = value("dir") ?? RULES_FOLDER_NAME;
  const path = join(folder, `${id}.yaml`);
  if (existsSync(path)) throw new UsageError(`there is a file ${path}: it is not changed`);
  const text = newRuleText({
    id,
    title: value("title") ?? titleOf(id),
    severity: value("severity") ?? "medium",
    eventSource: value("source") ?? "s3.amazonaws.com",
    eventName: value("event") ?? "DeleteBucket",
  });
  const problems = problemsOf(path, text);
  if (problems.length > 0) {
    throw new UsageError(`a rule of these words would not load: ${problems.join("; ")}`);
  }
  mkdirSync(folder, { recursive: true });
  writeWholeFile(path, text);
  return path;
}

function problemsOf(path: string, text: string): readonly string[] {
  const { files, problems, place } = readRules([{ path, content: text }]);
  const found = checkRules(files as readonly RuleFile<Rule>[], []).map(place);
  return [...problems, ...found].map((problem) => placedText({ ...problem, excerpt: "" }));
}

function titleOf(id: string): string {
  const text = id.replaceAll("-", " ");
  return `${text[0]?.toUpperCase()}${text.slice(1)}`;
}
