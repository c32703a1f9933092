import { CANARY_DETAIL_TYPE, CANARY_KEY, RECORD_DETAIL_TYPES } from "../../contract.ts";
import type { EventPattern } from "./arm.ts";

/**
 * Opens a deployed pattern to one more event: the canary that is addressed to its AWS rule, by which
 * the rule is seen to work, as no traffic shows that of a rule that is never met.
 *
 * @param pattern What else the rule selects; what stands in `source` holds for the canary too.
 * @param detailTypes What else it selects of.
 * @param rule Name the canary is addressed by.
 */
export function withCanary(
  { source, ...others }: EventPattern,
  detailTypes: readonly unknown[],
  rule: string,
): EventPattern {
  return {
    ...(source !== undefined && { source }),
    $or: [
      { "detail-type": detailTypes, ...others },
      { "detail-type": [CANARY_DETAIL_TYPE], detail: { [CANARY_KEY]: [rule] } },
    ],
  };
}

/** Characters that are added to every pattern that is deployed: records alone, and its canary. */
export const DEPLOYED_FRAME =
  JSON.stringify(withCanary({ detail: {} }, RECORD_DETAIL_TYPES, "CriticalRule000")).length -
  JSON.stringify({ detail: {} }).length;
