import { isObject } from "../../../core/record/event-text.ts";
import { isEmpty, readMessageContent } from "./message-content.ts";
import { parseJson } from "./request-body.ts";
import type { Workspace } from "./workspace.ts";

/** An incoming webhook of the desk. */
export interface DeskWebhook {
  /** What {@linkcode Desk.webhookUrl} finds it by. @default the channel's id */
  readonly name?: string;
  /** Like `/services/T0DESK/B0SECURITY/x7Kq`; a webhook's only secret. */
  readonly path: string;
  /** Id of the channel it posts to, whatever the payload says. */
  readonly channel: string;
}

/** What a webhook answers: a status and plain text. */
export interface WebhookAnswer {
  readonly status: number;
  readonly text: string;
}

/**
 * Posts what an incoming webhook was sent.
 *
 * @see {@link https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks}
 * @see {@link https://docs.slack.dev/changelog/2016-05-17-changes-to-errors-for-incoming-webhooks}
 */
export function postWebhook(
  workspace: Workspace,
  webhook: DeskWebhook,
  { contentType, body }: { contentType: string | undefined; body: string },
  botId: string,
): WebhookAnswer {
  const channel = workspace.channel(webhook.channel);
  if (channel === undefined) return { status: 404, text: "channel_not_found" };
  if (channel.archived === true) return { status: 410, text: "channel_is_archived" };
  const payload = readPayload(contentType, body);
  if (payload === undefined) return { status: 400, text: "invalid_payload" };
  const content = readMessageContent(payload);
  if ("error" in content) return { status: 400, text: content.error };
  if (isEmpty(content)) return { status: 400, text: "no_text" };
  const { truncated: _, ...held } = content;
  workspace.post(channel.id, {
    text: "",
    ...held,
    ...(typeof payload.thread_ts === "string" && { threadTs: payload.thread_ts }),
    author: { bot_id: botId },
  });
  return { status: 200, text: "ok" };
}

/** The payload: the body itself as JSON, or the form field `payload`. */
function readPayload(
  contentType: string | undefined,
  body: string,
): Record<string, unknown> | undefined {
  const form = contentType?.startsWith("application/x-www-form-urlencoded") === true;
  const text = form ? (new URLSearchParams(body).get("payload") ?? "") : body;
  const payload = parseJson(text)?.value;
  return isObject(payload) ? payload : undefined;
}
