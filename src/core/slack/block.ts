import { codeBlock, escaped } from "./text/text.ts";

/** The part of Block Kit that messages here use. Texts are escaped already. */
export type SlackBlock =
  | { readonly type: "header"; readonly text: PlainText }
  | { readonly type: "section"; readonly text: Mrkdwn }
  | { readonly type: "section"; readonly fields: readonly Mrkdwn[] }
  | { readonly type: "context"; readonly elements: readonly Mrkdwn[] };

/** Text with Slack's formatting. */
export interface Mrkdwn {
  readonly type: "mrkdwn";
  readonly text: string;
}

/** Text without formatting; emoji codes stay as written. */
export interface PlainText {
  readonly type: "plain_text";
  readonly text: string;
  readonly emoji: false;
}

/**
 * One message as `chat.postMessage`, `chat.update` and incoming webhooks take it.
 *
 * @see https://docs.slack.dev/reference/methods/chat.postMessage
 */
export interface SlackMessage {
  /** What notifications and screen readers say, and the whole message where blocks are refused. */
  readonly text: string;
  readonly blocks: readonly SlackBlock[];
  /** Blocks behind a coloured bar, below the others. */
  readonly attachments: readonly {
    readonly color: string;
    readonly fallback: string;
    readonly blocks: readonly SlackBlock[];
  }[];
  readonly unfurl_links: false;
  readonly unfurl_media: false;
}

/**
 * Limits of a message, in UTF-16 units and pieces. The last is ours: over all blocks Slack takes
 * about 13,000, undocumented, so the whole message as JSON stays below that.
 *
 * @see https://docs.slack.dev/reference/block-kit/blocks
 */
export const SLACK_LIMITS = {
  header: 150,
  text: 3_000,
  field: 2_000,
  fields: 10,
  contextElements: 10,
  blocks: 50,
  message: 12_000,
} as const;

/** A title, escaped here. */
export function header(title: string): SlackBlock {
  const text = escaped(title.replace(/\s+/g, " ").trim(), SLACK_LIMITS.header);
  return { type: "header", text: { type: "plain_text", text, emoji: false } };
}

/** A paragraph of escaped text. */
export function section(text: string): SlackBlock {
  return { type: "section", text: mrkdwn(text) };
}

/** Labelled values in two columns, those that are there. */
export function fieldsSection(
  rows: readonly (readonly [label: string, value: string | undefined])[],
): SlackBlock[] {
  const fields = rows.flatMap(([label, value]) =>
    value === undefined ? [] : [mrkdwn(`*${label}*\n${value}`)],
  );
  return fields.length === 0
    ? []
    : [{ type: "section", fields: fields.slice(0, SLACK_LIMITS.fields) }];
}

/** Small print, the lines that are there. */
export function context(lines: readonly (string | undefined)[]): SlackBlock[] {
  const elements = lines.filter((line) => line !== undefined && line !== "").map(mrkdwnOf);
  return elements.length === 0
    ? []
    : [{ type: "context", elements: elements.slice(0, SLACK_LIMITS.contextElements) }];
}

/** A labelled block of raw text in a code fence; escaped here. */
export function codeSection(label: string, text: string, note?: string): SlackBlock {
  const head = `*${label}*${note === undefined ? "" : `  _${note}_`}\n`;
  return section(head + codeBlock(text, SLACK_LIMITS.text - head.length));
}

/**
 * A labelled text in as many code fences as it needs, each broken at the end of a line; a line
 * that is longer than a fence loses its end.
 */
export function codeSections(label: string, text: string, note?: string): SlackBlock[] {
  const pages: string[][] = [[]];
  let room = MAX_PAGE;
  for (const line of text.split("\n")) {
    const size = escaped(line, SLACK_LIMITS.text).length + 1;
    if (size > room && pages.at(-1)?.length !== 0) {
      pages.push([]);
      room = MAX_PAGE;
    }
    pages.at(-1)?.push(line);
    room -= size;
  }
  return pages.map((lines, index) =>
    codeSection(index === 0 ? label : `${label}, continued`, lines.join("\n"), note),
  );
}

