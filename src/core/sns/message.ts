import type { Actor } from "../actor/actor.ts";
import { UNKNOWN_ACTOR } from "../actor/actor.ts";
import { accountName } from "../alert/account-name.ts";
import type { Alert } from "../alert/alert.ts";
import { headline } from "../alert/headline.ts";
import type { Notice } from "../alert/notice.ts";
import { type RemovedObject, removingCall } from "../alert/removed-object.ts";
import { type Detail, partOf, textOf } from "../record/event-text.ts";
import type { Severity } from "../rule/rule.ts";
import type { MessageContext } from "../slack/alert-message.ts";
import { removedTitle } from "../slack/removed-message.ts";
import { consoleLink } from "../slack/text/console-link.ts";
import { exceptLine } from "../slack/text/except-line.ts";
import type { SeveralEvents } from "../stateful/several-events.ts";
import { snsBody } from "./body.ts";
import { snsAddendum, snsCaller } from "./caller.ts";
import { offsetTime } from "./offset-time.ts";
import { ascii } from "./people-text.ts";
import { alertForPeople, noticeForPeople, removedForPeople } from "./subject-people.ts";

/** One SNS publication. */
export interface SnsMessage {
  /** ASCII, one line, below 100 characters: the rule SNS has for subjects. */
  readonly subject: string;
  /** JSON text for machines; with all the others below SNS's 256 KB. */
  readonly body: string;
  /** The same for people; absent in a message that an older version kept. */
  readonly email?: string;
  /** The same in 140 characters of ASCII. */
  readonly sms?: string;
  /** What subscriptions filter on; an array becomes a `String.Array`. */
  readonly attributes: Readonly<Record<string, string | number | readonly string[]>>;
}

/**
 * An alert for SNS: the fields of cloudtrail-to-slack under their names, and beside them what
 * this product adds. The record's parts are whole, unless the body would be too long: then they
 * give way, the largest first, and `truncated` names them.
 *
 * @see https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
 */
export function alertSns(alert: Alert, detail: Detail, messageContext: MessageContext): SnsMessage {
  const { accountNames } = messageContext;
  const actor = snsActor(alert.actor);
  const name = alert.account === undefined ? undefined : accountName(accountNames, alert.account);
  const failure = alert.errorCode === undefined ? "" : ` but failed due to ${alert.errorCode}`;
  const body = {
    title: `${actor} called ${alert.eventName ?? "an unnamed event"}${failure}`,
    error_message: textOf(detail, "errorMessage") ?? null,
    request_parameters: partOf(detail, "requestParameters") ?? null,
    response_elements: partOf(detail, "responseElements") ?? null,
    additional_details: partOf(detail, "additionalEventData") ?? null,
    account_id: alert.account ?? "N/A",
    event_time: alert.time === undefined ? (alert.eventTime ?? "N/A") : offsetTime(alert.time),
    event_id: alert.eventId ?? "N/A",
    actor,
    source_file: alert.source.key,
    kind: "alert",
    rule_title: alert.title,
    severity: alert.severity,
    ...(alert.severityReason !== undefined && { severity_reason: alert.severityReason }),
    rules: alert.ruleIds,
    account_name: name ?? null,
    caller_account_id: alert.callerAccount ?? null,
    actor_type: alert.actor.type ?? null,
    actor_name: alert.actor.name,
    actor_session: alert.actor.session ?? null,
    event_name: alert.eventName ?? null,
    event_source: alert.eventSource ?? null,
    region: alert.region ?? null,
    source_ip: alert.sourceIp ?? null,
    user_agent: alert.userAgent ?? null,
    error_code: alert.errorCode ?? null,
    login_without_mfa: alert.loginWithoutMfa,
    insight_details: partOf(detail, "insightDetails") ?? null,
    outcome: alert.failure ?? "succeeded",
    service_event_details: partOf(detail, "serviceEventDetails") ?? null,
    resources: partOf(detail, "resources") ?? null,
    caller: snsCaller(alert),
    addendum: snsAddendum(alert),
    bucket: alert.source.bucket,
    record_index: alert.source.index,
    console_link: consoleLink({ ...alert, ...messageContext }, alert.eventId) ?? null,
    except_command: exceptLine(alert) ?? null,
    ...(alert.several && { several: alert.several.map(snsSeveral) }),
  };
  return {
    subject: snsSubject(
      alert.severity,
      `${headline(alert)} in ${name ?? alert.account ?? "unknown account"}`,
    ),
    body: snsBody(body),
    ...alertForPeople(alert, messageContext),
    attributes: attributes({
      severity: alert.severity,
      accountId: alert.account,
      ruleIds: alert.ruleIds,
      eventName: alert.eventName,
    }),
  };
}

