import { readRuleSet, ruleRemarks } from "../../src/adapters/rule-folder.ts";
import { NO_RULES } from "../../src/core/rule/remark.ts";
import type { RuleSet } from "../../src/core/rule/rule.ts";
import type { RuleSettings } from "../../src/core/settings/settings.ts";
import { DEFAULTS } from "./defaults.ts";

/** Which rules judge: packs of the product, folders of your own. */
export interface RuleSetProps extends Partial<RuleSettings> {
  /**
   * Folder that relative folders start from.
   *
   * @default - the working directory
   */
  readonly baseDirectory?: string;
}

/**
 * Reads and checks rule files, tests in them included.
 *
 * @throws {RuleFilesError} With every problem of every file.
 * @throws {Error} If there is no rule, so that nothing would ever alert.
 *
 * @example
 * ```ts
 * loadRuleSet({ directories: ["rules"], eventsToTrack: ["DeleteBucket"] });
 * ```
 */
export function loadRuleSet(props: RuleSetProps = {}): RuleSet {
  const { rules, base } = settingsOf(props);
  const ruleSet = readRuleSet(rules, base);
  requireRules(ruleSet, ruleRemarks(rules, base, ruleSet, Date.now()));
  return ruleSet;
}

/** What is to be said aloud of rules that were loaded: expired ignore rules, folders without any. */
export function ruleSetRemarksOf(props: RuleSetProps, ruleSet: RuleSet): readonly string[] {
  const { rules, base } = settingsOf(props);
  return ruleRemarks(rules, base, ruleSet, Date.now());
}

/**
 * Refuses an empty set of rules.
 *
 * @throws {Error} If there is no rule.
 */
export function requireRules({ rules }: RuleSet, remarks: readonly string[] = [NO_RULES]): void {
  if (rules.length > 0) return;
  throw new Error(
    `Cannot deploy without a rule (rules.packs, rules.directories, rules.eventsToTrack): ${remarks.join("; ")}`,
  );
}

function settingsOf({ baseDirectory, ...rules }: RuleSetProps) {
  return { rules: { ...DEFAULTS.rules, ...rules }, base: baseDirectory ?? process.cwd() };
}
