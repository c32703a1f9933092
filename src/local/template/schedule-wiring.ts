import type { ScheduleWiring } from "../wiring/wiring.ts";
import type { Deployment } from "./deployment.ts";
import type { Registry } from "./registry.ts";
import type { Resolver } from "./resolver.ts";
import { type Target, targetWiring } from "./target-wiring.ts";

/** Seconds of each unit of a rate. */
const UNITS: Readonly<Record<string, number>> = { minute: 60, hour: 3600, day: 86_400 };

/** Reads the rules of a template that have a schedule; one that is no rate is added to `notRun`. */
export function scheduleWirings(
  { template }: Deployment,
  { resolve, physical }: Resolver,
  registry: Registry,
  notRun: string[],
): ScheduleWiring[] {
  return Object.entries(template.Resources).flatMap(([id, { Type, Properties = {} }]) => {
    if (Type !== "AWS::Events::Rule" || Properties.ScheduleExpression === undefined) return [];
    const { name } = physical(id);
    const expression = String(resolve(Properties.ScheduleExpression));
    const everySeconds = secondsOfRate(expression);
    if (everySeconds === undefined) {
      notRun.push(`rule ${name}: schedules run as rate(N minutes|hours|days), not ${expression}`);
      return [];
    }
    if (Properties.State === "DISABLED") return [];
    const targets = (resolve(Properties.Targets ?? []) as readonly Target[]).flatMap((target) =>
      targetWiring(name, target, registry, notRun),
    );
    return [{ name, everySeconds, targets }];
  });
}

/**
 * Seconds between the events of a rate: `rate(1 minute)`, `rate(5 minutes)`.
 *
 * @returns `undefined` for any other schedule, and for a rate that EventBridge refuses: a value of
 * one takes the singular, any other the plural.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
 */
export function secondsOfRate(expression: string): number | undefined {
  const [, value = "", unit = "", plural = ""] = RATE.exec(expression) ?? [];
  const seconds = Number(value) * (UNITS[unit] ?? 0);
  return seconds > 0 && (plural === "s") === (Number(value) !== 1) ? seconds : undefined;
}

const RATE = /^rate\((\d{1,9}) (minute|hour|day)(s?)\)$/;
