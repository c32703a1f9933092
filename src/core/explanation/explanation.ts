import { EVENT_SOURCE } from "../../contract.ts";
import { type Alert, alertOf, graveFaults } from "../alert/alert.ts";
import { type DestinationSettings, destinationId, routesFor } from "../alert/route.ts";
import { threadKeyOf, threadParts } from "../alert/thread.ts";
import { type GroupedPattern, packRuleSet } from "../compiler/pack-groups.ts";
import { patternMatcher } from "../pattern/match.ts";
import type { FlatEvent } from "../record/flatten.ts";
import type { Verdict } from "../rule/judge.ts";
import type { RuleSet, Severity } from "../rule/rule.ts";
import { alertDetails, alertMessage, type MessageContext } from "../slack/alert-message.ts";
import type { SlackMessage } from "../slack/block.ts";
import {
  createRuleExplainer,
  type IgnoreExplanation,
  type RuleExplanation,
} from "./rule-explanation.ts";

/** All that becomes of one record, and why. */
export interface Explanation {
  /** The flat event: what rules and patterns see. */
  readonly event: FlatEvent;
  /** What of the record the bus event lacks or has otherwise. */
  readonly altered: readonly string[];
  readonly becomes: "alert" | "ignored" | "unmatched" | "not published";
  /** Ids of the rules it matches and that no ignore rule silences, in rule order. */
  readonly matched: readonly string[];
  readonly ignoredBy: string | undefined;
  readonly rules: readonly RuleExplanation[];
  readonly ignoreRules: readonly IgnoreExplanation[];
  /** AWS rules of the notifier's that let it through. */
  readonly awsRules: readonly PassedPattern[];
  /** Set where it becomes an alert. */
  readonly alert?: ExplainedAlert;
}

/** An AWS rule whose pattern an event passes. */
export interface PassedPattern {
  /** As the deployment names it: `CriticalRule1`, `Rule2`. */
  readonly name: string;
  /** Rules it stands for; none where it passes what is cut, whatever it is. */
  readonly ruleIds: readonly string[];
  readonly pattern: Readonly<Record<string, unknown>>;
}

/** What people are told, and where. */
export interface ExplainedAlert {
  readonly subject: Alert;
  readonly severity: Severity;
  /** Names of destinations, as {@linkcode destinationId} makes them; undefined without settings. */
  readonly destinations: readonly string[] | undefined;
  /** Same key and destination within a window: one thread. */
  readonly threadKey: string;
  readonly threadParts: readonly (readonly [name: string, value: unknown])[];
  /** The first message of the thread, and the reply with what it leaves out. */
  readonly message: SlackMessage;
  readonly details?: SlackMessage;
}

/** What explaining is done with. */
export interface ExplanationContext {
  readonly ruleSet: RuleSet;
  /** What `$self` stands for. */
  readonly self: readonly string[];
  /** The present, milliseconds since the epoch. */
  readonly now: number;
  readonly accessDeniedMetrics: boolean;
  /** Where alerts go; undefined if nobody said. */
  readonly destinations: DestinationSettings | undefined;
  readonly message: Omit<MessageContext, "ruleById">;
}

/** A record as it goes once deployed. */
export interface ExplainedRecord {
  readonly record: Readonly<Record<string, unknown>>;
  /** The bus event's detail. */
  readonly detail: Readonly<Record<string, unknown>>;
  /** What the notifier takes the rules to say of it. */
  readonly verdict: Verdict;
  readonly altered: readonly string[];
  readonly isPublished: boolean;
  readonly source: Alert["source"];
}

/** Makes what explains records by one set of rules. */
export function createExplanation(
  context: ExplanationContext,
): (explained: ExplainedRecord) => Explanation {
  const { ruleSet, self, accessDeniedMetrics } = context;
  const explainRules = createRuleExplainer(context);
  const byId = new Map(ruleSet.rules.map((rule) => [rule.id, rule]));
  const message: MessageContext = { ...context.message, ruleById: (id) => byId.get(id) };
  const { packed } = packRuleSet(ruleSet.rules, { self, accessDenied: accessDeniedMetrics });
  const patterns = namesOf(packed).map((it) => ({ ...it, passes: patternMatcher(it.pattern) }));
  return ({ record, detail, verdict, altered, isPublished, source }) => {
    const { event, ...rules } = explainRules(record);
    const isGrave = graveFaults(verdict.faults, ruleSet).length > 0;
    const alerts = verdict.matched.length > 0 || isGrave;
    const onBus = { source: EVENT_SOURCE, detail };
    const becomes = !isPublished
      ? "not published"
      : alerts
        ? "alert"
        : verdict.ignoredBy !== undefined
          ? "ignored"
          : "unmatched";
    return {
      event,
      altered,
      becomes,
      matched: verdict.matched,
      ignoredBy: verdict.ignoredBy,
      ...rules,
      awsRules: patterns
        .filter(({ passes }) => passes(onBus))
        .map(({ name, ruleIds, pattern }) => ({ name, ruleIds, pattern })),
      ...(becomes === "alert" && { alert: told() }),
    };

    function told(): ExplainedAlert {
      const subject = alertOf(detail, verdict, ruleSet, source);
      const leading = byId.get(subject.ruleIds[0] ?? "");
      const details = alertDetails(subject, message);
      const { destinations } = context;
      return {
        subject,
        severity: subject.severity,
        destinations: destinations && routesFor(subject, destinations).map(destinationId),
        threadKey: threadKeyOf(subject, detail, leading),
        threadParts: threadParts(subject, detail, leading),
        message: alertMessage(subject, message),
        ...(details && { details }),
      };
    }
  };
}

/** AWS rules are numbered by the queue they feed. */
function namesOf(packed: readonly GroupedPattern[]): readonly PassedPattern[] {
  const counts = { critical: 0, others: 0 };
  return packed.map(({ group, ruleIds, pattern }) => {
    counts[group]++;
    const name = `${group === "critical" ? "CriticalRule" : "Rule"}${counts[group]}`;
    return { name, ruleIds, pattern };
  });
}
