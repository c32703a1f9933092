import type { Alert } from "../alert/alert.ts";
import type { Mute } from "../mute/mute.ts";
import type { Severity } from "../rule/rule.ts";
import type { News } from "../thread/news.ts";
import { distinct, type Tally, type TallyField } from "../thread/tally.ts";
import { digits } from "../wording/counted.ts";
import type { MessageContext } from "./alert-message.ts";
import { context, header, type SlackMessage, section, slackMessage, textMessage } from "./block.ts";
import {
  finalMessage,
  newsMessage,
  type ReplyPlace,
  type ReplyTopic,
  type ThreadStep,
} from "./news-message.ts";
import { originLines, viewLink } from "./record-sections.ts";
import { shortRule } from "./rule-sections.ts";
import { accountCode } from "./text/account-text.ts";
import { callsLink } from "./text/console-link.ts";
import { SEVERITY_COLOR } from "./text/severity-color.ts";
import { code, escaped, link } from "./text/text.ts";
import { spanText, timeText } from "./text/time-text.ts";
import { titleText } from "./text/title.ts";

/** Many threads of one rule that one message stands for. */
export interface StormView {
  /** Tells it from other storms of its rule. */
  readonly id: string;
  /** `storm`: more of them than a channel takes. `catch-up`: what gathered during an outage. `mute`: what is muted. */
  readonly kind: "storm" | "catch-up" | "mute";
  /** What is muted. */
  readonly mute?: Mute;
  /** Absent for what no rule is behind: removed log files. */
  readonly ruleId?: string;
  readonly severity: Severity;
  /** When the storm or the outage began, milliseconds since the epoch. */
  readonly since: number;
  /** When the outage ended. */
  readonly until?: number;
  /** How many messages it would have been. */
  readonly threads: number;
  readonly tally: Tally;
  /** One of the alerts, to begin with. */
  readonly example?: Alert;
  /** Whether all its windows are closed, so that the counts stay. */
  readonly isOver?: boolean;
}

/** A storm as a channel sees it: how many of what since when, and the most frequent of each. */
export function stormMessage(storm: StormView, messageContext: MessageContext): SlackMessage {
  const { severity, tally, example, ruleId } = storm;
  const view = example && viewLink(example, messageContext);
  const all = example && callsLink({ ...example, ...messageContext }, onlyOne(tally, "eventNames"));
  return slackMessage(stormText(storm, messageContext), SEVERITY_COLOR[severity], {
    head: [
      header(titleText(severity, stormTitle(storm, messageContext))),
      section(`${opening(storm)}\n${escaped(standsForText(storm), 400)}`),
      section(listLines(tally, messageContext).join("\n") || "_No event says who or what._"),
    ],
    detail: ruleId === undefined ? [] : shortRule([ruleId], messageContext.ruleById),
    foot: context([
      [
        ruleId && code(ruleId, 120),
        view && `For example: ${view}`,
        all && link(all, "All such calls"),
      ]
        .filter((text) => text)
        .join("  ·  "),
      example && view === undefined ? originLines(example, messageContext)[1] : undefined,
    ]),
  });
}

/** A reply to a storm's message: what must be named of a storm of critical or high alerts. */
export function stormNews(
  storm: StormView,
  step: ThreadStep,
  news: News,
  messageContext: MessageContext,
  { isHeaded = false }: ReplyPlace = {},
): SlackMessage {
  return newsMessage(topic(storm, messageContext, isHeaded), step, news, messageContext);
}

/** The last replies to a storm's message: what no message named yet, as much as each has room for. */
export function stormFinal(
  storm: StormView,
  news: News,
  messageContext: MessageContext,
  { isHeaded = false }: ReplyPlace = {},
): SlackMessage {
  const { values = 0 } = storm.tally.beyond.resources ?? {};
  const resources = (news.beyond.resources ?? 0) + values;
  const all = resources === 0 ? news : { ...news, beyond: { ...news.beyond, resources } };
  return finalMessage(topic(storm, messageContext, isHeaded), storm.tally, all, messageContext);
}

/** A storm in plain text, for where its blocks are refused. */
export function plainStorm(storm: StormView, messageContext: MessageContext): SlackMessage {
  return textMessage(stormText(storm, messageContext));
}

/** `Storm: Access denied`. */
export function stormTitle(
  { kind, ruleId, mute }: StormView,
  { ruleById }: Pick<MessageContext, "ruleById">,
): string {
  if (mute !== undefined) return `Muted: ${mute.kind} ${mute.label}`;
  const title = ruleId === undefined ? "Log files removed" : (ruleById(ruleId)?.title ?? ruleId);
  return `${kind === "storm" ? "Storm" : "Caught up"}: ${title}`;
}

