import { dirname, resolve } from "node:path";
import { readRuleSet } from "../adapters/rule-folder.ts";
import { readSettings } from "../adapters/settings-file.ts";
import { DEFAULT_FUNCTION_NAMES } from "../contract.ts";
import type { RuleSet } from "../core/rule/rule.ts";
import { checkRoutes } from "../core/settings/route-check.ts";
import type { RuleSettings } from "../core/settings/settings.ts";
import type { CommandLine, CommandOption } from "./command.ts";

/** Options by which a command is told its rules. */
export const RULE_OPTIONS: Readonly<Record<string, CommandOption>> = {
  rules: { value: "dir", description: "Use the rule files of this folder alone." },
  settings: {
    value: "file",
    description:
      "Use the rules and ignore rules these settings name.\nDefault: the default rules, no ignore rules.",
  },
  "function-name": {
    value: "name",
    description:
      "What the rules reach as $self, the product's own function names.\nDefault: those of the settings.",
  },
};

/** Rules a command works with. */
export interface RulesInUse {
  readonly ruleSet: RuleSet;
  /** What `$self` stands for. */
  readonly self: readonly string[];
  /** Whether the settings count denied events. */
  readonly accessDeniedMetrics: boolean;
}

/**
 * Reads the rules that {@linkcode RULE_OPTIONS} name.
 *
 * @throws {RuleFilesError} If they must not be used.
 * @throws {SettingsError} If the settings cannot be used.
 * @throws {Error} If their routes name rules that are not among them.
 */
export function rulesInUse(invocation: CommandLine): RulesInUse {
  const file = invocation.value("settings");
  const folder = invocation.value("rules");
  const settings = file === undefined ? undefined : readSettings(file);
  const rules = settings?.rules ?? { ...NO_RULES, packs: ["default"] };
  const name = invocation.value("function-name");
  const own = settings
    ? [settings.splitter.functionName, settings.notifier.functionName]
    : Object.values(DEFAULT_FUNCTION_NAMES);
  const ruleSet = readRuleSet(
    folder === undefined
      ? rules
      : { ...rules, packs: [], disable: [], eventsToTrack: [], directories: [resolve(folder)] },
    file === undefined ? "." : dirname(file),
  );
  // Routes speak of the settings' own rules: with another folder's they are not what is tried.
  if (folder === undefined) checkRoutes(settings?.routes ?? [], ruleSet, rules.disable);
  return {
    ruleSet,
    self: name === undefined ? own : [name],
    accessDeniedMetrics: settings?.accessDeniedMetrics ?? true,
  };
}

const NO_RULES: RuleSettings = {
  packs: [],
  directories: [],
  ignoreDirectories: [],
  disable: [],
  eventsToTrack: [],
};
