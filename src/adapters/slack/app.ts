import { DeliveryError } from "../../core/alert/delivery-error.ts";
import { secretValue } from "../../core/settings/secret-text.ts";
import { isTokenWord } from "../../core/slack/error.ts";
import type { PostedBy, Secrets, SlackApp } from "../../ports.ts";
import { callSlack, type SlackAnswer } from "./web-api.ts";

/** What {@linkcode slackApp} needs. */
export interface SlackAppOptions {
  readonly secrets: Secrets;
  /** ARN or name of the secret with the bot token. */
  readonly tokenSecretId: string | undefined;
  /** Base address of the API. @default Slack's own */
  readonly apiUrl?: string | undefined;
  /** Milliseconds one call may take. @default 5_000 */
  readonly timeoutMilliseconds?: number;
  /** Makes the requests. @default the runtime's own */
  readonly fetch?: typeof fetch;
}

/**
 * Posts as the Slack app.
 *
 * A call is made once, within its time, and a rate limit is an error: to wait in a function would be
 * paid for and then cut off. The token is read at the first call; when Slack does not take it, it is
 * read once more, as it may have been rotated.
 */
export function slackApp(options: SlackAppOptions): SlackApp {
  async function call(
    method: string,
    fields: Readonly<Record<string, unknown>>,
  ): Promise<SlackAnswer> {
    const token = await readToken(options, false);
    try {
      return await callSlack(method, fields, { ...options, token });
    } catch (error) {
      if (!(error instanceof DeliveryError) || !isTokenWord(error.code)) throw error;
    }
    const renewed = await readToken(options, true);
    if (renewed === token) throw new DeliveryError("auth", "invalid_auth");
    return await callSlack(method, fields, { ...options, token: renewed });
  }

  return {
    async post(channel, { text, blocks, attachments, ...unfurl }, threadTs, by) {
      const { ts } = await call("chat.postMessage", {
        channel,
        text,
        blocks,
        attachments,
        thread_ts: threadTs,
        metadata: by && metadataOf(by),
        unfurl_links: unfurl.unfurl_links,
        unfurl_media: unfurl.unfurl_media,
      });
      if (typeof ts === "string") return ts;
      throw new DeliveryError("later", "no_ts_in_answer", { isUnsure: true });
    },
    async update(channel, ts, { text, blocks, attachments }) {
      await call("chat.update", { channel, ts, text, blocks, attachments });
    },
    async probe() {
      await call("auth.test", {});
    },
    async find(channel, { window }, since) {
      const { messages } = await call("conversations.history", {
        channel,
        oldest: String(Math.floor(since / 1_000) - CLOCK_SKEW_SECONDS),
        limit: HISTORY,
        include_all_metadata: true,
      });
      const found = Array.isArray(messages) ? (messages as readonly HistoryMessage[]) : [];
      return found.find(
        ({ metadata }) =>
          metadata?.event_type === EVENT_TYPE && metadata.event_payload?.window === window,
      )?.ts;
    },
  };
}

/** A message of a channel's history, as far as it is looked at. */
interface HistoryMessage {
  readonly ts?: string;
  readonly metadata?: {
    readonly event_type?: unknown;
    readonly event_payload?: { readonly window?: unknown };
  };
}

/** Name of the metadata by which a message is found again. */
const EVENT_TYPE = "trailbridge_alert";

/** Messages looked through, at most one page. */
const HISTORY = 200;

/** Seconds by which Slack's clock may differ from ours. */
const CLOCK_SKEW_SECONDS = 5;

/** @see https://docs.slack.dev/messaging/message-metadata/ */
function metadataOf({ window, attempt }: PostedBy) {
  return { event_type: EVENT_TYPE, event_payload: { window, attempt } };
}

async function readToken(
  { secrets, tokenSecretId }: SlackAppOptions,
  fresh: boolean,
): Promise<string> {
  if (tokenSecretId === undefined) throw new DeliveryError("refused", "no_token_secret_configured");
  let text: string;
  try {
    text = await secrets.get(tokenSecretId, { fresh });
  } catch (cause) {
    throw new DeliveryError("later", "token_secret_unreadable", { cause });
  }
  try {
    return secretValue(text, "botToken");
  } catch (cause) {
    throw new DeliveryError("auth", "token_secret_holds_no_token", { cause });
  }
}
