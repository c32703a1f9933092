import { isObject } from "../../../core/record/event-text.ts";
import { checkBlocks } from "./block-check.ts";
import { truncate } from "./message.ts";
import { parseJson } from "./request-body.ts";

/** What a call wants a message to hold, in order. Absent = the call does not speak of it. */
export interface MessageContent {
  readonly text?: string;
  /** `text` passed the limit and was cut. */
  readonly truncated: boolean;
  readonly blocks?: readonly unknown[];
  readonly attachments?: readonly unknown[];
  readonly metadata?: unknown;
}

/** Slack's refusal: its error code and its explanations, each `… [json-pointer:/…]`. */
export interface ContentRefusal {
  readonly error: string;
  readonly complaints: readonly string[];
}

/** Attachments one message takes. */
const MAX_ATTACHMENTS = 100;

/**
 * Reads and checks the content of a call to post or change a message. Lists may be JSON text, as a
 * form carries them, or already parsed.
 *
 * @see {@link https://docs.slack.dev/reference/methods/chat.postMessage}
 */
export function readMessageContent(
  args: Readonly<Record<string, unknown>>,
): MessageContent | ContentRefusal {
  const blocks = readJson(args.blocks);
  const attachments = readJson(args.attachments);
  const metadata = readJson(args.metadata);

  if (blocks !== undefined) {
    const refusal = checkBlocks(blocks);
    if (refusal !== undefined) return refusal;
  }
  if (attachments !== undefined) {
    const refusal = checkAttachments(attachments);
    if (refusal !== undefined) return refusal;
  }
  if (metadata !== undefined && !isMetadata(metadata)) {
    return { error: "invalid_metadata_format", complaints: [] };
  }

  const given = args.text === undefined || args.text === null ? undefined : String(args.text);
  const { text, truncated } = truncate(given ?? "");
  return {
    truncated,
    ...(given !== undefined && { text }),
    ...(blocks !== undefined && { blocks: blocks as unknown[] }),
    ...(attachments !== undefined && { attachments: attachments as unknown[] }),
    ...(metadata !== undefined && { metadata }),
  };
}

/** Whether there is anything to show. */
export function isEmpty({ text = "", blocks = [], attachments = [] }: MessageContent): boolean {
  return text.trim() === "" && blocks.length === 0 && attachments.length === 0;
}

function checkAttachments(attachments: unknown): ContentRefusal | undefined {
  if (!Array.isArray(attachments) || !attachments.every(isObject)) {
    return { error: "invalid_attachments", complaints: [] };
  }
  if (attachments.length > MAX_ATTACHMENTS)
    return { error: "too_many_attachments", complaints: [] };
  for (const [index, { blocks }] of attachments.entries()) {
    const refusal =
      blocks === undefined ? undefined : checkBlocks(blocks, `/attachments/${index}/blocks`);
    if (refusal !== undefined) {
      const error = refusal.error === "invalid_blocks" ? "invalid_attachments" : refusal.error;
      return { error, complaints: refusal.complaints };
    }
  }
  return undefined;
}

function isMetadata(value: unknown): boolean {
  if (!isObject(value)) return false;
  if (Object.keys(value).length === 0) return true;
  return typeof value.event_type === "string" && isObject(value.event_payload);
}

/** A list or object, from itself or from its JSON; text that is no JSON stays text, and is refused as such. */
function readJson(value: unknown): unknown {
  if (value === undefined || value === null || value === "") return undefined;
  if (typeof value !== "string") return value;
  return parseJson(value)?.value ?? value;
}
