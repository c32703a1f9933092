import { whoName } from "../actor/who.ts";
import { accountName } from "../alert/account-name.ts";
import type { Alert } from "../alert/alert.ts";
import { LEADING_PARTS } from "../alert/alert-part.ts";
import { headline, shortHeadline } from "../alert/headline.ts";
import { clip } from "../record/event-text.ts";
import type { Rule } from "../rule/rule.ts";
import { memberOf } from "../thread/member.ts";
import { type News, parentNews } from "../thread/news.ts";
import { distinct, type Tally, tallyOf } from "../thread/tally.ts";
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
import { originLines, partSections, viewLink, whenText } from "./record-sections.ts";
import { ruleNames, ruleSections, shortRule } from "./rule-sections.ts";
import { severalFacts, severalSections } from "./several-sections.ts";
import { accountCode, accountText } from "./text/account-text.ts";
import { addendumLine, callerFacts, endpointText, identityLine } from "./text/caller-lines.ts";
import { isBareLogin, sentence } from "./text/sentence.ts";
import { SEVERITY_COLOR } from "./text/severity-color.ts";
import { listOf, tallyLine } from "./text/tally-line.ts";
import { code, escaped } from "./text/text.ts";
import { titleText } from "./text/title.ts";

/** What a message needs beside its subject. */
export interface MessageContext {
  /** Account id → name. */
  readonly accountNames: Readonly<Record<string, string>>;
  readonly ruleById: (id: string) => Rule | undefined;
  /**
   * `compact`: an alert is what one has to know; its request and response are a reply. `full`: all
   * in one message.
   *
   * @default compact
   */
  readonly layout?: "compact" | "full";
  /** Address of IAM Identity Center's access portal: links to the console go through it. */
  readonly accessPortalUrl?: string;
}

/** What a parent says beside its subject. */
export interface ParentState {
  /** Of all events in the thread, the subject included; absent where there is no thread. */
  readonly tally?: Tally;
  /** Whether the window is closed, so that the count stays. */
  readonly isOver?: boolean;
}

/**
 * An alert as a channel sees it, and draws it again as its thread grows: what happened first, then
 * behind a bar in the severity's colour why it matters and what to do.
 *
 * @param excerptRoom UTF-16 units of each part of the record in a compact message. @default none
 */
export function alertMessage(
  alert: Alert,
  messageContext: MessageContext,
  state: ParentState = {},
  excerptRoom = 0,
): SlackMessage {
  const color = SEVERITY_COLOR[alert.severity];
  const isFull = messageContext.layout === "full";
  const what = isFull ? headline(alert) : shortHeadline(alert);
  const subject = memberOf(alert, state.tally?.lastSeen ?? 0);
  const tally = state.tally ?? tallyOf([subject]);
  const count = tallyLine(subject, tally, {
    ...(state.isOver && { isOver: true }),
    ...(!isFull && { except: "resources" }),
  });
  return slackMessage(summary(alert, messageContext), color, {
    head: [
      header(titleText(alert.severity, what, placeOf(alert, messageContext))),
      ...(isFull
        ? fullHead(alert, messageContext)
        : compactHead(alert, parentNews(subject, tally), tally, messageContext)),
      ...context([
        addendumLine(alert),
        alert.severityReason && escaped(alert.severityReason, 300),
        count,
      ]),
    ],
    ...(isFull
      ? recordBlocks(alert, messageContext)
      : compactDetail(alert, messageContext, excerptRoom)),
  });
}

/**
 * What a compact message leaves to a reply: who it was to the last fact, the rules, the request
 * and response, and where the record lies.
 *
 * @returns Undefined where the message says it all.
 */
export function alertDetails(
  alert: Alert,
  messageContext: MessageContext,
): SlackMessage | undefined {
  if (messageContext.layout === "full") return undefined;
  const facts: [string, string | undefined][] = [
    ["Service", alert.eventSource && code(alert.eventSource, 220)],
    ["Endpoint", endpointText(alert) || undefined],
    ...callerFacts(alert),
  ];
  const text = `Details of ${escaped(headline(alert), 230)}`;
  return slackMessage(text, SEVERITY_COLOR[alert.severity], {
    head: [section("*Details*"), ...fieldsSection(facts)],
    ...recordBlocks(alert, messageContext),
  });
}

