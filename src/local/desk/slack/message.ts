import { isObject } from "../../../core/record/event-text.ts";
import { characters } from "./shape.ts";

/** A message as Slack's API shows it. Frozen in time: a change makes a new one. */
export interface Message {
  readonly type: "message";
  readonly subtype?: "bot_message" | "thread_broadcast";
  /** Its identity within the channel. */
  readonly ts: string;
  readonly text: string;
  readonly team: string;
  /** Who wrote it; absent for what an incoming webhook posted. */
  readonly user?: string;
  readonly bot_id?: string;
  readonly app_id?: string;
  readonly username?: string;
  readonly icons?: { readonly emoji: string };
  readonly blocks?: readonly unknown[];
  readonly attachments?: readonly unknown[];
  readonly metadata?: unknown;
  /** Slack marks only an edit that shows as text: one with blocks leaves no mark. */
  readonly edited?: { readonly user: string; readonly ts: string };
  /** The thread's parent: another message's `ts`, or its own once it has replies. */
  readonly thread_ts?: string;
  readonly parent_user_id?: string;
  readonly reply_count?: number;
  readonly reply_users_count?: number;
  readonly reply_users?: readonly string[];
  readonly latest_reply?: string;
}

/** What a caller says about a message to be. */
export interface Draft {
  readonly text: string;
  readonly blocks?: readonly unknown[];
  readonly attachments?: readonly unknown[];
  readonly metadata?: unknown;
  readonly username?: string;
  readonly icons?: { readonly emoji: string };
  /** `ts` of a message in the same channel. */
  readonly threadTs?: string;
  readonly broadcast?: boolean;
  readonly author: Author;
}

/** Who writes. */
export interface Author {
  readonly user?: string;
  readonly bot_id?: string;
  readonly app_id?: string;
}

/** Characters of `text` Slack keeps. @see {@link https://docs.slack.dev/reference/methods/chat.postMessage} */
const MAX_TEXT = 40_000;

/** Cuts a text where Slack does. */
export function truncate(text: string): { text: string; truncated: boolean } {
  return characters(text) > MAX_TEXT
    ? { text: [...text].slice(0, MAX_TEXT).join(""), truncated: true }
    : { text, truncated: false };
}

/** Gives blocks the ids Slack gives them, for those that have none. */
export function withBlockIds(blocks: readonly unknown[], ts: string): unknown[] {
  return blocks.map((block, index) =>
    isObject(block) ? { ...block, block_id: block.block_id ?? `${ts.slice(-6)}${index}` } : block,
  );
}

/** Gives attachments the ids Slack gives them. */
export function withAttachmentIds(attachments: readonly unknown[]): unknown[] {
  return attachments.map((attachment, index) =>
    isObject(attachment) ? { id: index + 1, ...attachment } : attachment,
  );
}

/** Everything a message says, in lower case: what a search looks through. */
export function searchText(message: Message): string {
  const parts: string[] = [message.text];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit);
    else if (isObject(value)) {
      for (const [key, child] of Object.entries(value)) {
        if (typeof child !== "string") visit(child);
        else if (SPOKEN.has(key)) parts.push(child);
      }
    }
  };
  visit(message.blocks);
  visit(message.attachments);
  return parts
    .join("\n")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&")
    .toLowerCase();
}

/** Keys of blocks and attachments whose texts a reader sees. */
const SPOKEN = new Set(["text", "title", "value", "pretext", "footer", "author_name", "url"]);