/** What the message stands for, in plain words. */
function standsForText({ kind, threads, since, until, isOver, mute }: StormView): string {
  const messages = digits(threads);
  if (mute !== undefined) {
    const { by, reason } = mute;
    const why = reason === undefined ? "" : `: ${reason}`;
    const end = isOver ? "Over" : "Nobody is notified; what is critical is told all the same";
    return `Muted from ${spanText(mute.since, mute.until)} by ${by}${why}. One message for ${messages}. ${end}.`;
  }
  if (kind === "catch-up") {
    const when =
      until === undefined ? `since ${timeText(since)}` : `from ${spanText(since, until)}`;
    return `While Slack could not be reached, ${when}: one message for ${messages}.`;
  }
  return isOver
    ? `Over: one message for ${messages}.`
    : `One message for ${messages}, kept up to date.`;
}

function topic(storm: StormView, messageContext: MessageContext, isHeaded: boolean): ReplyTopic {
  const title = stormTitle(storm, messageContext);
  const heading = isHeaded ? { heading: [header(titleText(storm.severity, title))] } : {};
  return { severity: storm.severity, title, ...heading };
}

function stormText(storm: StormView, messageContext: MessageContext): string {
  const { count, actors } = storm.tally;
  const by = actors.size === 0 ? "" : ` by ${digits(distinct(storm.tally, "actors"))} actors`;
  const text = `[${storm.severity}] ${stormTitle(storm, messageContext)}: ${digits(count)} events${by}. ${standsForText(storm)}`;
  return escaped(text, 600);
}

/** `*12,431 events* by *476 actors* in 3 accounts, 2026-01-24 00:05:12 to 00:09:44 UTC` */
function opening({ tally }: StormView): string {
  const some = (field: TallyField, one: string, many: string, word: string) => {
    const count = distinct(tally, field);
    return count === 0 ? "" : ` ${word} ${digits(count)} ${count === 1 ? one : many}`;
  };
  return [
    `*${digits(tally.count)} ${tally.count === 1 ? "event" : "events"}*`,
    some("actors", "actor", "actors", "by"),
    some("accounts", "account", "accounts", "in"),
    `, ${spanText(tally.firstSeen, tally.lastSeen)}`,
  ].join("");
}

/** What is listed of a storm, the most telling first. */
export const STORM_LISTS: readonly List[] = [
  { field: "actors", one: "Actor", many: "Actors" },
  { field: "eventNames", one: "Call", many: "Calls" },
  { field: "addresses", one: "Address", many: "Addresses" },
  { field: "accounts", one: "Account", many: "Accounts" },
  { field: "regions", one: "Region", many: "Regions" },
  { field: "errorCodes", one: "Error", many: "Errors" },
  { field: "resources", one: "Resource", many: "Resources" },
];

interface List {
  readonly field: TallyField;
  readonly one: string;
  readonly many: string;
}

/** A line for each field with several values, and one for all that have a single one. */
function listLines(tally: Tally, messageContext: MessageContext): string[] {
  const there = STORM_LISTS.filter(({ field }) => distinct(tally, field) > 0);
  const singles = there.filter(({ field }) => distinct(tally, field) === 1);
  const single = singles.map(
    ({ field, one }) => `*${one}*  ${valuesText(tally, field, 1, messageContext)}`,
  );
  return [
    ...there
      .filter((list) => !singles.includes(list))
      .map((list) => listLine(tally, list, messageContext)),
    ...(single.length === 0 ? [] : [single.join("  ·  ")]),
  ];
}

/** `*Actors* (476)  `a` 120 · `b` 80 · and 466 more` */
function listLine(tally: Tally, { field, many }: List, messageContext: MessageContext): string {
  const all = distinct(tally, field);
  const most = field === "resources" || all === mostDistinct(tally) ? MAX_LISTED : MAX_BESIDE;
  const more = all - Math.min(most, tally[field].size);
  const rest = more > 0 ? ` · and ${digits(more)} more` : "";
  return `*${many}* (${digits(all)})  ${valuesText(tally, field, most, messageContext)}${rest}`;
}

function valuesText(
  tally: Tally,
  field: TallyField,
  most: number,
  { accountNames }: MessageContext,
): string {
  const isAlone = distinct(tally, field) === 1;
  return [...tally[field]]
    .slice(0, most)
    .map(([value, events]) => {
      const text =
        field === "accounts"
          ? accountCode(value, accountNames)
          : code(value.replace(PLACELESS_ARN, ""), MAX_VALUE);
      return isAlone ? text : `${text} ${digits(events)}`;
    })
    .join(" · ");
}

/** What an ARN of no Region and account begins with: `arn:aws:s3:::`. */
const PLACELESS_ARN = /^arn:aws[a-z-]*:[a-z0-9-]+:::/;

/** Values of the field that has most of them, and of resources. */
const MAX_LISTED = 10;

/** Values of the other fields. */
const MAX_BESIDE = 3;

/** UTF-16 units of one value, escaped. */
const MAX_VALUE = 70;

function mostDistinct(tally: Tally): number {
  return Math.max(...STORM_LISTS.map(({ field }) => distinct(tally, field)));
}

function onlyOne(tally: Tally, field: TallyField): string | undefined {
  return distinct(tally, field) === 1 ? tally[field].keys().next().value : undefined;
}