/** One line of plain text: for notifications, and for where blocks are refused. */
export function summary(alert: Alert, { accountNames }: MessageContext): string {
  const { account, callerAccount, failure } = alert;
  const reason =
    alert.errorCode ?? (failure && alert.errorMessage && clip(alert.errorMessage, 120));
  const did =
    failure === undefined
      ? `${whoName(alert.actor)} called ${alert.eventName ?? "an unnamed event"}`
      : whoName(alert.actor);
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

/** Where it happened, as the title says it. */
function placeOf({ account }: Alert, { accountNames }: MessageContext): string | undefined {
  return account === undefined ? undefined : (accountName(accountNames, account) ?? account);
}

function compactHead(
  alert: Alert,
  { named }: News,
  tally: Tally,
  messageContext: MessageContext,
): SlackBlock[] {
  const { accountNames } = messageContext;
  const { account, callerAccount, region, caller, actor } = alert;
  const person = caller?.person === actor.session ? undefined : caller?.person;
  const place = [account && accountCode(account, accountNames), region && escaped(region, 70)];
  const resources = named.resources?.map((it) => shortArn(it, alert));
  const lines = [
    place.filter((text) => text).join("  ·  "),
    callerAccount && `*Called from*  ${accountCode(callerAccount, accountNames)}`,
    person && `*Person*  ${code(person, 200)}`,
    caller?.principalId && `*Principal*  ${code(caller.principalId, 320)}`,
    caller?.sourceIdentity && `*Source identity*  ${code(caller.sourceIdentity, 200)}`,
    endpointText(alert) && `*Endpoint*  ${endpointText(alert)}`,
    whenText(alert),
    ...severalFacts(alert).map(([label, text]) => `*${label}*  ${text}`),
    resources && `*On*  ${listOf(resources, distinct(tally, "resources"))}`,
  ];
  return [section(sentence(alert)), section(lines.filter((line) => line).join("\n"))];
}

/** A resource without what the message says already: partition, service, Region and account. */
function shortArn(resource: string, { account, region, eventSource }: Alert): string {
  const [, , service, inRegion, owner] = resource.split(":");
  const isHere =
    /^arn:aws[a-z-]*:/.test(resource) &&
    eventSource === `${service}.amazonaws.com` &&
    (inRegion === "" || inRegion === region) &&
    (owner === "" || owner === "aws" || owner === account);
  return isHere ? resource.split(":").slice(5).join(":") || resource : resource;
}

/** Parts of which an event consists that is no call. */
const ESSENTIAL_PARTS: readonly string[] = ["serviceEventDetails", "insightDetails"];
const MIN_ESSENTIAL = 300;

function compactDetail(alert: Alert, messageContext: MessageContext, excerptRoom: number) {
  const view = viewLink(alert, messageContext);
  const rules = ruleNames(alert.ruleIds);
  const isWhole = view === undefined || excerptRoom > 0;
  return {
    detail: [
      ...shortRule(alert.ruleIds, messageContext.ruleById),
      // Where no reply follows, the message has it all.
      ...(excerptRoom > 0 ? severalSections(alert) : []),
      ...alert.parts.flatMap((part) => {
        const room = ESSENTIAL_PARTS.includes(part.name) ? MIN_ESSENTIAL : 0;
        return excerptRoom + room === 0 ? [] : partSections(part, Math.max(excerptRoom, room));
      }),
    ],
    // Where the record is: by a link, or where there is none, or no reply to say it, in words.
    foot: context(
      isWhole
        ? [rules, ...originLines(alert, messageContext)]
        : [[rules, view].filter((text) => text).join("  ·  ")],
    ),
  };
}

function fullHead(alert: Alert, { accountNames }: MessageContext): SlackBlock[] {
  const { account, callerAccount, region, sourceIp } = alert;
  const caller = callerAccount && `\ncalled from ${accountCode(callerAccount, accountNames)}`;
  const address = [sourceIp && code(sourceIp, 220), endpointText(alert)].filter((text) => text);
  return [
    section(sentence(alert)),
    ...fieldsSection([
      ["Account", account && accountCode(account, accountNames) + (caller ?? "")],
      ["Time", whenText(alert)],
      ...severalFacts(alert),
      ["Region", region && code(region, 70)],
      ["Source IP", address.join("\n") || undefined],
      ["Service", alert.eventSource && code(alert.eventSource, 220)],
      ...callerFacts(alert),
    ]),
  ];
}

/** All the record says, the most useful first, and where it lies. */
function recordBlocks(alert: Alert, messageContext: MessageContext) {
  const leading = alert.parts.filter(({ name }) => LEADING_PARTS.includes(name));
  const others = alert.parts.filter(({ name }) => !LEADING_PARTS.includes(name));
  return {
    detail: (room: number) => [
      ...severalSections(alert),
      ...(alert.errorMessage === undefined ? [] : [codeSection("Error", alert.errorMessage)]),
      ...leading.flatMap((part) => partSections(part, room)),
      ...ruleSections(alert.ruleIds, messageContext.ruleById),
      ...others.flatMap((part) => partSections(part, room)),
    ],
    foot: context([identityLine(alert), ...originLines(alert, messageContext)]),
  };
}
