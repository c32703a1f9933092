import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, relative, resolve } from "node:path";
import { tryRuleTests } from "../core/compiler/rule-trial.ts";
import { nearest } from "../core/record/nearest.ts";
import { checkRules, type RuleFile, type RuleProblem } from "../core/rule/check.ts";
import { ruleSetRemarks } from "../core/rule/remark.ts";
import {
  EVENTS_TO_TRACK_ID,
  eventsToTrackRule,
  type IgnoreRule,
  type Rule,
  type RuleSet,
} from "../core/rule/rule.ts";
import { trackedEventProblems } from "../core/rule/setting-check.ts";
import type { RuleSettings } from "../core/settings/settings.ts";
import { RULES_FOLDER } from "./rule-schema.ts";
import { parseYaml, type YamlFile } from "./yaml-file.ts";
import { placed, placedText, toIgnoreRuleFile, toRuleFile } from "./yaml-rule.ts";

/** Rules that must not be used; the message lists every problem of every file. */
export class RuleFilesError extends Error {
  override readonly name = "RuleFilesError";
  /** Each with file, line, field, what is wrong and what to write instead; below it the place. */
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    const count = problems.length === 1 ? "a problem" : `${problems.length} problems`;
    super(
      `Cannot load rules as ${count} must be solved:\n${problems.map((it) => `  ${it}`).join("\n")}`,
    );
    this.problems = problems;
  }
}

/**
 * Reads every rule and ignore rule the settings name: one YAML file each, folders within folders
 * included. Rules keep the order of packs, then folders; a pack orders its rules by `pack.yaml`,
 * a folder by path.
 *
 * @param base Folder that relative folders start from: the one of the settings file.
 * @throws {RuleFilesError} If anything is wrong with any of them, with all of it.
 */
export function readRuleSet(settings: RuleSettings, base: string): RuleSet {
  const reading = new Reading();
  const packed = settings.packs.flatMap((pack) => readPack(pack, reading));
  const own = settings.directories.flatMap((folder) => readRules(resolve(base, folder), reading));
  const ignoreRules = settings.ignoreDirectories.flatMap((folder) =>
    reading.folder(resolve(base, folder), toIgnoreRuleFile),
  );
  const ids = [...packed, ...own].map(({ rule }) => rule.id);
  const rules = enabled(packed, own, settings.disable);
  reading.add(...checkRules(rules, ignoreRules, [...ids, ...reading.unshaped]));
  for (const id of settings.disable) {
    if (![...ids, ...reading.unshaped].includes(id)) {
      reading.say(`settings: rules.disable: ${unknownId(id, ids)}`);
    }
  }
  for (const problem of settings.eventsToTrack.flatMap(trackedEventProblems)) {
    reading.say(`settings: ${problem}`);
  }
  // Only of rules that are right otherwise can it be told what their patterns let through.
  if (reading.problems.length === 0) reading.add(...tryRuleTests(rules));
  if (reading.problems.length > 0) throw new RuleFilesError(reading.problems);
  return {
    rules: [
      ...rules.map(({ rule }) => rule),
      ...(settings.eventsToTrack.length > 0 ? [eventsToTrackRule(settings.eventsToTrack)] : []),
    ],
    ignoreRules: ignoreRules.map(({ rule }) => rule),
  };
}

/**
 * What is to be said aloud by whoever loads rules: folders that hold none, no rules at all, ignore
 * rules that have expired.
 *
 * @param ruleSet As read with these settings.
 * @param now Milliseconds since the epoch.
 */
export function ruleRemarks(
  { directories, ignoreDirectories }: RuleSettings,
  base: string,
  ruleSet: RuleSet,
  now: number,
): readonly string[] {
  const empty = [...directories, ...ignoreDirectories].filter(
    (folder) => ruleFilesIn(resolve(base, folder)).length === 0,
  );
  return [
    ...empty.map((folder) => `There is no rule file (.yaml) in folder ${JSON.stringify(folder)}`),
    ...ruleSetRemarks(ruleSet, now),
  ];
}

type RuleFiles = readonly RuleFile<Rule>[];

