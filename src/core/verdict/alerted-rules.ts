import type { Verdict } from "../rule/judge.ts";
import { type Rule, type RuleSet, SEVERITIES, type Severity, severityOf } from "../rule/rule.ts";
import type { EventSeverities } from "../severity/event-severities.ts";
import type { RuleSeverity } from "../severity/severity-judge.ts";
import { severityReason } from "../severity/severity-reason.ts";
import type { SeveralEvent, SeveralEvents } from "../stateful/several-events.ts";

/** What of a verdict makes an alert. */
export type AlertedVerdict = Pick<Verdict, "matched" | "severities"> &
  Partial<Pick<Verdict, "faults">>;

/** A rule as an alert has it. */
export interface AlertedRule {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  /** Why its severity is not its own: a sentence without its end; absent if it is. */
  readonly reason?: string;
}

/** What is known of the event that rules alert on. */
export interface AlertedCall {
  /** Whether the call was refused. */
  readonly isRefused: boolean;
  readonly severities: EventSeverities;
  /** What rules of several events alert on. */
  readonly several: readonly SeveralEvents[];
}

/** Rules as they alert on an event, the most severe first; an id without a rule is kept under its own name. */
export function alertedRules(
  ids: readonly string[],
  { rules }: Pick<RuleSet, "rules">,
  { isRefused, severities, several }: AlertedCall,
): readonly AlertedRule[] {
  const known = byId(rules);
  const alerted = ids.map((id): AlertedRule => {
    const { rule, alone } = known.get(id) ?? { rule: { title: id, severity: "medium" }, alone: {} };
    const said = severities[id];
    const events = several.find(({ ruleId }) => ruleId === id)?.events;
    if (said !== undefined || events !== undefined) {
      return alertedRule(id, rule, { isRefused, said, events });
    }
    const call = isRefused ? "refused" : "other";
    alone[call] ??= alertedRule(id, rule, { isRefused });
    return alone[call];
  });
  if (alerted.length < 2) return alerted;
  return alerted.sort((a, b) => SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity));
}

/** What is known of an event that one rule alerts on. */
interface RuleCall {
  readonly isRefused: boolean;
  readonly said?: RuleSeverity | undefined;
  readonly events?: readonly SeveralEvent[] | undefined;
}

function alertedRule(
  id: string,
  rule: AlertingRule,
  { isRefused, said, events = [] }: RuleCall,
): AlertedRule {
  const context = said?.severity ?? rule.severity;
  const inContext = severityOf(rule, { isRefused: false, context, events });
  // Where an earlier event made it more severe, that is all there is to say.
  const reason = severityReason(
    rule,
    inContext === context && said !== undefined ? said : { severity: inContext },
  );
  const severity = severityOf(rule, { isRefused, context, events });
  return { id, title: rule.title, severity, ...(reason !== undefined && { reason }) };
}

type AlertingRule = Pick<Rule, "title" | "severity" | "severityBy" | "attempts">;

/** A rule, and how it alerts where nothing but the call decides: made once, as it is the same each time. */
interface KnownRule {
  readonly rule: AlertingRule;
  readonly alone: { refused?: AlertedRule; other?: AlertedRule };
}

/**
 * Rules of high or critical severity, in the event's context, that could not judge an event, nor are
 * exempt from it: someone must look, or whoever finds out what a rule cannot judge works unseen.
 */
export function graveFaults(
  { faults = [], severities }: Partial<Pick<Verdict, "faults" | "severities">>,
  { rules }: Pick<RuleSet, "rules">,
): readonly string[] {
  if (faults.length === 0) return NONE;
  const faulted = new Set(
    faults.flatMap(({ ruleId, exempt, of }) => (exempt || of === "severity" ? [] : [ruleId])),
  );
  if (faulted.size === 0) return NONE;
  return rules
    .filter(
      ({ id, severity }) => faulted.has(id) && isGrave(severities?.[id]?.severity ?? severity),
    )
    .map(({ id }) => id);
}

const NONE: readonly string[] = [];

function isGrave(severity: Severity): boolean {
  return SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf("high");
}

/** Of a set of rules, which is that of many events. */
function byId(rules: RuleSet["rules"]): ReadonlyMap<string, KnownRule> {
  let known = BY_ID.get(rules);
  if (known === undefined) {
    known = new Map(rules.map((rule) => [rule.id, { rule, alone: {} }]));
    BY_ID.set(rules, known);
  }
  return known;
}

const BY_ID = new WeakMap<RuleSet["rules"], ReadonlyMap<string, KnownRule>>();
