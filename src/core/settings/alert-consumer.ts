import { ALERT_STATES, type AlertState } from "../alert-event/alert-event.ts";
import { type Field, type FieldProblem, fieldName } from "../record/field-problem.ts";
import { nearest } from "../record/nearest.ts";
import { type RuleSet, SEVERITIES, type Severity } from "../rule/rule.ts";
import { unknownRuleProblems } from "./route-check.ts";
import type { ConsumerSettings, Settings } from "./settings.ts";

/** What may stand in `only` of a consumer that gets alerts. */
export interface AlertFilter {
  readonly severity?: readonly Severity[];
  readonly rule?: readonly string[];
  readonly account?: readonly string[];
  readonly state?: readonly AlertState[];
}

/** Whether a consumer gets alerts instead of records. */
export function takesAlerts({ alerts, pagerduty, teams }: ConsumerSettings): boolean {
  return alerts === true || pagerduty !== undefined || teams !== undefined;
}

/**
 * Refuses consumers of alerts that name rules which are not there.
 *
 * @throws {Error} With all that are missing.
 */
export function checkConsumers(
  consumers: Readonly<Record<string, ConsumerSettings>>,
  { rules }: RuleSet,
  disabled: readonly string[],
): void {
  const ruleIds = rules.map(({ id }) => id);
  const problems = Object.entries(consumers).flatMap(([name, consumer]) => {
    if (!takesAlerts(consumer)) return [];
    const { rule = [] } = (consumer.only ?? {}) as AlertFilter;
    return rule.flatMap((id, index) => {
      const field = ["consumers", name, "only", "rule", index];
      return unknownRuleProblems(field, id, ruleIds, disabled);
    });
  });
  if (problems.length > 0) throw new Error(problems.map(({ message }) => message).join("\n"));
}

/** What is wrong with consumers of alerts: what they cannot get, and what of `only` selects nothing. */
export function* alertConsumerProblems({
  consumers,
  alertEvents,
}: Pick<Settings, "consumers" | "alertEvents">): Iterable<FieldProblem> {
  for (const [name, consumer] of Object.entries(consumers)) {
    const { alerts, deliver, pagerduty, teams } = consumer;
    const field = ["consumers", name];
    const isMade = pagerduty !== undefined || teams !== undefined;
    if (isMade && alerts === false) {
      yield refused([...field, "alerts"], "PagerDuty and Teams get alerts and nothing else");
    }
    if (!takesAlerts(consumer)) continue;
    if (!alertEvents) yield refused(field, "alertEvents must be true for it: no alert would come");
    if (isMade && deliver !== undefined) {
      yield refused([...field, "deliver"], "its message is made of the alert: leave it out");
    } else if (deliver === "record") {
      yield refused([...field, "deliver"], "an alert is no record: leave it out");
    }
    yield* filterProblems([...field, "only"], consumer);
  }
}

function* filterProblems(
  only: Field,
  { only: filter = {}, pagerduty }: ConsumerSettings,
): Iterable<FieldProblem> {
  const keys = Object.keys(ALERT_FILTERS);
  for (const [key, values] of Object.entries(filter)) {
    const allowed = Object.hasOwn(ALERT_FILTERS, key) ? ALERT_FILTERS[key] : undefined;
    if (allowed === undefined) {
      const guess = nearest(key, keys);
      const hint = guess === undefined ? "" : `; did you mean ${guess}?`;
      yield refused([...only, key], `alerts are selected by ${keys.join(", ")}${hint}`);
    } else if (key === "state" && pagerduty !== undefined) {
      yield refused([...only, key], "a thread triggers PagerDuty when it begins, and never else");
    } else {
      for (const [index, value] of values.entries()) {
        if (typeof value === "string" && allowed.isOne(value)) continue;
        const why = `it must be ${allowed.what}: it is ${JSON.stringify(value)}`;
        yield refused([...only, key, index], why);
      }
    }
  }
}

function refused(field: Field, why: string): FieldProblem {
  return { field, message: `Cannot use ${fieldName(field)} as ${why}` };
}

const ALERT_FILTERS: Readonly<
  Record<string, { readonly what: string; readonly isOne: (value: string) => boolean }>
> = {
  severity: {
    what: `one of ${SEVERITIES.join(", ")}`,
    isOne: (value) => SEVERITIES.some((severity) => severity === value),
  },
  rule: { what: "the id of a rule", isOne: (value) => value !== "" },
  account: {
    what: "an account id: 12 digits, in quotes",
    isOne: (value) => /^\d{12}$/.test(value),
  },
  state: {
    what: `one of ${ALERT_STATES.join(", ")}`,
    isOne: (value) => ALERT_STATES.some((state) => state === value),
  },
};
