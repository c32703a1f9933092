import type { Clause } from "../../core/explain/clause.ts";
import { clauseLines } from "../../core/explain/clause-text.ts";
import type { FieldChange } from "../../core/explain/one-change.ts";
import type { CountedFor, Explanation } from "../../core/explanation/explanation.ts";
import type { RuleExplanation, RuleOutcome } from "../../core/explanation/rule-explanation.ts";
import { inLine } from "../terminal-text.ts";
import { type Ink, inkOf } from "./ink.ts";
import { messageLines } from "./message-text.ts";

/** Which rules are told whole. */
export interface TextOptions {
  readonly colour: boolean;
  /** Rules beyond the first {@linkcode MAX_TREES} too. */
  readonly all: boolean;
}

/** Rules whose tree is drawn unless all are asked for: those that match or nearly do come first. */
const MAX_TREES = 20;

/** Writes what becomes of a record, and why, for people. */
export function explanationText(explanation: Explanation, { colour, all }: TextOptions): string {
  const ink = inkOf(colour);
  const { rules, ignoreRules, awsRules, alert, event, altered, counted } = explanation;
  const ordered = [...rules].sort((a, b) => rank(a) - rank(b));
  const whole = all ? ordered : ordered.slice(0, MAX_TREES);
  const rest = ordered.slice(whole.length);
  const heading = (text: string): string[] => ["", ink.strong(text)];
  return [
    ink.strong(becomesText(explanation)),
    ...(altered.length === 0
      ? []
      : [`The bus event lacks, or has otherwise: ${altered.map(inLine).join(", ")}`]),
    ...heading("Rules"),
    ...whole.flatMap((rule) => ruleLines(rule, ink)),
    ...(rest.length === 0
      ? []
      : [ink.faint(`  ${rest.length} more rules do not match: --all shows why not`)]),
    ...(counted.length === 0 ? [] : heading("Counts for")),
    ...counted.flatMap((it) => countedLines(it, ink)),
    ...(ignoreRules.length === 0 ? [] : heading("Ignore rules")),
    ...ignoreRules.flatMap((rule) => [
      `  ${markOf(rule.outcome, ink)} ${inLine(rule.id)}${rule.isExpired ? ink.odd(" expired") : ""}: ${inLine(rule.reason)} ${ink.faint(`(${inLine(rule.owner)}${rule.rules === undefined ? "" : `; for ${rule.rules.map(inLine).join(", ")} alone`})`)}`,
      ...treeLines(rule.clause, ink),
    ]),
    ...heading("AWS rules it passes"),
    ...(awsRules.length === 0 ? ["  none: the notifier does not hear of it"] : []),
    ...awsRules.map(({ name, ruleIds }) => `  ${name}${ink.faint(forRules(ruleIds))}`),
    ...(alert === undefined
      ? []
      : [
          ...heading("Goes to"),
          `  ${destinationsText(alert.destinations)}`,
          ...heading("Thread"),
          `  ${alert.threadKey}`,
          ...alert.threadParts.map(
            ([name, value]) => `  ${ink.faint(`${inLine(name)}:`)} ${valueText(value ?? null)}`,
          ),
          ...heading("Message"),
          ...messageLines(alert.message, ink).map((line) => `  ${line}`),
          ...(alert.details === undefined ? [] : heading("Reply with the details")),
          ...(alert.details ? messageLines(alert.details, ink) : []).map((line) => `  ${line}`),
        ]),
    ...heading("Event"),
    ...Object.entries(event).map(
      ([key, value]) => `  ${ink.faint(`${inLine(key)}:`)} ${valueText(value)}`,
    ),
    "",
  ].join("\n");
}

/** What becomes of a record, in a line. */
export function becomesText({
  becomes,
  matched,
  ignoredBy,
  ignoreRules,
  alert,
  rules,
}: Explanation): string {
  const list = (ids: readonly string[]): string => ids.map(inLine).join(", ");
  switch (becomes) {
    case "not published":
      return `It is not published, so no rule sees it${matched.length === 0 ? "" : `: ${list(matched)} would match`}`;
    case "ignored": {
      const by = ignoreRules.find(({ id }) => id === ignoredBy);
      return `It is ignored by ${inLine(ignoredBy ?? "")}: ${inLine(by?.reason ?? "")}`;
    }
    case "unmatched": {
      const faults = rules.filter(({ outcome }) => outcome === "fault").map(({ id }) => id);
      const faulted = faults.length === 0 ? "" : `; ${list(faults)} cannot judge it`;
      return `It becomes no alert: no rule matches${faulted}`;
    }
    case "counted":
      return `It alerts nobody by itself: it counts for ${list(matched)}`;
    case "alert":
      return `It becomes an alert of severity ${alert?.severity}: ${list(alert?.subject.ruleIds ?? [])}${reasonText(alert?.subject.severityReason)}`;
  }
}

