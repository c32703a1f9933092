import { accountName } from "../alert/account-name.ts";
import { headline, shortHeadline } from "../alert/headline.ts";
import type { Subject } from "../alert/subject.ts";
import type { Severity } from "../rule/rule.ts";
import { REMOVED_SEVERITY } from "../thread/member.ts";
import type { News } from "../thread/news.ts";
import type { Tally } from "../thread/tally.ts";
import { digits } from "../wording/counted.ts";
import type { MessageContext } from "./alert-message.ts";
import { header, type SlackBlock, type SlackMessage, section, slackMessage } from "./block.ts";
import { removedTitle } from "./removed-message.ts";
import { accountCode } from "./text/account-text.ts";
import { sentence } from "./text/sentence.ts";
import { SEVERITY_COLOR } from "./text/severity-color.ts";
import { COUNTED_KINDS } from "./text/tally-line.ts";
import { code, escaped } from "./text/text.ts";
import { spanText } from "./text/time-text.ts";
import { severityWord, titleText } from "./text/title.ts";

/** How far a thread has come since the last message that said so. */
export interface ThreadStep {
  readonly more: number;
  /** All so far. */
  readonly count: number;
}

/** Whether a message is a reply below its parent, or stands alone where there are no threads. */
export interface ReplyPlace {
  /** @default false */
  readonly isHeaded?: boolean;
}

/** What replies are about: a thread's subject, or a storm. */
export interface ReplyTopic {
  readonly severity: Severity;
  readonly title: string;
  /** What is counted. @default event */
  readonly noun?: string;
  /** Shown above, where there is no thread that says it. */
  readonly heading?: readonly SlackBlock[];
}

/** What a subject's replies are about. */
export function topicOf(subject: Subject): ReplyTopic {
  switch (subject.kind) {
    case "alert":
      return { severity: subject.severity, title: headline(subject) };
    case "removed-object":
      return { severity: REMOVED_SEVERITY, title: removedTitle(subject), noun: "file" };
    case "notice":
      return { severity: "info", title: subject.title };
  }
}

/** The same for where there are no threads: each message says what it is about. */
export function headedTopic(subject: Subject, { accountNames }: MessageContext): ReplyTopic {
  const topic = topicOf(subject);
  if (subject.kind !== "alert") {
    return { ...topic, heading: [header(titleText(topic.severity, topic.title))] };
  }
  const { account } = subject;
  const where = account === undefined ? undefined : (accountName(accountNames, account) ?? account);
  const title = titleText(topic.severity, shortHeadline(subject), where);
  return { ...topic, heading: [header(title), section(sentence(subject))] };
}

/** What came since: `3 more, 12 in all · new address 192.0.2.7 · new resource …`, and nothing else. */
export function newsMessage(
  topic: ReplyTopic,
  { more, count }: ThreadStep,
  news: News,
  messageContext: MessageContext,
): SlackMessage {
  const lead = `*${digits(more)} more*, ${digits(count)} in all`;
  return reply(topic, [lead, ...newsPieces(news, NEW, messageContext)]);
}

/** The last word on a thread: how many events in which time, and what no message named yet. */
export function finalMessage(
  topic: ReplyTopic,
  tally: Tally,
  news: News,
  messageContext: MessageContext,
): SlackMessage {
  const { noun = "event" } = topic;
  const nouns = `${noun}${tally.count === 1 ? "" : "s"}`;
  const lead = `*Over:* ${digits(tally.count)} ${nouns} in all  ·  ${spanText(tally.firstSeen, tally.lastSeen)}`;
  return reply(topic, [lead, ...newsPieces(news, ALSO, messageContext)]);
}

function reply({ severity, title, heading = [] }: ReplyTopic, pieces: string[]): SlackMessage {
  const start = escaped(`${severityWord(severity)} · ${title}: `.replace(/\s+/g, " "), MAX_START);
  return slackMessage(start + unmarked(pieces), SEVERITY_COLOR[severity], {
    head: [...heading, ...packed(pieces)],
  });
}

const MAX_START = 250;

/** The pieces that have room in a notification, without formatting. */
function unmarked(pieces: readonly string[]): string {
  let text = "";
  for (const piece of pieces) {
    const next = text + piece.replace(/[*`]/g, "");
    if (next.length > MAX_NOTIFICATION) return `${text} …`;
    text = next;
  }
  return text;
}

const MAX_NOTIFICATION = 600;

/** How values are introduced, and what becomes of those that have no room. */
interface Wording {
  readonly one: (noun: string) => string;
  readonly many: (count: string, nouns: string) => string;
  readonly others: string;
}

const NEW: Wording = {
  one: (noun) => `new ${noun}`,
  many: (count, nouns) => `${count} new ${nouns}`,
  others: "that follow",
};

const ALSO: Wording = {
  one: (noun) => `also ${noun}`,
  many: (count, nouns) => `also ${count} ${nouns}`,
  others: "that the log files name",
};

/** One text for each value that is new, the first of a kind with what it is. */
function newsPieces(
  { named, left, beyond }: News,
  { one: oneOf, many: manyOf, others }: Wording,
  { accountNames }: MessageContext,
): string[] {
  const severities = (named.severities ?? []).map(
    (it) => `${SEPARATOR}${oneOf("severity")} *${escaped(it, 20)}*`,
  );
  const lists = COUNTED_KINDS.flatMap(({ kind, one, many }) => {
    const isAccount = kind === "accounts" || kind === "callerAccounts";
    const values = (named[kind] ?? []).map((value) =>
      isAccount ? accountCode(value, accountNames) : code(value, MAX_VALUE),
    );
    const rest = (left[kind] ?? 0) + (beyond[kind] ?? 0);
    const all = values.length + rest;
    if (all === 0) return [];
    const [first = "", ...further] = values;
    const label = all === 1 ? oneOf(one) : manyOf(digits(all), many);
    return [
      `${SEPARATOR}${label} ${first}`.trimEnd(),
      ...further.map((value) => ` ${value}`),
      ...(rest === 0 ? [] : [` and ${digits(rest)} ${others}`]),
    ];
  });
  return [...severities, ...lists];
}

const SEPARATOR = "  ·  ";

/** One value's text, escaped. */
const MAX_VALUE = 2_500;

/** Texts one after another in as few paragraphs as hold them. */
function packed(pieces: readonly string[]): SlackBlock[] {
  const pages: string[] = [];
  for (const piece of pieces) {
    const page = pages.at(-1);
    if (page === undefined || page.length + piece.length > MAX_PAGE) {
      pages.push(piece.replace(/^[\s\u00b7]+/, ""));
    } else pages[pages.length - 1] = page + piece;
  }
  return pages.map(section);
}

/** Of the 3,000 of a section. */
const MAX_PAGE = 2_900;