/** Of a section's text, what its label and note leave. */
const MAX_PAGE = SLACK_LIMITS.text - 120;

/** A message's blocks by what may happen to them. */
export interface MessageBlocks {
  /** Always shown, above the coloured bar; the caller bounds their texts. */
  readonly head: readonly SlackBlock[];
  /**
   * Behind the bar, the most useful first. A function is asked with less and less room for each
   * of its excerpts, in UTF-16 units, until all fit; where that is not enough, the last give way.
   */
  readonly detail?: readonly SlackBlock[] | ((excerptRoom: number) => readonly SlackBlock[]);
  /** Always shown, at the end of the detail. */
  readonly foot?: readonly SlackBlock[];
}

/**
 * Puts a message together and holds it below the limits; where detail had to give way, a line
 * says so.
 *
 * @param text Escaped fallback.
 */
export function slackMessage(
  text: string,
  color: string,
  { head, detail = [], foot = [] }: MessageBlocks,
): SlackMessage {
  let blocks: readonly SlackBlock[] = [];
  for (const room of typeof detail === "function" ? EXCERPT_ROOMS : [0]) {
    blocks = typeof detail === "function" ? detail(room) : detail;
    const message = assembled(text, color, head, [...blocks, ...foot]);
    if (fits(message)) return message;
  }
  for (let kept = blocks.length - 1; kept > 0; kept--) {
    const left = context(["_Shortened: the event itself has more._"]);
    const message = assembled(text, color, head, [...blocks.slice(0, kept), ...left, ...foot]);
    if (fits(message)) return message;
  }
  return assembled(text, color, head, foot);
}

/** Rooms an excerpt is given, until all of a message's fit. */
const EXCERPT_ROOMS = [
  7_000, 6_200, 5_500, 4_900, 4_300, 3_800, 3_300, 2_900, 2_500, 2_100, 1_700, 1_400, 1_100, 900,
  700, 500, 350, 200,
] as const;

/** A message of text alone, escaped already. */
export function textMessage(text: string): SlackMessage {
  return { text, blocks: [], attachments: [], unfurl_links: false, unfurl_media: false };
}

/** A message's paragraphs as text, for where its blocks are refused. */
export function unblocked(message: SlackMessage): SlackMessage {
  const paragraphs = message.blocks.flatMap((block) =>
    block.type === "section" && "text" in block ? [block.text.text] : [],
  );
  return textMessage([message.text, ...paragraphs].join("\n"));
}

/**
 * Says of a message that went out without the table: nobody knows whether it was sent before, and
 * nothing is folded into it.
 */
export function aloneMark(message: SlackMessage): SlackMessage {
  return {
    ...message,
    text: `${message.text} (${ALONE})`,
    blocks:
      message.blocks.length === 0 ? [] : [...message.blocks, ...context([`*Alone:* ${ALONE}`])],
  };
}

const ALONE =
  "The table cannot be reached: this alert may come again and is not folded with others.";

function assembled(
  text: string,
  color: string,
  head: readonly SlackBlock[],
  detail: readonly SlackBlock[],
): SlackMessage {
  return {
    text,
    blocks: head,
    attachments: detail.length === 0 ? [] : [{ color, fallback: text, blocks: detail }],
    unfurl_links: false,
    unfurl_media: false,
  };
}

function fits(message: SlackMessage): boolean {
  const detail = message.attachments.flatMap(({ blocks }) => blocks);
  return (
    message.blocks.length + detail.length < SLACK_LIMITS.blocks &&
    JSON.stringify(message).length <= SLACK_LIMITS.message - MARK_ROOM
  );
}

/** Kept for {@linkcode aloneMark}. */
const MARK_ROOM = 300;

function mrkdwnOf(text: string | undefined): Mrkdwn {
  return mrkdwn(text ?? "");
}

function mrkdwn(text: string): Mrkdwn {
  return { type: "mrkdwn", text };
}
