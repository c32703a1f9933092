import type { Subject } from "../alert/subject.ts";
import { isObject } from "../record/event-text.ts";
import type { MessageContext } from "../slack/alert-message.ts";
import { STORM_LISTS, type StormView, stormTitle } from "../slack/storm-message.ts";
import { accountText } from "../slack/text/account-text.ts";
import { callsLink } from "../slack/text/console-link.ts";
import { COUNTED_KINDS } from "../slack/text/tally-line.ts";
import { spanText } from "../slack/text/time-text.ts";
import { severityWord } from "../slack/text/title.ts";
import type { News } from "../thread/news.ts";
import { distinct, TALLY_FIELDS, type Tally, type TallyField } from "../thread/tally.ts";
import { digits } from "../wording/counted.ts";
import { snsBody } from "./body.ts";
import { moduleFields, type SnsMessage, snsSubject } from "./message.ts";
import { offsetTime } from "./offset-time.ts";
import { emailText, type PeopleText, smsText } from "./people-text.ts";
import { alertPeopleText } from "./subject-people.ts";

/** What a summary says beside the first event. */
export interface Fold {
  readonly tally: Tally;
  readonly news: News;
  /** Whether the window is closed, so that the count stays. */
  readonly isOver: boolean;
}

/**
 * A thread's summary: the first event's message with how many there are by now, in which time, and
 * what is new. Its `kind` is `summary`.
 *
 * @param first The first event's message.
 */
export function foldSns(
  first: SnsMessage,
  subject: Subject,
  fold: Fold,
  messageContext: MessageContext,
): SnsMessage {
  const { tally, news, isOver } = fold;
  const count = `${digits(tally.count)} ${subject.kind === "removed-object" ? "files" : "events"}${isOver ? " in all" : " so far"}`;
  const said: unknown = JSON.parse(first.body);
  const body = isObject(said) ? said : {};
  const people: PeopleText =
    subject.kind === "alert"
      ? alertPeopleText(subject, messageContext)
      : { title: first.subject, facts: [] };
  const title = `${people.title}: ${count}`;
  return {
    subject: shortSubject(first.subject, `: ${count}`),
    body: snsBody({
      ...body,
      title: `${String(body.title)}: ${count}`,
      kind: "summary",
      ...countFields(tally, isOver),
      news: news.named,
    }),
    email: emailText({
      ...people,
      title,
      summary: [
        ["Count", `${count}, ${spanText(tally.firstSeen, tally.lastSeen)}`],
        ...newsFacts(news, messageContext),
      ],
    }),
    sms: smsText([title]),
    attributes: { ...first.attributes, kind: "summary", count: tally.count },
  };
}

/** A storm for a topic: many threads of one rule. Its `kind` is `storm` or `catch-up`. */
export function stormSns(
  storm: StormView,
  messageContext: MessageContext,
  news?: News,
): SnsMessage {
  const { id, kind, severity, ruleId, tally, threads, example, isOver = false } = storm;
  const title = `${stormTitle(storm, messageContext)}: ${digits(tally.count)} events`;
  const standsFor = `${kind === "catch-up" ? "Of an outage. " : ""}One message for ${digits(threads)}.`;
  const rule = ruleId === undefined ? undefined : messageContext.ruleById(ruleId);
  const lists = STORM_LISTS.map(
    ({ field, many }) => [many, mostFrequent(tally, field, messageContext)] as const,
  );
  return {
    subject: snsSubject(severity, title),
    body: snsBody({
      ...moduleFields,
      title,
      error_message: standsFor,
      kind,
      storm_id: id,
      severity,
      rules: ruleId === undefined ? [] : [ruleId],
      rule_title: rule?.title ?? null,
      threads,
      ...countFields(tally, isOver),
      news: news?.named ?? {},
    }),
    email: emailText({
      title: `${severityWord(severity)}: ${title}`,
      facts: [
        ["Count", `${digits(tally.count)} events, ${spanText(tally.firstSeen, tally.lastSeen)}`],
        ["", standsFor],
        ...lists,
        ...(news === undefined ? [] : newsFacts(news, messageContext)),
        ["Rule", ruleId],
      ],
      paragraphs: [
        ["Why", rule && (rule.description || rule.title)],
        ["What to do", rule?.runbook],
      ],
      link:
        example && callsLink({ ...example, ...messageContext }, [...tally.eventNames.keys()][0]),
    }),
    sms: smsText([
      `${severityWord(severity)}: ${title}`,
      ` by ${distinct(tally, "actors")} actors`,
    ]),
    attributes: {
      severity,
      ...(ruleId !== undefined && { ruleIds: [ruleId] }),
      kind,
      count: tally.count,
    },
  };
}

