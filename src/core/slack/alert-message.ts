import { actorLabel } from "../alert/actor.ts";
import type { Alert, AlertPart } from "../alert/alert.ts";
import type { ThreadState } from "../alert/thread.ts";
import type { Rule } from "../rule/rule.ts";
import {
  codeSection,
  context,
  fieldsSection,
  header,
  type SlackBlock,
  type SlackMessage,
  section,
  slackMessage,
} from "./block.ts";
import { consoleLink } from "./console-link.ts";
import { ruleSections } from "./rule-sections.ts";
import { SEVERITY_STYLE } from "./severity-style.ts";
import { code, escaped, link } from "./text.ts";
import { spanText, timeText } from "./time-text.ts";

/** What a message needs beside its subject. */
export interface MessageContext {
  /** Account id → name. */
  readonly accountNames: Readonly<Record<string, string>>;
  readonly ruleById: (id: string) => Rule | undefined;
}

/**
 * An alert as a channel sees it: short first, detail below behind a bar in the severity's colour.
 * The same function draws the parent again when repeats were folded into its thread.
 *
 * @param state Absent where there is no thread.
 */
export function alertMessage(
  alert: Alert,
  messageContext: MessageContext,
  state?: ThreadState,
): SlackMessage {
  const { sign, color } = SEVERITY_STYLE[alert.severity];
  const [request, ...others] = alert.parts;
  return slackMessage(summary(alert, messageContext), color, {
    head: [
      header(`${sign} ${alert.title}`),
      section(sentence(alert)),
      ...fieldsSection(facts(alert, messageContext)),
      ...context([state === undefined ? undefined : countLine(state)]),
    ],
    detail: [
      ...(alert.errorMessage === undefined ? [] : [codeSection("Error", alert.errorMessage)]),
      ...(request === undefined ? [] : [partSection(request)]),
      ...ruleSections(alert.ruleIds, messageContext.ruleById),
      ...others.map(partSection),
    ],
    foot: context([identityLine(alert), ...originLines(alert)]),
  });
}

/** One line of plain text: for notifications, and for where blocks are refused. */
export function summary(alert: Alert, { accountNames }: MessageContext): string {
  const parts = [
    `[${alert.severity}] ${alert.title}: ${actorLabel(alert.actor)} called ${alert.eventName ?? "an unnamed event"}`,
    alert.account && ` in ${accountText(alert.account, accountNames)}`,
    alert.region && `, ${alert.region}`,
    alert.errorCode && `, failed with ${alert.errorCode}`,
    alert.loginWithoutMfa && ", without MFA",
    alert.eventId && ` (event ${alert.eventId})`,
  ];
  return escaped(
    parts
      .filter((part) => part)
      .join("")
      .replace(/\s+/g, " "),
    600,
  );
}

/** Where to find the event itself. */
export function originLines({ region, eventId, source }: Alert): (string | undefined)[] {
  const address = consoleLink(region, eventId);
  const view = address && link(address, "View in CloudTrail");
  return [
    eventId && `Event ${code(eventId, 210)}${view === undefined ? "" : `  ·  ${view}`}`,
    `Log file ${code(`s3://${source.bucket}/${source.key}`, 900)}, record ${source.index}`,
  ];
}

/** When it happened, as well as the event says. */
export function whenText({ time, eventTime }: Pick<Alert, "time" | "eventTime">): string {
  if (time !== undefined) return timeText(time);
  return eventTime === undefined ? "at an unknown time" : code(eventTime, 70);
}

/** A part of the record in a code fence. */
export function partSection({ name, text, cut }: AlertPart): SlackBlock {
  return codeSection(name, text, cut ? "shortened, the log file has the rest" : undefined);
}

function sentence(alert: Alert): string {
  const { actor, eventName, eventSource, errorCode, insight, loginWithoutMfa } = alert;
  const who = `*${code(actorLabel(actor), 420)}*`;
  const what = eventName === undefined ? "an unnamed event" : `*${code(eventName, 220)}*`;
  const where = eventSource === undefined ? "" : ` on ${code(eventSource, 220)}`;
  const failure = errorCode === undefined ? "" : `, which failed with ${code(errorCode, 220)}`;
  return [
    insight === undefined
      ? `${who} called ${what}${where}${failure}`
      : `Unusual activity: ${what}${where} by ${who}  (${code(insight, 120)})${failure}`,
    ...(loginWithoutMfa ? ["⚠️ *Login without MFA*"] : []),
  ].join("\n");
}

function facts(
  alert: Alert,
  { accountNames }: MessageContext,
): [label: string, value: string | undefined][] {
  const { account, callerAccount, region, sourceIp } = alert;
  const caller = callerAccount && `\ncalled from ${accountCode(callerAccount, accountNames)}`;
  return [
    ["Account", account && accountCode(account, accountNames) + (caller ?? "")],
    ["Time", whenText(alert)],
    ["Region", region && code(region, 70)],
    ["Source IP", sourceIp && code(sourceIp, 220)],
  ];
}

/** `AssumedRole arn:… · by cloudformation.amazonaws.com · agent aws-cli/2` */
function identityLine({ actor, userAgent }: Alert): string | undefined {
  const { type, arn, invokedBy, name } = actor;
  const parts = [
    type && `${escaped(type, 80)}${arn === undefined ? "" : ` ${code(arn, 620)}`}`,
    invokedBy && invokedBy !== name && `through ${code(invokedBy, 200)}`,
    userAgent && userAgent !== invokedBy && `agent ${code(userAgent, 250)}`,
  ].filter((part) => part);
  return parts.length === 0 ? undefined : parts.join("  ·  ");
}

/** `🔁 12 events · 00:05:12 to 00:09:44 UTC · 2 addresses · 1 region`; nothing while there is one. */
function countLine({ count, firstSeen, lastSeen, addresses, regions }: ThreadState): string {
  if (count < 2) return "";
  return [
    `🔁 *${count} events*`,
    spanText(firstSeen, lastSeen),
    listed("address", "addresses", addresses),
    listed("region", "regions", regions),
  ]
    .filter((part) => part !== undefined)
    .join("  ·  ");
}

function listed(one: string, many: string, values: readonly string[]): string | undefined {
  if (values.length === 0) return undefined;
  const shown = values.slice(0, MAX_LISTED).map((value) => code(value, 60));
  const more = values.length - shown.length;
  const label = values.length === 1 ? one : `${values.length} ${many}`;
  return `${label} ${shown.join(" ")}${more === 0 ? "" : ` and ${more} more`}`;
}

/** Addresses or regions named in the count line. */
const MAX_LISTED = 5;

function accountText(id: string, names: Readonly<Record<string, string>>): string {
  const name = Object.hasOwn(names, id) ? names[id] : undefined;
  return name === undefined ? id : `${name} (${id})`;
}

function accountCode(id: string, names: Readonly<Record<string, string>>): string {
  const name = Object.hasOwn(names, id) ? names[id] : undefined;
  return name === undefined ? code(id, 70) : `${escaped(name, 100)}  ${code(id, 70)}`;
}
