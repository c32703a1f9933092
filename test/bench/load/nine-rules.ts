import { readRuleSet } from "../../../src/adapters/rule-folder.ts";
import type { RuleSet } from "../../../src/core/rule/rule.ts";

/** The product's own functions, as rules reach them by `$self`. */
export const SELF = ["trailbridge-splitter", "trailbridge-notifier"];

/** The rules of the pack `default`, and no ignore rule. */
export const NINE: RuleSet = readRuleSet(
  { packs: ["default"], directories: [], ignoreDirectories: [], disable: [], eventsToTrack: [] },
  "/",
);
