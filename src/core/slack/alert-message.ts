import { actorLabel } from "../actor/actor.ts";
import { accountName } from "../alert/account-name.ts";
import type { Alert } from "../alert/alert.ts";
import { type AlertPart, LEADING_PARTS } from "../alert/alert-part.ts";
import { headline, outcomeWords } from "../alert/headline.ts";
import type { ThreadState } from "../alert/thread.ts";
import { clip } from "../record/event-text.ts";
import { textStart } from "../record/text-start.ts";
import type { Rule } from "../rule/rule.ts";
import {
  codeSection,
  codeSections,
  context,
  fieldsSection,
  header,
  type SlackBlock,
  type SlackMessage,
  section,
  slackMessage,
} from "./block.ts";
import { ruleSections } from "./rule-sections.ts";
import { addendumLine, callerFacts, endpointText, identityLine } from "./text/caller-lines.ts";
import { consoleLink } from "./text/console-link.ts";
import { SEVERITY_STYLE } from "./text/severity-style.ts";
import { code, escaped, link } from "./text/text.ts";
import { spanText, timeText } from "./text/time-text.ts";

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
  const leading = alert.parts.filter(({ name }) => LEADING_PARTS.includes(name));
  const others = alert.parts.filter(({ name }) => !LEADING_PARTS.includes(name));
  return slackMessage(summary(alert, messageContext), color, {
    head: [
      header(`${sign} ${headline(alert)}`),
      section(sentence(alert)),
      ...fieldsSection(facts(alert, messageContext)),
      ...context([addendumLine(alert), state === undefined ? undefined : countLine(state)]),
    ],
    detail: (room) => [
      ...(alert.errorMessage === undefined ? [] : [codeSection("Error", alert.errorMessage)]),
      ...leading.flatMap((part) => partSections(part, room)),
      ...ruleSections(alert.ruleIds, messageContext.ruleById),
      ...others.flatMap((part) => partSections(part, room)),
    ],
    foot: context([identityLine(alert), ...originLines(alert)]),
  });
}

/** One line of plain text: for notifications, and for where blocks are refused. */
export function summary(alert: Alert, { accountNames }: MessageContext): string {
  const { account, callerAccount, failure } = alert;
  const reason =
    alert.errorCode ?? (failure && alert.errorMessage && clip(alert.errorMessage, 120));
  const did =
    failure === undefined
      ? `${actorLabel(alert.actor)} called ${alert.eventName ?? "an unnamed event"}`
      : actorLabel(alert.actor);
  const parts = [
    `[${alert.severity}] ${headline(alert)}: ${did}`,
    account && ` in ${accountText(account, accountNames)}`,
    callerAccount && ` from ${accountText(callerAccount, accountNames)}`,
    alert.region && `, ${alert.region}`,
    reason && `, ${failure === undefined ? "error " : ""}${reason}`,
    isBareLogin(alert) && ", without MFA",
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

/**
 * A part of the record in code fences.
 *
 * @param room UTF-16 units of the text at most; a cut is made at the end of a line, if one is near.
 */
export function partSections({ name, text, cut }: AlertPart, room: number): SlackBlock[] {
  const shown = text.length <= room ? text : `${cutAtLine(text, room - 2)} …`;
  const isCut = cut || shown.length < text.length;
  return codeSections(name, shown, isCut ? "shortened, the log file has the rest" : undefined);
}

function cutAtLine(text: string, room: number): string {
  const end = text.lastIndexOf("\n", room);
  return textStart(text, end > room / 2 ? end : room);
}

function sentence(alert: Alert): string {
  const { actor, eventName, eventSource, errorCode, insight } = alert;
  const who = `*${code(actorLabel(actor), 420)}*`;
  const what = eventName === undefined ? "an unnamed event" : `*${code(eventName, 220)}*`;
  const where = eventSource === undefined ? "" : ` on ${code(eventSource, 220)}`;
  const why = errorCode === undefined ? "" : ` with ${code(errorCode, 220)}`;
  const failure = alert.failure ?? (errorCode === undefined ? undefined : "failed");
  const outcome = failure === undefined ? "" : `, which ${outcomeWords(failure)}${why}`;
  return [
    insight === undefined
      ? `${who} called ${what}${where}${outcome}`
      : `Unusual activity: ${what}${where} by ${who}  (${code(insight, 120)})${outcome}`,
    ...(isBareLogin(alert) ? ["⚠️ *Login without MFA*"] : []),
  ].join("\n");
}

/** A login that failed says nothing of MFA: it comes after the password. */
function isBareLogin({ loginWithoutMfa, failure }: Alert): boolean {
  return loginWithoutMfa && failure === undefined;
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
    [
      "Source IP",
      [sourceIp && code(sourceIp, 220), endpointText(alert)].filter(Boolean).join("\n") ||
        undefined,
    ],
    ...callerFacts(alert),
  ];
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
  const name = accountName(names, id);
  return name === undefined ? id : `${name} (${id})`;
}

function accountCode(id: string, names: Readonly<Record<string, string>>): string {
  const name = accountName(names, id);
  return name === undefined ? code(id, 70) : `${escaped(name, 100)}  ${code(id, 70)}`;
}
