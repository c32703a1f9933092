import type { Actor } from "../actor/actor.ts";
import { accountName } from "../alert/account-name.ts";
import type { Alert } from "../alert/alert.ts";
import { isOfSplitter, type RemovedObject, stateOf } from "../alert/removed-object.ts";
import type { CallOutcome } from "../record/outcome.ts";
import type { Rule, Severity } from "../rule/rule.ts";
import { consoleLink } from "../slack/text/console-link.ts";
import { exceptLine } from "../slack/text/except-line.ts";
import type { SeveralEvent } from "../stateful/several-events.ts";
import type { Tally } from "../thread/tally.ts";
import { type AlertDisplay, alertDisplay } from "./display.ts";

/** What an alert as an event is about: what people are told of, operator notices apart. */
export type AlertSubject = Alert | RemovedObject;

/**
 * An alert as an event on the bus: the `detail` of a "Trailbridge Alert". Plain nested keys, so that
 * patterns, input paths and input transformers can name each of them. A few KB at most.
 *
 * A thread makes two: one when it begins, one when its window closes, with the final count. Both
 * have the same `id`.
 */
export interface AlertEvent {
  /** Of this shape; rises when the shape changes. */
  readonly version: typeof ALERT_EVENT_VERSION;
  /** Of the thread's window. */
  readonly id: string;
  /** Whether its thread began or has closed. */
  readonly state: AlertState;
  /** What is told of: an alert by a rule, a removed file. */
  readonly kind: AlertSubject["kind"];
  /** The leading rule's title. */
  readonly title: string;
  /** The highest severity of its rules. */
  readonly severity: Severity;
  /** Why it is not the leading rule's own, about the first event; absent where it is. */
  readonly severityReason?: string;
  /** The severity in the four steps that paging services have. */
  readonly level: AlertLevel;
  /** Of all events of the thread so far, those of the first one first. */
  readonly ruleIds: readonly string[];
  /** Of the leading rule. */
  readonly tags: readonly string[];
  /** Who called. */
  readonly actor: Pick<Actor, "name" | "type" | "session" | "arn" | "account">;
  /** Whose account it happened in. */
  readonly account: { readonly id?: string; readonly name?: string };
  /** Region the call was made in. */
  readonly region?: string;
  /** Name of the call. */
  readonly eventName?: string;
  /** Service that was called. */
  readonly eventSource?: string;
  /** Whether the call succeeded. */
  readonly outcome?: CallOutcome;
  /** Code of the error it failed by. */
  readonly errorCode?: string;
  /** Address or service the call came from. */
  readonly sourceIp?: string;
  /** The most frequent, ten at most. */
  readonly resources: readonly string[];
  /** Events of the thread so far. */
  readonly count: number;
  /** When the first and the last of them happened, ISO 8601. */
  readonly firstSeen: string;
  /** Time of the latest event. */
  readonly lastSeen: string;
  /** What to look at and what to do, as the leading rule says. */
  readonly runbook?: string;
  /** Links of the rules. */
  readonly references: readonly string[];
  /** Where the first event can be looked up. */
  readonly link?: string;
  /** The first event's record in its log file, or the file that was removed. */
  readonly record: { readonly bucket: string; readonly key: string; readonly index?: number };
  /** CloudTrail's id of the first event. */
  readonly eventId?: string;
  /** Of a rule of several events, those it alerts on: of the leading one of these. */
  readonly events?: readonly AlertedEvent[];
  /** Command that writes an ignore rule for the like of the first event. */
  readonly exceptCommand?: string;
  /** The same for people: every text is there, and holds nothing that JSON or a template escapes. */
  readonly display: AlertDisplay;
}

/** One of several events that a rule alerts on together. */
export interface AlertedEvent {
  /** When it happened, ISO 8601 in UTC. */
  readonly time: string;
  /** The call, as its record names it; absent where it has no name. */
  readonly eventName?: string;
  /** Its record's id, by which `show` finds it; absent where it has none. */
  readonly eventId?: string;
  /** What of it is counted once for each value, or is new. */
  readonly values?: readonly string[];
}

/** Whether a thread has just begun, or takes no more events. */
export const ALERT_STATES = ["began", "closed"] as const;

/** One of {@linkcode ALERT_STATES}. */
export type AlertState = (typeof ALERT_STATES)[number];

/** A severity as paging services have it. */
export type AlertLevel = "critical" | "error" | "warning" | "info";

/** `version` of every {@linkcode AlertEvent}. */
export const ALERT_EVENT_VERSION = "1";

/** What each severity is to paging services. */
export const ALERT_LEVELS: Readonly<Record<Severity, AlertLevel>> = {
  critical: "critical",
  high: "error",
  medium: "warning",
  low: "info",
  info: "info",
};

