import type { EventPattern } from "aws-cdk-lib/aws-events";
import { EVENT_SOURCE } from "../src/contract.ts";
import type { RuleSet } from "../src/core/rule.ts";

/**
 * The patterns of what the notifier must see. Every operator notice does; of the records, those
 * some rule could match or that count as denied.
 */
export function notifierPatterns(
  _ruleSet: RuleSet,
  _needs: { readonly accessDeniedMetrics: boolean },
): readonly EventPattern[] {
  return [{ source: [EVENT_SOURCE] }];
}