/** Fields every summary has: how many, when, and the most frequent values of everything. */
function countFields(tally: Tally, isOver: boolean): Readonly<Record<string, unknown>> {
  const lists = TALLY_FIELDS.map((field) => [
    SNAKE[field],
    {
      distinct: distinct(tally, field),
      top: Object.fromEntries([...tally[field]].slice(0, MAX_TOP)),
    },
  ]);
  return {
    count: tally.count,
    first_time: offsetTime(tally.firstSeen),
    last_time: offsetTime(tally.lastSeen),
    is_over: isOver,
    counts: Object.fromEntries(lists),
  };
}

const MAX_TOP = 20;

const SNAKE: Readonly<Record<TallyField, string>> = {
  actors: "actors",
  sessions: "sessions",
  accounts: "accounts",
  callerAccounts: "caller_accounts",
  regions: "regions",
  addresses: "addresses",
  eventNames: "event_names",
  errorCodes: "error_codes",
  outcomes: "outcomes",
  resources: "resources",
  ruleIds: "rules",
};

/** `a 120, b 80 and 466 more`, one value a line. */
function mostFrequent(
  tally: Tally,
  field: TallyField,
  { accountNames }: MessageContext,
): string | undefined {
  const all = distinct(tally, field);
  const lines = [...tally[field]].slice(0, MAX_LISTED).map(([value, events]) => {
    const text = field === "accounts" ? accountText(value, accountNames) : value;
    return `${text.slice(0, 100)}: ${digits(events)}`;
  });
  const more = all - lines.length;
  return [...lines, ...(more > 0 ? [`and ${digits(more)} more`] : [])].join("\n") || undefined;
}

const MAX_LISTED = 10;

/** What is new, a row for each kind; all of it is in the body. */
function newsFacts(
  { named, left, beyond }: News,
  { accountNames }: MessageContext,
): [label: string, value: string][] {
  return COUNTED_KINDS.flatMap(({ kind, many }) => {
    const values = named[kind] ?? [];
    const rest = (left[kind] ?? 0) + (beyond[kind] ?? 0);
    if (values.length + rest === 0) return [];
    const isAccount = kind === "accounts" || kind === "callerAccounts";
    const texts = values.map((value) => (isAccount ? accountText(value, accountNames) : value));
    const more = rest === 0 ? [] : [`and ${digits(rest)} more`];
    // One row a value: a row has an end, and none of them may be lost behind it.
    return [...texts, ...more].map((text, index): [string, string] => [
      index === 0 ? "New" : "",
      `${index === 0 ? `${many}: ` : ""}${text}`,
    ]);
  });
}

/** A first message's subject with more behind it, within SNS's length. */
function shortSubject(subject: string, more: string): string {
  const whole = subject + more;
  return whole.length < 100 ? whole : `${subject.slice(0, 96 - more.length)}...${more}`;
}

/**
 * Reads a message that was kept as JSON text.
 *
 * @returns Undefined if it is none.
 */
export function snsOfText(text: string): SnsMessage | undefined {
  try {
    const message: unknown = JSON.parse(text);
    const isMessage =
      isObject(message) &&
      typeof message.subject === "string" &&
      typeof message.body === "string" &&
      isObject(message.attributes);
    return isMessage ? (message as unknown as SnsMessage) : undefined;
  } catch {
    // Not JSON: the caller says what cannot be sent.
    return undefined;
  }
}
