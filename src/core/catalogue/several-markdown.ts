import type { Rule } from "../rule/rule.ts";
import { durationText } from "../stateful/duration.ts";
import type { FollowedBy } from "../stateful/stateful.ts";
import { expressionLines } from "./expression-markdown.ts";

/** What a rule asks of several events, as Markdown; none if it asks nothing. */
export function severalParagraphs({ threshold, firstSeen, followedBy }: Rule): readonly string[] {
  if (threshold !== undefined) {
    const { count, within, by, distinct } = threshold;
    const counted =
      distinct === undefined
        ? `${count} such events come`
        : `such events with ${count} different values of ${anyOf(distinct)} come`;
    return [
      `It alerts when ${counted} within ${durationText(within)}, with the same ${allOf(by)}.`,
      "",
    ];
  }
  if (firstSeen !== undefined) {
    const { of, by, days, learnDays } = firstSeen;
    const learned = learnDays === 0 ? "" : ` Of the first ${dayText(learnDays)} it only learns.`;
    return [
      `It alerts when ${allOf(of)} ${of.length === 1 ? "is a value" : "are values"} that the same ${allOf(by)} had in no such event for ${dayText(days)}.${learned}`,
      "",
    ];
  }
  return followedBy === undefined ? [] : followedLines(followedBy);
}

function followedLines({ within, by, steps }: FollowedBy): readonly string[] {
  return [
    `It alerts when ${steps.length === 1 ? "this follows" : "these follow, in order,"} within ${durationText(within)}, of the same ${allOf(by)}:`,
    "",
    ...steps.flatMap((step) => [
      ...expressionLines(step.match),
      ...(step.by.join() === by.join() ? [] : [`There it is ${allOf(step.by)}.`, ""]),
    ]),
  ];
}

function dayText(days: number): string {
  return days === 1 ? "1 day" : `${days} days`;
}

function allOf(keys: readonly string[]): string {
  return keys.map((key) => `\`${key}\``).join(" and ");
}

function anyOf(keys: readonly string[]): string {
  return keys.map((key) => `\`${key}\``).join(", else ");
}