/** A rule of a pack that is disabled makes room for an own one with its id. */
function enabled(packed: RuleFiles, own: RuleFiles, disabled: readonly string[]): RuleFiles {
  const replaced = new Set(packed.map(({ rule }) => rule.id));
  return [
    ...packed.filter(({ rule }) => !disabled.includes(rule.id)),
    ...own.filter(({ rule: { id } }) => !disabled.includes(id) || replaced.has(id)),
  ];
}

function ruleFilesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.ya?ml$/.test(name) && basename(name) !== PACK_FILE)
    .sort();
}

/** Name of the file that orders the rules of a folder. */
const PACK_FILE = "pack.yaml";

function readPack(pack: string, reading: Reading): RuleFile<Rule>[] {
  const packs = readdirSync(RULES_FOLDER, { withFileTypes: true })
    .filter((entry) => existsSync(resolve(RULES_FOLDER, entry.name, PACK_FILE)))
    .map(({ name }) => name);
  if (packs.includes(pack)) return readRules(resolve(RULES_FOLDER, pack), reading);
  reading.say(
    `settings: rules.packs: Cannot use pack "${pack}" as there must be one of this name: there are ${packs.join(", ")}`,
  );
  return [];
}

function readRules(folder: string, reading: Reading): RuleFile<Rule>[] {
  const rules = reading.folder(folder, toRuleFile);
  if (!existsSync(resolve(folder, PACK_FILE))) return rules;
  const { path, value, problems } = reading.file(resolve(folder, PACK_FILE));
  const listed: unknown = Object(value).rules;
  const order: readonly unknown[] = Array.isArray(listed) ? listed : [];
  reading.add(...problems);
  for (const { rule } of rules) {
    if (!order.includes(rule.id)) {
      const message = `Cannot order rules as each must be listed: "${rule.id}" is not`;
      reading.add({ path, field: ["rules"], message });
    }
  }
  for (const [index, id] of order.entries()) {
    if (!rules.some(({ rule }) => rule.id === id) && !reading.unshaped.includes(String(id))) {
      const message = `Cannot order rules as each listed must have a file: "${id}" has none`;
      reading.add({ path, field: ["rules", index], message });
    }
  }
  return rules.sort((a, b) => order.indexOf(a.rule.id) - order.indexOf(b.rule.id));
}

function unknownId(id: string, ids: readonly string[]): string {
  const guess = nearest(id, [...ids, EVENTS_TO_TRACK_ID]);
  return `Cannot disable rule as there must be one with this id: "${id}"${guess === undefined ? "" : `; did you mean "${guess}"?`}`;
}

/** Reads files and collects what is wrong with them. */
class Reading {
  readonly problems: string[] = [];
  /** Ids, by their files' names, of rules whose files are wrong: they exist, if not as they should. */
  readonly unshaped: string[] = [];
  readonly #files = new Map<string, YamlFile>();

  say(problem: string): void {
    this.problems.push(problem);
  }

  add(...problems: readonly RuleProblem[]): void {
    for (const problem of problems) {
      this.say(placedText(placed(problem, this.#files.get(problem.path))));
    }
  }

  file(path: string): YamlFile {
    const shown = relative(process.cwd(), path);
    const file = parseYaml(readFileSync(path), shown.startsWith("..") ? path : shown);
    this.#files.set(file.path, file);
    return file;
  }

  /** Every rule of a folder; files of a wrong shape are left out and said to be so. */
  folder<R extends Rule | IgnoreRule>(
    folder: string,
    read: (file: YamlFile) => RuleFile<R> | readonly RuleProblem[],
  ): RuleFile<R>[] {
    if (!existsSync(folder)) {
      this.say(`settings: Cannot read folder of rules as it must exist: "${folder}"`);
      return [];
    }
    return ruleFilesIn(folder).flatMap((name) => {
      const result = read(this.file(resolve(folder, name)));
      if ("rule" in result) return [result];
      this.add(...result);
      this.unshaped.push(basename(name).replace(/\.ya?ml$/, ""));
      return [];
    });
  }
}
