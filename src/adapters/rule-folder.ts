import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { tryRuleTests } from "../core/compiler/rule-trial.ts";
import { listsOf } from "../core/list/rule-lists.ts";
import type { ValueLists } from "../core/list/value-list.ts";
import { nearest } from "../core/record/nearest.ts";
import { ruleSetRemarks } from "../core/rule/remark.ts";
import {
  EVENTS_TO_TRACK_ID,
  eventsToTrackRule,
  type IgnoreRule,
  type Rule,
  type RuleSet,
} from "../core/rule/rule.ts";
import { trackedEventProblems } from "../core/rule/setting-check.ts";
import { checkRules } from "../core/rule-file/check.ts";
import type { RuleFile, RuleProblem } from "../core/rule-file/rule-file.ts";
import type { RuleSettings } from "../core/settings/settings.ts";
import { withTaggedAccounts } from "../core/severity/severity-case.ts";
import { expressionsOf } from "../core/stateful/stateful.ts";
import { loadLists } from "./list-files.ts";
import { PACK_FILE, packNames, ruleFilesIn } from "./pack-folder.ts";
import { RuleReading } from "./rule-reading.ts";
import { RULES_FOLDER } from "./rule-schema.ts";
import { type Placed, placedText } from "./yaml/placed.ts";
import { toIgnoreRuleFile, toRuleFile } from "./yaml-rule.ts";

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

/** Rule files as they are loaded: all that is wrong with any of them beside those of the right shape. */
export interface LoadedRules {
  /** Those that judge, in order. */
  readonly rules: readonly RuleFile<Rule>[];
  readonly ignoreRules: readonly RuleFile<IgnoreRule>[];
  readonly lists: ValueLists;
  /** What forbids to use any of them; of settings, as text. */
  readonly problems: readonly (Placed | string)[];
  /** Finds the line that something about one of the files is about. */
  place(problem: RuleProblem): Placed;
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
  const { problems, ...loaded } = loadRules(settings, base);
  if (problems.length > 0) throw new RuleFilesError(problems.map(problemText));
  return ruleSetOf(settings, loaded);
}

/** The rules that judge, from their files and from the settings' list of events. */
export function ruleSetOf(
  { eventsToTrack }: Pick<RuleSettings, "eventsToTrack">,
  { rules, ignoreRules }: Pick<LoadedRules, "rules" | "ignoreRules">,
): RuleSet {
  return {
    rules: [
      ...rules.map(({ rule }) => rule),
      ...(eventsToTrack.length > 0 ? [eventsToTrackRule(eventsToTrack)] : []),
    ],
    ignoreRules: ignoreRules.map(({ rule }) => rule),
  };
}

function problemText(problem: Placed | string): string {
  return typeof problem === "string" ? problem : placedText(problem);
}

/** As {@linkcode readRuleSet}, for those who want the files and all that is wrong with them. */
export function loadRules(settings: RuleSettings, base: string): LoadedRules {
  const reading = new RuleReading();
  const packed = settings.packs.flatMap((pack) => readPack(pack, reading));
  const own = settings.directories.flatMap((folder) => readRules(resolve(base, folder), reading));
  const ignoreRules = [
    ...reading.shipped(settings.ignoreRules ?? []),
    ...settings.ignoreDirectories.flatMap((folder) =>
      reading.folder(resolve(base, folder), toIgnoreRuleFile),
    ),
  ];
  const ids = [...packed, ...own].map(({ rule }) => rule.id);
  const { lists, problems: wrongLists } = loadLists(settings, base);
  reading.problems.push(...wrongLists);
  const rules = enabled(packed, own, settings.disable).map((file) =>
    withContext(file, lists, settings.accountTags ?? {}),
  );
  const ignoring = ignoreRules.map((file) => withLists(file, lists));
  // The product's own rules are checked and tried by its tests, each by each.
  const ours = new Set(packed.map(({ path }) => path));
  const isOurs = ({ path }: { readonly path: string }) => ours.has(path);
  reading.add(...checkRules(rules, ignoring, [...ids, ...reading.unshaped], lists, isOurs));
  for (const id of settings.disable) {
    if (![...ids, ...reading.unshaped].includes(id)) {
      reading.say(`settings: rules.disable: ${unknownId(id, ids)}`);
    }
  }
  for (const problem of settings.eventsToTrack.flatMap(trackedEventProblems)) {
    reading.say(`settings: ${problem}`);
  }
  // Only of rules that are right otherwise can it be told what their patterns let through.
  if (reading.problems.length === 0) reading.add(...tryRuleTests(rules, isOurs));
  const { problems } = reading;
  return {
    rules,
    ignoreRules: ignoring,
    lists,
    problems,
    place: (problem) => reading.place(problem),
  };
}

/** A rule's file, with what is on the lists that it and its contexts use, and the accounts that have their tags. */
export function withContext(
  file: RuleFile<Rule>,
  lists: ValueLists,
  accountTags?: Readonly<Record<string, readonly string[]>>,
): RuleFile<Rule> {
  const listed = withLists(file, lists);
  const { severityBy } = listed.rule;
  if (severityBy === undefined) return listed;
  const tagged = accountTags ? withTaggedAccounts(severityBy, accountTags) : severityBy;
  const cases = tagged.map((one) => {
    const used = one.when === undefined ? undefined : listsOf([one.when], lists);
    return used === undefined ? one : { ...one, lists: used };
  });
  return { ...listed, rule: { ...listed.rule, severityBy: cases } };
}

/** A rule's file, with what is on the lists that the rule uses. */
export function withLists<R extends Rule | IgnoreRule>(
  file: RuleFile<R>,
  lists: ValueLists,
): RuleFile<R> {
  const used = listsOf(expressionsOf(file.rule), lists);
  return used === undefined ? file : { ...file, rule: { ...file.rule, lists: used } };
}

/**
 * What is to be said aloud by whoever loads rules: folders that hold none, no rules at all, ignore
 * rules that have expired.
 *
 * @param ruleSet As read with these settings.
 * @param now Milliseconds since the epoch.
 */
export function ruleRemarks(
  settings: RuleSettings,
  base: string,
  ruleSet: RuleSet,
  now: number,
): readonly string[] {
  return [...emptyFolderRemarks(settings, base), ...ruleSetRemarks(ruleSet, now)];
}

/** What is to be said of folders of the settings that exist and hold no rule file. */
export function emptyFolderRemarks(
  { directories, ignoreDirectories }: RuleSettings,
  base: string,
): readonly string[] {
  return [...directories, ...ignoreDirectories]
    .filter((folder) => {
      const path = resolve(base, folder);
      return existsSync(path) && ruleFilesIn(path).length === 0;
    })
    .map((folder) => `There is no rule file (.yaml) in folder ${JSON.stringify(folder)}`);
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

function readPack(pack: string, reading: RuleReading): RuleFile<Rule>[] {
  const packs = packNames();
  if (packs.includes(pack)) return readRules(resolve(RULES_FOLDER, pack), reading);
  reading.say(
    `settings: rules.packs: Cannot use pack "${pack}" as there must be one of this name: there are ${[...packs].sort().join(", ")}`,
  );
  return [];
}

function readRules(folder: string, reading: RuleReading): RuleFile<Rule>[] {
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
