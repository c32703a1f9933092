import { durationText } from "./duration.ts";
import type { Stateful } from "./stateful.ts";

/**
 * Says in words what a rule asks of several events.
 *
 * @returns Undefined for a rule of one event.
 *
 * @example
 * ```ts
 * asksText({ threshold: { count: 20, within: 300_000, by: ["$issuer"], distinct: ["requestParameters.secretId"] } });
 * // 20 different values of requestParameters.secretId within 5m, of one $issuer
 * ```
 */
export function asksText({ threshold, firstSeen, followedBy }: Stateful): string | undefined {
  if (threshold !== undefined) {
    const { count, within, by, distinct } = threshold;
    const what =
      distinct === undefined
        ? `${count} events`
        : `${count} different values of ${distinct.join(" or ")}`;
    return `${what} within ${durationText(within)}, ${ofOne(by)}`;
  }
  if (firstSeen !== undefined) {
    const { of, by, days, learnDays } = firstSeen;
    const learned = learnDays === 0 ? "" : `; the first ${learnDays} days are for learning`;
    return `a value of ${of.join(" and ")} that is new in ${days} days, ${ofOne(by)}${learned}`;
  }
  if (followedBy === undefined) return undefined;
  const steps = followedBy.steps.map(({ match }) => `then ${match.trim()}`).join(", ");
  return `${steps}, all within ${durationText(followedBy.within)}, ${ofOne(followedBy.by)}`;
}

function ofOne(by: readonly string[]): string {
  return `of one ${by.join(" and ")}`;
}
