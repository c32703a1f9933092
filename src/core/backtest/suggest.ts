import type { AlertGroup, GroupTally } from "./group-tally.ts";

/** An ignore rule that would silence much of what a rule alerts of; for people to decide on. */
export interface Suggestion {
  readonly ruleId: string;
  /** JMESPath expression of the ignore rule. */
  readonly match: string;
  /** What it would silence. */
  readonly alerts: number;
  /** Of all alerts of the rule. */
  readonly share: number;
  /** An event that it silences, to look at first. */
  readonly example?: string;
}

/** Least alerts, and least share of its rule's, that an ignore rule is suggested for. */
const LEAST_ALERTS = 10;
const LEAST_SHARE = 0.05;

/** Suggestions of one rule. */
const MOST = 5;

/**
 * Suggests ignore rules for what a rule alerts of most: each for one caller, call and outcome.
 *
 * @param alerts Of the rule.
 */
export function suggestionsFor(
  ruleId: string,
  alerts: number,
  groups: Pick<GroupTally, "ofRule">,
): readonly Suggestion[] {
  return groups
    .ofRule(ruleId)
    .filter((group) => group.alerts >= LEAST_ALERTS && group.alerts >= LEAST_SHARE * alerts)
    .slice(0, MOST)
    .map((group) => ({
      ruleId,
      match: matchOf(group),
      alerts: group.alerts,
      share: alerts === 0 ? 0 : group.alerts / alerts,
      ...(group.eventId !== undefined && { example: group.eventId }),
    }));
}

function matchOf({ who, eventName, eventSource, errorCode, account }: AlertGroup): string {
  const [path, value] = who;
  return [
    `${quotedPath(path)} == ${literal(value)}`,
    `eventSource == ${literal(eventSource)}`,
    `eventName == ${literal(eventName)}`,
    errorCode === undefined ? "errorCode == null" : `errorCode == ${literal(errorCode)}`,
    ...(account === undefined ? [] : [`recipientAccountId == ${literal(account)}`]),
  ].join(" && ");
}

function quotedPath(path: string): string {
  return path.includes(".") ? JSON.stringify(path) : path;
}

/** A text as JMESPath writes it, whatever it holds. */
function literal(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what a raw string cannot hold
  if (/^[^'\\\u0000-\u001f\u007f]*$/.test(text)) return `'${text}'`;
  return `\`${JSON.stringify(text).replaceAll("`", "\\u0060")}\``;
}
