import { EVENT_SOURCE } from "../../contract.ts";
import { type Alert, alertOf } from "../alert/alert.ts";
import { type DestinationSettings, destinationId, routesFor } from "../alert/route.ts";
import { threadKeyOf, threadParts } from "../alert/thread.ts";
import { type GroupedPattern, packRuleSet } from "../compiler/pack-groups.ts";
import { viewOfDetail } from "../expression/event-view.ts";
import { observationsOf } from "../memory/sighting.ts";
import { patternMatcher } from "../pattern/match.ts";
import type { FlatEvent } from "../record/flatten.ts";
import type { Verdict } from "../rule/judge.ts";
import { isStateful, type Rule, type RuleSet, type Severity } from "../rule/rule.ts";
import { alertDetails, alertMessage, type MessageContext } from "../slack/alert-message.ts";
import type { SlackMessage } from "../slack/block.ts";
import { asksText } from "../stateful/asks-text.ts";
import { graveFaults } from "../verdict/alerted-rules.ts";
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
  readonly becomes: "alert" | "counted" | "ignored" | "unmatched" | "not published";
  /** Ids of the rules it matches and that no ignore rule silences, in rule order. */
  readonly matched: readonly string[];
  readonly ignoredBy: string | undefined;
  /** Of matched rules of several events, what it counts for: they alert only with what else happens. */
  readonly counted: readonly CountedFor[];
  readonly rules: readonly RuleExplanation[];
  readonly ignoreRules: readonly IgnoreExplanation[];
  /** AWS rules of the notifier's that let it through. */
  readonly awsRules: readonly PassedPattern[];
  /** Set where it becomes an alert. */
  readonly alert?: ExplainedAlert;
}

/** What an event counts for under a rule of several events. */
export interface CountedFor {
  readonly id: string;
  /** What the rule asks, in words. */
  readonly asks: string;
  /** The keys by which events belong together, and what this one has there; null where it has nothing. */
  readonly by: readonly (readonly [key: string, value: string | null])[];
  /** What of it counts once for each value, or must be new. */
  readonly values: readonly string[];
  /** Of a sequence, which of its events it is: 1 is the rule's own `match`. */
  readonly step?: number;
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
  const several = new Map([...byId].filter(([, rule]) => isStateful(rule)));
  const message: MessageContext = { ...context.message, ruleById: (id) => byId.get(id) };
  const { packed } = packRuleSet(ruleSet.rules, {
    self,
    accessDenied: accessDeniedMetrics,
    ...(context.destinations && { routes: context.destinations.routes }),
  });
  const patterns = namesOf(packed).map((it) => ({ ...it, passes: patternMatcher(it.pattern) }));
  return ({ record, detail, verdict, altered, isPublished, source }) => {
    const { event, ...rules } = explainRules(record);
    const isGrave = graveFaults(verdict, ruleSet).length > 0;
    // What rules of several events come to, one event does not tell.
    const alone = verdict.matched.filter((id) => !several.has(id));
    const alerts = alone.length > 0 || isGrave;
    const onBus = { source: EVENT_SOURCE, detail };
    const becomes = !isPublished
      ? "not published"
      : alerts
        ? "alert"
        : verdict.matched.length > 0
          ? "counted"
          : verdict.ignoredBy !== undefined
            ? "ignored"
            : "unmatched";
    return {
      event,
      altered,
      becomes,
      matched: verdict.matched,
      ignoredBy: verdict.ignoredBy,
      counted: countedFor(),
      ...rules,
      rules: rules.rules.map((rule) => inContext(rule, verdict)),
      awsRules: patterns
        .filter(({ passes }) => passes(onBus))
        .map(({ name, ruleIds, pattern }) => ({ name, ruleIds, pattern })),
      ...(becomes === "alert" && { alert: told() }),
    };

    function countedFor(): readonly CountedFor[] {
      const view = viewOfDetail(detail);
      return verdict.matched.flatMap((id) => {
        const rule = several.get(id);
        if (rule === undefined) return [];
        const steps = verdict.steps?.[id];
        const seen = { view, identity: "", time: 0, ...(steps && { steps }) };
        return observationsOf(rule, seen).map(({ sighting, by }): CountedFor => {
          const { step, values = [] } = sighting;
          const keys = keysOf(rule, step);
          return {
            id,
            asks: asksText(rule) ?? "",
            by: by.map((value, at) => [keys[at] ?? "", value] as const),
            values,
            ...(step !== undefined && { step: step + 1 }),
          };
        });
      });
    }

    function told(): ExplainedAlert {
      const subject = alertOf(detail, { ...verdict, matched: alone }, ruleSet, source);
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

/** With the severity that the event's context makes of it. */
function inContext(
  rule: RuleExplanation,
  { severities = {} }: Pick<Verdict, "severities">,
): RuleExplanation {
  const said = severities[rule.id];
  return said === undefined ? rule : { ...rule, severity: said.severity };
}

/** The keys by which a rule tells whose events belong together, of one of its steps. */
function keysOf({ threshold, firstSeen, followedBy }: Rule, step = 0): readonly string[] {
  if (step > 0) return followedBy?.steps[step - 1]?.by ?? [];
  return (threshold ?? firstSeen ?? followedBy)?.by ?? [];
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