/** What a thread has come to. */
export interface AlertProgress {
  /** Of the thread's window: the same in every state. */
  readonly id: string;
  readonly state: AlertState;
  /** What the thread's severity is; a removed file has none of its own. */
  readonly severity: Severity;
  /** Of the events so far. */
  readonly tally: Tally;
}

/** What alert events are made with. */
export interface AlertEventContext {
  /** Account id → name. */
  readonly accountNames: Readonly<Record<string, string>>;
  readonly ruleById: (id: string) => Rule | undefined;
  /** Address of IAM Identity Center's access portal, for links. */
  readonly accessPortalUrl?: string;
}

/** Makes the event of a thread. Never throws on odd texts: they are clipped. */
export function alertEvent(
  subject: AlertSubject,
  { id, state, severity, tally }: AlertProgress,
  context: AlertEventContext,
): AlertEvent {
  const facts = subject.kind === "alert" ? factsOfAlert(subject, context) : factsOfFile(subject);
  const rule = facts.ruleIds[0] === undefined ? undefined : context.ruleById(facts.ruleIds[0]);
  const { account } = subject;
  const name = account === undefined ? undefined : accountName(context.accountNames, account);
  const event = {
    version: ALERT_EVENT_VERSION,
    id,
    state,
    kind: subject.kind,
    severity,
    level: ALERT_LEVELS[severity],
    ...facts,
    ruleIds: [...new Set([...facts.ruleIds, ...tally.ruleIds.keys()])].slice(0, MAX_LISTED),
    tags: rule?.tags ?? [],
    account: {
      ...(account !== undefined && { id: account }),
      ...(name !== undefined && { name }),
    },
    ...(subject.region !== undefined && { region: subject.region }),
    ...(subject.sourceIp !== undefined && { sourceIp: subject.sourceIp }),
    resources: [...tally.resources.keys()].slice(0, MAX_LISTED),
    count: Math.max(1, tally.count),
    firstSeen: instantText(tally.firstSeen),
    lastSeen: instantText(tally.lastSeen),
    ...(rule?.runbook !== undefined && { runbook: rule.runbook.slice(0, MAX_RUNBOOK) }),
    references: (rule?.references ?? []).slice(0, MAX_LISTED),
  } as const;
  return { ...event, display: alertDisplay(event) };
}

type Facts = Pick<
  AlertEvent,
  | "title"
  | "severityReason"
  | "ruleIds"
  | "actor"
  | "eventName"
  | "eventSource"
  | "outcome"
  | "errorCode"
  | "link"
  | "record"
  | "eventId"
  | "events"
  | "exceptCommand"
>;

function factsOfAlert(alert: Alert, { accessPortalUrl }: AlertEventContext): Facts {
  const { name, type, session, arn, account } = alert.actor;
  const portal = accessPortalUrl === undefined ? {} : { accessPortalUrl };
  const link = consoleLink({ ...alert, ...portal }, alert.eventId);
  return {
    title: alert.title,
    ruleIds: alert.ruleIds,
    actor: { name, ...known({ type, session, arn, account }) },
    outcome: alert.failure ?? "succeeded",
    ...known({
      severityReason: alert.severityReason,
      eventName: alert.eventName,
      eventSource: alert.eventSource,
      errorCode: alert.errorCode,
      eventId: alert.eventId,
      link,
      exceptCommand: exceptLine(alert),
    }),
    ...(alert.several?.[0] && { events: alert.several[0].events.map(alertedEvent) }),
    record: alert.source,
  };
}

function alertedEvent({ time, eventName, eventId, values }: SeveralEvent): AlertedEvent {
  return {
    time: instantText(time),
    ...known({ eventName, eventId }),
    ...(values && { values }),
  };
}

function factsOfFile(removed: RemovedObject): Facts {
  const { bucket, key, requester, deletionType } = removed;
  return {
    title: isOfSplitter(removed) ? `Log file ${stateOf(removed)}` : "Log file removed",
    ruleIds: [],
    actor: { name: requester ?? "unknown" },
    eventName: deletionType ?? "Object Deleted",
    eventSource: "s3.amazonaws.com",
    record: { bucket, key },
  };
}

function known<Fields extends Readonly<Record<string, string | undefined>>>(
  fields: Fields,
): { [Name in keyof Fields]?: string } {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [Name in keyof Fields]?: string };
}

/** A time that no date can have is the beginning of time. */
function instantText(milliseconds: number): string {
  const date = new Date(milliseconds);
  return (Number.isNaN(date.getTime()) ? new Date(0) : date).toISOString();
}

const MAX_LISTED = 10;
const MAX_RUNBOOK = 2_000;