function reasonText(reason: string | undefined): string {
  return reason === undefined ? "" : `. ${inLine(reason)}`;
}

/** What an event counts for, and with which others. */
function countedLines({ id, asks, by, values, step }: CountedFor, ink: Ink): readonly string[] {
  const key = by.map(([name, value]) => `${inLine(name)} ${valueText(value)}`).join(", ");
  const own = [
    ...(step === undefined ? [] : [`step ${step}`]),
    ...(values.length === 0 ? [] : [`value ${values.map(valueText).join(", ")}`]),
  ];
  return [
    `  ${ink.strong(inLine(id))}: alerts on ${inLine(asks)}`,
    `      ${ink.faint("here:")} ${[key, ...own].join("; ")}`,
  ];
}

/** `It would match if eventName were "StopLogging" (it is "StartLogging")` */
export function changeText({ path, from, to }: FieldChange): string {
  const wanted =
    to === undefined ? `there were no ${inLine(path)}` : `${inLine(path)} were ${valueText(to)}`;
  return `would match if ${wanted} (${from === undefined ? "there is none" : `it is ${valueText(from)}`})`;
}

/** The destinations of an alert, in words. */
export function destinationsText(destinations: readonly string[] | undefined): string {
  if (destinations === undefined) return "--settings says where";
  return destinations.length === 0 ? "nowhere" : destinations.map(inLine).join(", ");
}

/** ` (for a, b)`: the rules that an AWS rule stands for. */
export function forRules(ruleIds: readonly string[]): string {
  if (ruleIds.length === 0) return " (for denied calls, or events that are not whole)";
  const shown = ruleIds.slice(0, MAX_NAMED).map(inLine).join(", ");
  const more = ruleIds.length - MAX_NAMED;
  return ` (for ${shown}${more > 0 ? ` and ${more} more` : ""})`;
}

/** Rules named of an AWS rule. */
const MAX_NAMED = 8;

/** Matching first, then what cannot be judged, then what one change would make match. */
export function rank({ outcome, changes }: RuleExplanation): number {
  if (outcome === "match") return 0;
  if (outcome === "fault") return 1;
  return changes.length > 0 ? 2 : 3;
}

function ruleLines(rule: RuleExplanation, ink: Ink): readonly string[] {
  const { id, severity, outcome, exemptBy, clause, changes } = rule;
  const exempt = exemptBy === undefined ? "" : ink.odd(`, silenced by ${inLine(exemptBy)}`);
  return [
    `  ${markOf(outcome, ink)} ${ink.strong(inLine(id))} ${ink.faint(severity)} ${outcome === "match" ? "matches" : outcome === "fault" ? "cannot judge it" : "does not match"}${exempt}`,
    ...treeLines(clause, ink),
    ...changes.map((it) => `      ${ink.quoted(changeText(it))}`),
  ];
}

function treeLines(clause: Clause, ink: Ink): readonly string[] {
  const style = {
    result: (text: string, result: Clause["result"]) =>
      result === "true" ? ink.good(text) : result === "false" ? ink.bad(text) : ink.odd(text),
    aside: ink.faint,
  };
  return clauseLines(clause, style).map((line) => `      ${line}`);
}

function markOf(outcome: RuleOutcome, ink: Ink): string {
  if (outcome === "match") return ink.good("✓");
  return outcome === "fault" ? ink.odd("!") : ink.bad("✗");
}

function valueText(value: unknown): string {
  const text = JSON.stringify(value);
  return inLine(text.length > MAX_VALUE ? `${text.slice(0, MAX_VALUE)}…` : text);
}

/** Characters of a value that are shown: a policy document is a page of its own. */
const MAX_VALUE = 1_000;
