import { deployedRules } from "../../../src/core/verdict/deployed-rules.ts";
import { NINE } from "./nine-rules.ts";

/** The splitter's `config.json`. */
export function splitterConfig(publish: "all" | "matched") {
  return {
    ruleSet: deployedRules(NINE),
    settings: { publish, logPrefix: "AWSLogs/", includeRecord: true, maxRequestBytes: 1_000_000 },
  };
}
