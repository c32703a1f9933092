import { readRuleSet } from "../../src/adapters/rule-folder.ts";
import { readSettings } from "../../src/adapters/settings-file.ts";
import type { IgnoreRule } from "../../src/core/rule/rule.ts";

/** The packs that the worked examples switch on. */
export const USUAL_PACKS: readonly string[] = ["default", "attack", "tamper"];

/** The ignore rules that they switch on. */
export function usualIgnoreRules(): readonly IgnoreRule[] {
  const { rules } = readSettings("infra/examples/single-account.yaml");
  return readRuleSet(rules, "infra/examples").ignoreRules;
}
