import { dirname, resolve, sep } from "node:path";
import { readRuleSet, ruleRemarks } from "../adapters/rule-folder.ts";
import { readSettings } from "../adapters/settings-file.ts";
import { DEFAULT_FUNCTION_NAMES } from "../contract.ts";
import { type BusEntryOptions, MAX_REQUEST_BYTES } from "../core/entry/bus-entry.ts";
import type { Publish } from "../core/rule/accepts.ts";
import type { RuleSet } from "../core/rule/rule.ts";
import { functionNamesOf } from "../core/settings/config.ts";
import { checkRoutes } from "../core/settings/route-check.ts";
import { type RuleSettings, ruleSettingsOf, type Settings } from "../core/settings/settings.ts";
import { type CommandLine, type CommandOption, type Io, UsageError } from "./command.ts";

/** Options by which a command is told its rules. */
export const RULE_OPTIONS: Readonly<Record<string, CommandOption>> = {
  rules: {
    value: "dir",
    repeats: true,
    description: "Use the rule files of this folder alone; given several times, of all of them.",
  },
  settings: {
    value: "file",
    description:
      "Use the rules and ignore rules these settings name.\nDefault: the default rules, no ignore rules.",
  },
  ignore: {
    value: "dir",
    repeats: true,
    description:
      "Use the ignore rules of this folder, too; may be given several times.\nDefault: those of the settings.",
  },
  "function-name": {
    value: "name",
    description:
      "What the rules reach as $self, the product's own function names.\nDefault: those of the settings.",
  },
};

const NO_RULES: RuleSettings = {
  packs: [],
  directories: [],
  ignoreDirectories: [],
  disable: [],
  eventsToTrack: [],
};

/** Rules that are used where nobody names settings. */
export const DEFAULT_RULES: RuleSettings = { ...NO_RULES, packs: ["default"] };

/**
 * What {@linkcode RULE_OPTIONS} make of the rules that settings name.
 *
 * @param settled Those of the settings, or {@linkcode DEFAULT_RULES}.
 */
export function rulesNamed(settled: RuleSettings, line: Pick<CommandLine, "values">): RuleSettings {
  const directories = foldersNamed("rules", line);
  return {
    ...settled,
    ...(directories.length > 0 && {
      ...NO_RULES,
      ...(settled.lists && { lists: settled.lists }),
      ...(settled.accounts && { accounts: settled.accounts }),
      ...(settled.accountTags && { accountTags: settled.accountTags }),
      directories,
    }),
    ignoreDirectories: [...settled.ignoreDirectories, ...foldersNamed("ignore", line)],
  };
}

/**
 * The folders that an option names, as whole paths.
 *
 * @throws {UsageError} If one is named twice, or lies in another: each of its files would count twice.
 */
export function foldersNamed(
  option: "rules" | "ignore",
  { values }: Pick<CommandLine, "values">,
): readonly string[] {
  const named = values(option);
  const folders = named.map((folder) => resolve(folder));
  for (const [at, folder] of folders.entries()) {
    const around = folders.findIndex(
      (other, index) => index !== at && `${folder}${sep}`.startsWith(`${other}${sep}`),
    );
    if (around < 0) continue;
    throw new UsageError(
      folders[around] === folder
        ? `--${option} names the folder "${named[at]}" twice: leave one out`
        : `--${option} names the folder "${named[at]}" and "${named[around]}", which holds it: leave one out`,
    );
  }
  return folders;
}

/** What `$self` stands for, by settings and {@linkcode RULE_OPTIONS}. */
export function selfNamed(
  settings: Settings | undefined,
  { value }: Pick<CommandLine, "value">,
): readonly string[] {
  const name = value("function-name");
  if (name !== undefined) return [name];
  return Object.values(settings === undefined ? DEFAULT_FUNCTION_NAMES : functionNamesOf(settings));
}

/** Rules a command works with. */
export interface RulesInUse {
  /** Those that were named; absent where the rules are known without them. */
  readonly settings?: Settings;
  readonly ruleSet: RuleSet;
  /** What `$self` stands for. */
  readonly self: readonly string[];
  /** Whether the settings count denied events. */
  readonly accessDeniedMetrics: boolean;
  /** What the settings put on the bus. */
  readonly publish: Publish;
  /** How records become bus entries. */
  readonly entries: BusEntryOptions;
}

/**
 * Reads the rules that {@linkcode RULE_OPTIONS} name, and says on standard error what makes them
 * do less than one would think.
 *
 * @throws {RuleFilesError} If they must not be used.
 * @throws {SettingsError} If the settings cannot be used.
 * @throws {Error} If their routes name rules that are not among them.
 */
export function rulesInUse(invocation: CommandLine, io: Pick<Io, "err">): RulesInUse {
  const file = invocation.value("settings");
  const settings = file === undefined ? undefined : readSettings(file);
  const base = file === undefined ? "." : dirname(file);
  const rules = rulesNamed(
    settings === undefined ? DEFAULT_RULES : ruleSettingsOf(settings),
    invocation,
  );
  const ruleSet = readRuleSet(rules, base);
  for (const remark of ruleRemarks(rules, base, ruleSet, Date.now())) {
    io.err(`trailbridge: ${remark}\n`);
  }
  // Routes speak of the settings' own rules: with other folders' they are not what is tried.
  if (invocation.values("rules").length === 0)
    checkRoutes(settings?.routes ?? [], ruleSet, rules.disable);
  return {
    ...(settings && { settings }),
    ruleSet,
    self: selfNamed(settings, invocation),
    accessDeniedMetrics: settings?.accessDeniedMetrics ?? true,
    publish: settings?.publish ?? "all",
    entries: {
      includeRecord: settings?.includeRecord ?? true,
      maxBytes: settings?.maxRequestBytes ?? MAX_REQUEST_BYTES,
    },
  };
}
