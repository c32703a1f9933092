import { readRuleSet } from "../../src/adapters/rule-folder.ts";
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
 *
 * @example
 * ```ts
 * loadRuleSet({ directories: ["rules"], eventsToTrack: ["DeleteBucket"] });
 * ```
 */
export function loadRuleSet({ baseDirectory, ...rules }: RuleSetProps = {}): RuleSet {
  return readRuleSet({ ...DEFAULTS.rules, ...rules }, baseDirectory ?? process.cwd());
}
