import { DeliveryError, type DeliveryFault, isNeverSent } from "../../core/alert/delivery-error.ts";
import { secretValue } from "../../core/settings/secret-text.ts";
import type { SlackMessage } from "../../core/slack/block.ts";
import { slackFault } from "../../core/slack/error.ts";
import type { Secrets, SlackWebhooks } from "../../ports.ts";

/** How {@linkcode slackWebhooks} makes its calls. */
export interface SlackWebhookOptions {
  /** Milliseconds one call may take. @default 5_000 */
  readonly timeoutMilliseconds?: number;
  /** Makes the requests. @default the runtime's own */
  readonly fetch?: typeof fetch;
}

/**
 * Posts through incoming webhooks. Their addresses are secrets: they are read at the first use,
 * and once more when Slack does not know one, as it may have been rotated.
 *
 * @see https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks
 */
export function slackWebhooks(secrets: Secrets, options: SlackWebhookOptions = {}): SlackWebhooks {
  return {
    async post(secretId, message) {
      const address = await readAddress(secrets, secretId, false);
      try {
        await send(address, message, options);
      } catch (error) {
        if (!(error instanceof DeliveryError) || !RENEWABLE.includes(error.fault)) throw error;
        const renewed = await readAddress(secrets, secretId, true);
        if (renewed.href === address.href) throw error;
        await send(renewed, message, options);
      }
    },
  };
}

/** What a webhook may answer whose address was replaced. */
const RENEWABLE: readonly DeliveryFault[] = ["auth", "refused"];

async function readAddress(secrets: Secrets, secretId: string, fresh: boolean): Promise<URL> {
  let text: string;
  try {
    text = await secrets.get(secretId, { fresh });
  } catch (cause) {
    throw new DeliveryError("later", "webhook_secret_unreadable", { cause });
  }
  try {
    return new URL(secretValue(text, "url"));
  } catch {
    // The cause would quote the address.
    throw new DeliveryError("auth", "webhook_secret_holds_no_address");
  }
}

async function send(
  address: URL,
  message: SlackMessage,
  { timeoutMilliseconds = 5_000, fetch = globalThis.fetch }: SlackWebhookOptions,
): Promise<void> {
  let response: Response;
  let body: string;
  try {
    response = await fetch(address, {
      method: "POST",
      headers: { "content-type": "application/json; charset=utf-8" },
      body: JSON.stringify(message),
      redirect: "error",
      signal: AbortSignal.timeout(timeoutMilliseconds),
    });
    body = await response.text();
  } catch (error) {
    const name = error instanceof Error ? error.name : "Error";
    throw new DeliveryError("later", name === "TimeoutError" ? "timeout" : "request_failed", {
      isUnsure: !isNeverSent(error),
    });
  }
  // A proxy's page comes with 200, too: only Slack's word says that it has the message.
  if (response.status !== 200 || body.trim() !== "ok") throw refusal(response, body);
}

/** Webhooks answer with a status and, as text, a word or two. */
function refusal({ status, headers }: Response, body: string): DeliveryError {
  const word = /^[a-z_]{1,60}$/.exec(body.trim())?.[0] ?? `http_${status}`;
  if (status === 429) {
    const seconds = Number.parseInt(headers.get("retry-after") ?? "", 10);
    const retryAfterSeconds = Number.isNaN(seconds) ? undefined : seconds;
    return new DeliveryError("later", "ratelimited", { retryAfterSeconds });
  }
  if (status === 408 || status === 504) return new DeliveryError("later", word, { isUnsure: true });
  if (status >= 500) return new DeliveryError("later", word);
  if (word === "invalid_payload") return new DeliveryError("content", word);
  if (UNKNOWN_ADDRESS.includes(word)) return new DeliveryError("auth", word);
  // What Slack does not say in a word of its own may be anybody's answer.
  return new DeliveryError(REFUSED.includes(word) ? "refused" : slackFault(word), word);
}

/**
 * Words for an address Slack does not know: another may take its place in the secret.
 *
 * @see https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks#handling_errors
 */
const UNKNOWN_ADDRESS = [
  "no_service",
  "no_service_id",
  "no_active_hooks",
  "invalid_token",
  "no_team",
];

/** Words for what no retry can help. */
const REFUSED = [
  "action_prohibited",
  "posting_to_general_channel_denied",
  "team_disabled",
  "user_not_found",
];
