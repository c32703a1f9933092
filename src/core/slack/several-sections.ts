import type { Alert } from "../alert/alert.ts";
import { SEVERAL_LABELS, severalLines, severalSummary } from "../stateful/several-text.ts";
import { codeSections, type SlackBlock } from "./block.ts";
import { escaped } from "./text/text.ts";

/** Of an alert of several events, what they come to, in a line for each rule that counts them. */
export function severalFacts({ several = [] }: Alert): [label: string, text: string][] {
  return several
    .slice(0, MAX_RULES)
    .map((one) => [SEVERAL_LABELS[one.kind], escaped(severalSummary(one), MAX_SUMMARY)]);
}

/** The events themselves, a line each. A new value has none but the event that the alert is about. */
export function severalSections({ several = [] }: Alert): SlackBlock[] {
  return several
    .filter(({ kind, events }) => kind !== "firstSeen" && events.length > 0)
    .slice(0, MAX_RULES)
    .flatMap((one) => {
      const lines = severalLines(one, MAX_LINES).map((line) => line.slice(0, MAX_LINE));
      return codeSections(`The ${one.events.length} events`, lines.join("\n"));
    });
}

const MAX_RULES = 3;
/** Of a message's 12,000 characters, the rest of it takes the half. */
const MAX_LINES = 40;
const MAX_LINE = 140;
const MAX_SUMMARY = 300;
