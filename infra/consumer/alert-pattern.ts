import { Token } from "aws-cdk-lib";
import type { EventPattern } from "aws-cdk-lib/aws-events";
import { ALERT_DETAIL_TYPE, EVENT_SOURCE } from "../../src/contract.ts";
import { ALERT_STATES, type AlertState } from "../../src/core/alert-event/alert-event.ts";
import { SEVERITIES, type Severity } from "../../src/core/rule/rule.ts";

/** Which alerts: every list that is given must hold, by one of its values. */
export interface AlertFields {
  /** How much it matters. @default - all severities */
  readonly severities?: readonly Severity[];

  /**
   * Ids of rules; one of the alert's among them is enough. A removed log file has none.
   *
   * @default - all rules
   */
  readonly ruleIds?: readonly string[];

  /**
   * Ids of the accounts it happened in.
   *
   * @default - all accounts
   */
  readonly accounts?: readonly string[];

  /**
   * Whether its thread has just begun or takes no more events.
   *
   * @default - both
   */
  readonly states?: readonly AlertState[];
}

/**
 * The pattern of alerts on the bus: all of them, or those that fit. Records and operator notices
 * never do.
 *
 * @throws {Error} If a list is empty or holds what no alert has.
 *
 * @example
 * ```ts
 * alertPattern({ severities: ["critical", "high"], states: ["began"] });
 * ```
 */
export function alertPattern(fields: AlertFields = {}): EventPattern {
  const { severities, ruleIds, accounts, states } = fields;
  checkList("severities", severities, (it) => SEVERITIES.some((known) => known === it), SEVERITIES);
  checkList("states", states, (it) => ALERT_STATES.some((known) => known === it), ALERT_STATES);
  checkList("accounts", accounts, (it) => /^\d{12}$/.test(it), ["12 digits"]);
  checkList("ruleIds", ruleIds, (it) => it !== "", ["a rule's id"]);
  const detail = {
    ...(severities && { severity: severities }),
    ...(ruleIds && { ruleIds }),
    ...(accounts && { account: { id: accounts } }),
    ...(states && { state: states }),
  };
  return {
    source: [EVENT_SOURCE],
    detailType: [ALERT_DETAIL_TYPE],
    ...(Object.keys(detail).length > 0 && { detail }),
  };
}

function checkList(
  name: keyof AlertFields,
  values: readonly string[] | undefined,
  isOne: (value: string) => boolean,
  allowed: readonly string[],
): void {
  if (values === undefined) return;
  if (values.length === 0) {
    throw new Error(`Cannot select alerts by ${name} as it must list at least one: it is []`);
  }
  const odd = values.find((value) => !Token.isUnresolved(value) && !isOne(value));
  if (odd === undefined) return;
  throw new Error(
    `Cannot select alerts by ${name} as each must be ${allowed.length > 1 ? "one of " : ""}${allowed.join(", ")}: "${odd}"`,
  );
}
