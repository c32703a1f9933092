import { ALERT_STATES, type AlertState } from "../alert-event/alert-event.ts";
import { PatternError } from "../pattern/error.ts";
import { fieldPatternProblems, fieldPatternText } from "../pattern/field-check.ts";
import { patternMatcher } from "../pattern/match.ts";
import { type Field, type FieldProblem, fieldName, unusable } from "../record/field-problem.ts";
import { nearest } from "../record/nearest.ts";
import { type RuleSet, SEVERITIES, type Severity } from "../rule/rule.ts";
import { parseArn } from "./arn.ts";
import { unknownRuleProblems } from "./route-check.ts";
import type { ConsumerSettings, SettingCheck, Settings } from "./settings.ts";

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
  const problems = unknownConsumerRules(consumers, ruleIds, disabled);
  if (problems.length > 0) throw new Error(problems.map(({ message }) => message).join("\n"));
}

/** Rules that consumers of alerts name and that are not there. */
export function unknownConsumerRules(
  consumers: Readonly<Record<string, ConsumerSettings>>,
  ruleIds: readonly string[],
  disabled: readonly string[],
): readonly FieldProblem[] {
  return Object.entries(consumers).flatMap(([name, consumer]) => {
    if (!takesAlerts(consumer)) return [];
    const { rule = [] } = (consumer.only ?? {}) as AlertFilter;
    return rule.flatMap((id, index) => {
      const field = ["consumers", name, "only", "rule", index];
      return unknownRuleProblems(field, id, ruleIds, disabled);
    });
  });
}

/** What of the settings consumers have to do with. */
type BusSettings = Pick<
  Settings,
  "consumers" | "includeRecord" | "alertEvents" | "account" | "region" | "bus"
>;

/** Checks of consumers, each after the settings it reads. */
export const CONSUMER_CHECKS: readonly SettingCheck<BusSettings>[] = [
  [["consumers", "includeRecord"], deliveredProblems],
  [["consumers", "alertEvents"], alertConsumerProblems],
  [["consumers", "account", "region", "bus.name", "bus.arn"], ownBusProblems],
  [["consumers"], patternProblems],
];

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

function* patternProblems({ consumers }: BusSettings) {
  for (const [name, consumer] of Object.entries(consumers)) {
    if (takesAlerts(consumer)) continue;
    const { only = {} } = consumer;
    const field = ["consumers", name, "only"];
    const problems = fieldPatternProblems(only);
    for (const problem of problems) {
      const message = fieldPatternText(field.join("."), problem);
      yield { field: [...field, ...problem.field], message };
    }
    const refusal = problems.length === 0 ? refusalOf(only) : undefined;
    if (refusal !== undefined) {
      yield {
        field,
        message: `Cannot use ${field.join(".")} as EventBridge would refuse it: ${refusal}`,
      };
    }
  }
}

function refusalOf(only: Readonly<Record<string, unknown>>): string | undefined {
  if (Object.keys(only).length === 0) return undefined;
  try {
    patternMatcher({ detail: only });
    return undefined;
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    return error.message;
  }
}

function* deliveredProblems({ consumers, includeRecord }: BusSettings) {
  for (const [name, consumer] of Object.entries(consumers)) {
    const { deliver, firehose, http, logGroup, bus } = consumer;
    const field = ["consumers", name, "deliver"];
    if (takesAlerts(consumer)) continue;
    if (deliver === "record" && (logGroup || bus)) {
      yield unusable(field, deliver, "a log group or a bus gets the whole event: leave it out");
      continue;
    }
    const delivered = deliver ?? (firehose || http ? "record" : "event");
    if (delivered !== "record" || includeRecord) continue;
    const why = "includeRecord must be true for it: it is false; set it, or deliver: event";
    yield unusable(field, delivered, why);
  }
}

/** A bus of another account or Region may have the same name. */
function* ownBusProblems({ account, region, bus, consumers }: BusSettings) {
  for (const [name, consumer] of Object.entries(consumers)) {
    const arn = parseArn(consumer.bus?.arn ?? "");
    const named =
      bus.name !== undefined &&
      arn?.account === account &&
      arn?.region === region &&
      arn?.resource === `event-bus/${bus.name}`;
    if (arn === undefined || !(named || consumer.bus?.arn === bus.arn)) continue;
    const setting = named ? "bus.name" : "bus.arn";
    const why = `a bus must not forward to itself: this is trailbridge's own (setting ${setting})`;
    yield unusable(["consumers", name, "bus", "arn"], consumer.bus?.arn, why);
  }
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
