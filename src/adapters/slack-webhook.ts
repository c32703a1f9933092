import { DeliveryError } from "../core/alert/delivery-error.ts";
import { secretValue } from "../core/settings/secret-text.ts";
import type { SlackMessage } from "../core/slack/block.ts";
import { slackFault } from "../core/slack/error.ts";
import type { Secrets, SlackWebhooks } from "../ports.ts";

/** How {@linkcode slackWebhooks} makes its calls. */
export interface SlackWebhookOptions {
  /** Milliseconds one call may take. @default 10_000 */
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
        if (!(error instanceof DeliveryError) || error.fault !== "refused") throw error;
        const renewed = await readAddress(secrets, secretId, true);
        if (renewed.href === address.href) throw error;
        await send(renewed, message, options);
      }
    },
  };
}

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
    throw new DeliveryError("refused", "webhook_secret_holds_no_address");
  }
}

async function send(
  address: URL,
  message: SlackMessage,
  { timeoutMilliseconds = 10_000, fetch = globalThis.fetch }: SlackWebhookOptions,
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
    throw new DeliveryError("later", name === "TimeoutError" ? "timeout" : "request_failed");
  }
  if (response.status !== 200) throw refusal(response, body);
}

/** Webhooks answer with a status and, as text, a word or two. */
function refusal({ status, headers }: Response, body: string): DeliveryError {
  const word = /^[a-z_]{1,60}$/.exec(body.trim())?.[0] ?? `http_${status}`;
  if (status === 429) {
    const seconds = Number.parseInt(headers.get("retry-after") ?? "", 10);
    const retryAfterSeconds = Number.isNaN(seconds) ? undefined : seconds;
    return new DeliveryError("later", "ratelimited", { retryAfterSeconds });
  }
  if (status >= 500 || status === 408) return new DeliveryError("later", word);
  const fault = word === "invalid_payload" ? "content" : slackFault(word);
  return new DeliveryError(fault === "content" ? "content" : "refused", word);
}