/** What a rule of several events alerts on, under names like the others of the body. */
function snsSeveral({ ruleId, kind, by, events }: SeveralEvents) {
  return {
    rule: ruleId,
    kind,
    by,
    events: events.map(({ time, eventName, eventId, values, refused }) => ({
      event_time: offsetTime(time),
      event_name: eventName ?? null,
      event_id: eventId ?? null,
      values: values ?? [],
      refused: refused ?? false,
    })),
  };
}

/** A removed log or digest file for SNS. */
export function removedSns(removed: RemovedObject, messageContext: MessageContext): SnsMessage {
  const actor = removed.requester ?? UNKNOWN_ACTOR;
  const call = removingCall(removed);
  return {
    subject: snsSubject("high", `${removedTitle(removed)}: ${removed.bucket}`),
    body: snsBody({
      ...moduleFields,
      title: call === undefined ? removedTitle(removed) : `${actor} called ${call}`,
      account_id: removed.account ?? "N/A",
      event_time: removed.time === undefined ? "N/A" : offsetTime(removed.time),
      actor,
      source_file: removed.key,
      kind: "removed-object",
      severity: "high",
      bucket: removed.bucket,
      version_id: removed.versionId ?? null,
      deletion_type: removed.deletionType ?? null,
      region: removed.region ?? null,
      source_ip: removed.sourceIp ?? null,
    }),
    ...removedForPeople(removed, messageContext),
    attributes: attributes({
      severity: "high",
      accountId: removed.account,
      eventName: call,
    }),
  };
}

/** An operator notice for SNS. */
export function noticeSns(notice: Notice): SnsMessage {
  return {
    subject: snsSubject("info", notice.title),
    body: snsBody({
      ...moduleFields,
      title: notice.title,
      error_message: notice.text,
      kind: "notice",
      severity: "info",
      facts: Object.fromEntries(notice.facts),
      advice: notice.advice ?? null,
    }),
    ...noticeForPeople(notice),
    attributes: attributes({ severity: "info" }),
  };
}

/** The fields of cloudtrail-to-slack, of a message that is about no record. */
export const moduleFields = {
  title: "",
  error_message: null,
  request_parameters: null,
  response_elements: null,
  additional_details: null,
  account_id: "N/A",
  event_time: "N/A",
  event_id: "N/A",
  actor: UNKNOWN_ACTOR,
  source_file: "N/A",
};

/** The ARN, as ever; those who have none by their name. */
function snsActor({ arn, name }: Actor): string {
  return arn ?? name;
}

/** ASCII, one line, below 100 characters. */
export function snsSubject(severity: Severity, text: string): string {
  const line = ascii(`[${severity}] ${text}`);
  return line.length < 100 ? line : `${line.slice(0, 96)}...`;
}

type Attributes = SnsMessage["attributes"];

/** Leaves out what SNS refuses: empty values, and characters XML cannot carry. */
function attributes(named: Readonly<Record<string, string | readonly string[] | undefined>>) {
  const clean = (value: string | readonly string[]) =>
    typeof value === "string" ? value.replace(/[\p{Cc}\p{Cs}\uFFFE\uFFFF]/gu, "") : value;
  return Object.fromEntries(
    Object.entries(named).flatMap(([name, value]) => {
      const text = value === undefined ? "" : clean(value);
      return text.length === 0 ? [] : [[name, text]];
    }),
  ) as Attributes;
}
