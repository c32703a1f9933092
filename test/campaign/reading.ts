import type { Message } from "../../src/local/desk/slack/message.ts";
import type { World } from "./world.ts";

/** A message as it stands in a channel at the end, and as it was posted. */
export interface ShownMessage {
  readonly channel: string;
  readonly ts: string;
  readonly postedAt: number;
  readonly kind: "parent" | "storm" | "reply" | "details" | "notice";
  /** The window or storm it tells of. */
  readonly window: string | undefined;
  /** What a reader sees of it, as it was posted: that is what notified. */
  readonly posted: string;
  /** What a reader sees of it now. */
  readonly text: string;
  /** Events it says it tells of, of a message that stands by itself. */
  readonly count: number;
}

/** Reads what stands in the channels: messages alone, nothing of the product's table. */
export function shownMessages(world: World): readonly ShownMessage[] {
  const shown: ShownMessage[] = [];
  const kinds = new Map<string, ShownMessage>();
  for (const { at, kind, channel, message } of world.slack.changes) {
    if (kind !== "post") continue;
    const now = world.slack.workspace.message(channel, message.ts) ?? message;
    const payload = payloadOf(message);
    const text = textOf(now);
    const parent = message.thread_ts === undefined ? undefined : kinds.get(message.thread_ts);
    const one: ShownMessage = {
      channel: `slack:${channel}`,
      ts: message.ts,
      postedAt: at,
      kind: kindOf(message, payload),
      window: parent?.window ?? payload.window,
      posted: textOf(message),
      text,
      count: countIn(text),
    };
    kinds.set(message.ts, one);
    shown.push(one);
  }
  return shown;
}

interface Payload {
  readonly window?: string;
  readonly attempt?: string;
}

function payloadOf({ metadata }: Message): Payload {
  return (Object(metadata) as { event_payload?: Payload }).event_payload ?? {};
}

/** The window or storm a message says it is of. */
export function windowOf(message: Message): string | undefined {
  return payloadOf(message).window;
}

function kindOf(message: Message, { window }: Payload): ShownMessage["kind"] {
  if (message.thread_ts !== undefined) {
    return textOf(message).startsWith("*Details*") ? "details" : "reply";
  }
  if (window === undefined) return "notice";
  return window.startsWith("storm-") ? "storm" : "parent";
}

/** Events a message says it tells of; one that says nothing tells of one. */
export function countIn(text: string): number {
  const found = /(\d[\d,]*) events\b/.exec(text)?.[1];
  return found === undefined ? 1 : Number(found.replaceAll(",", ""));
}

/** What a reader sees: every text of a message's blocks, as Slack shows it. */
export function textOf({ blocks, attachments, text }: Message): string {
  const texts: string[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit);
    else if (typeof value === "object" && value !== null) {
      for (const [key, child] of Object.entries(value)) {
        if (key === "text" && typeof child === "string") texts.push(child);
        else visit(child);
      }
    }
  };
  visit(blocks);
  visit(attachments);
  if (texts.length === 0) texts.push(text);
  return texts.join("\n").replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}
