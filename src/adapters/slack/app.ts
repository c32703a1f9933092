import type { Logger, WebClient } from "@slack/web-api";
import { DeliveryError, isNeverSent } from "../../core/alert/delivery-error.ts";
import { secretValue } from "../../core/settings/secret-text.ts";
import type { SlackMessage } from "../../core/slack/block.ts";
import { isTokenWord, slackFault } from "../../core/slack/error.ts";
import type { PostedBy, Secrets, SlackApp } from "../../ports.ts";

/** Slack's client: what it is made of runs when the first call is made, and not at each cold start. */
type Client = typeof import("./web-api.ts");

let loading: Promise<Client> | undefined;

/** Loads it, once: whoever keeps a time of its own does so before that begins. */
export function loadSlackClient(): Promise<Client> {
  loading ??= import("./web-api.ts");
  return loading;
}

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
 * The client's defaults wait and retry for half an hour, which in a function would be paid for
 * and then cut off: here each call is made once, within its time, and a rate limit is an error.
 * The token is read at the first call; when Slack does not take it, it is read once more, as it
 * may have been rotated.
 */
export function slackApp(options: SlackAppOptions): SlackApp {
  const clients = new Map<string, WebClient>();

  async function clientWith(
    slack: Client,
    fresh: boolean,
  ): Promise<{ client: WebClient; token: string }> {
    const token = await readToken(options, fresh);
    const client = clients.get(token) ?? newClient(slack, token, options);
    clients.clear();
    clients.set(token, client);
    return { client, token };
  }

  async function call<T>(use: (client: WebClient) => Promise<T>): Promise<T> {
    const slack = await loadSlackClient();
    const { client, token } = await clientWith(slack, false);
    try {
      return await use(client);
    } catch (error) {
      if (!isTokenFault(slack, error)) throw deliveryError(slack, error);
    }
    const renewed = await clientWith(slack, true);
    if (renewed.token === token) throw new DeliveryError("auth", "invalid_auth");
    try {
      return await use(renewed.client);
    } catch (error) {
      throw deliveryError(slack, error);
    }
  }

  return {
    async post(channel, message, threadTs, by) {
      const { ts } = await call((client) =>
        client.chat.postMessage({
          channel,
          ...contentOf(message),
          ...(threadTs !== undefined && { thread_ts: threadTs }),
          ...(by !== undefined && { metadata: metadataOf(by) }),
          unfurl_links: message.unfurl_links,
          unfurl_media: message.unfurl_media,
        }),
      );
      if (ts === undefined) throw new DeliveryError("later", "no_ts_in_answer", { isUnsure: true });
      return ts;
    },
    async update(channel, ts, message) {
      await call((client) => client.chat.update({ channel, ts, ...contentOf(message) }));
    },
    async probe() {
      await call((client) => client.auth.test());
    },
    async find(channel, { window }, since) {
      const { messages = [] } = await call((client) =>
        client.conversations.history({
          channel,
          oldest: String(Math.floor(since / 1_000) - CLOCK_SKEW_SECONDS),
          limit: HISTORY,
          include_all_metadata: true,
        }),
      );
      return messages.find(
        ({ metadata }) =>
          metadata?.event_type === EVENT_TYPE &&
          (metadata.event_payload as { window?: unknown } | undefined)?.window === window,
      )?.ts;
    },
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

function newClient(
  { LogLevel, WebClient }: Client,
  token: string,
  { apiUrl, timeoutMilliseconds = 5_000, fetch }: SlackAppOptions,
): WebClient {
  return new WebClient(token, {
    ...(fetch && { fetch }),
    ...(apiUrl && { slackApiUrl: apiUrl.endsWith("/") ? apiUrl : `${apiUrl}/` }),
    timeout: timeoutMilliseconds,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: { ...SILENT, getLevel: () => LogLevel.ERROR },
    allowAbsoluteUrls: false,
  });
}

function contentOf({ text, blocks, attachments }: SlackMessage) {
  // The client's types want mutable arrays; it does not change them.
  return { text, blocks: [...blocks], attachments: [...attachments] } as unknown as {
    text: string;
    blocks: [];
    attachments: [];
  };
}

function isTokenFault({ WebAPIPlatformError }: Client, error: unknown): boolean {
  return error instanceof WebAPIPlatformError && isTokenWord(error.data.error);
}

/** What Slack's answer means. */
function deliveryError(
  { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError }: Client,
  error: unknown,
): DeliveryError {
  if (error instanceof DeliveryError) return error;
  if (error instanceof WebAPIRateLimitedError) {
    return new DeliveryError("later", "ratelimited", { retryAfterSeconds: error.retryAfter });
  }
  if (error instanceof WebAPIHTTPError) {
    const isUnsure = GATEWAY_TIMEOUTS.includes(error.statusCode);
    return new DeliveryError("later", `http_${error.statusCode}`, { isUnsure });
  }
  if (error instanceof WebAPIPlatformError) {
    // The client takes any text it cannot parse, such as a proxy's page, for Slack's word.
    const code = /^[a-z0-9_]{1,80}$/.exec(error.data.error)?.[0] ?? "unreadable_answer";
    return new DeliveryError(slackFault(code), code);
  }
  // Network and timeout; the request's headers hold the token, so no cause beyond the message.
  const reason = error instanceof Error ? error.message : String(error);
  // So the client says that a rate limit came without its Retry-After.
  if (/retry header/i.test(reason)) {
    return new DeliveryError("later", "ratelimited", { retryAfterSeconds: UNTOLD_SECONDS });
  }
  return new DeliveryError("later", "request_failed", {
    isUnsure: !isNeverSent(error),
    cause: new Error(reason),
  });
}

/** Seconds to wait where a rate limit names none. */
const UNTOLD_SECONDS = 30;

/** Statuses by which somebody between says that Slack did not answer in time. */
const GATEWAY_TIMEOUTS = [408, 504];

/** The client would print to the console what the adapter reports by its errors. */
const SILENT: Omit<Logger, "getLevel"> = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  setName() {},
};
