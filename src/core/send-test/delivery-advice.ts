import type { Destination } from "../alert/route.ts";
import { isTokenWord } from "../slack/error.ts";

/**
 * What to do where a destination does not take a message.
 *
 * @param code The destination's own word, as in a `DeliveryError`.
 */
export function deliveryAdvice(kind: Destination["kind"], code: string): string {
  if (kind === "slack-app" && isTokenWord(code)) return TOKEN;
  return ADVICE[kind][code] ?? OF_ALL[code] ?? `look up "${code}" in ${REFERENCE[kind]}`;
}

const TOKEN =
  "put the app's bot token (xoxb-…, Slack: OAuth & Permissions) into the secret, and reinstall the app if it was removed";

const INVITE = "invite the app in that channel: /invite @trailbridge";
const NOT_POSTING = "let the app post there: Slack, channel settings, posting permissions";
const NEW_WEBHOOK =
  "make a new incoming webhook in the app's settings and put its address into the secret";
const UNARCHIVE = "unarchive the channel, or name another in the settings";

/** @see https://docs.slack.dev/reference/methods/chat.postMessage#errors */
const SLACK_APP: Readonly<Record<string, string>> = {
  not_in_channel: INVITE,
  channel_not_found: `check the channel's id (Slack: channel details, at the bottom); if it is a private channel, ${INVITE}`,
  is_archived: UNARCHIVE,
  missing_scope:
    "give the app's bot the scope chat:write (Slack: OAuth & Permissions) and reinstall it",
  no_permission: NOT_POSTING,
  access_denied: NOT_POSTING,
  restricted_action: NOT_POSTING,
  restricted_action_read_only_channel: NOT_POSTING,
  restricted_action_thread_only_channel: NOT_POSTING,
  not_allowed_token_type: TOKEN,
  team_access_not_granted: "install the app in the workspace that the channel is of",
  token_secret_holds_no_token: TOKEN,
  no_token_secret_configured: "name the secret with the bot token: slack.app.botTokenSecretId",
};

/** @see https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks#handling_errors */
const SLACK_WEBHOOK: Readonly<Record<string, string>> = {
  no_service: NEW_WEBHOOK,
  no_service_id: NEW_WEBHOOK,
  no_active_hooks: NEW_WEBHOOK,
  invalid_token: NEW_WEBHOOK,
  no_team: NEW_WEBHOOK,
  http_404: NEW_WEBHOOK,
  channel_not_found: NEW_WEBHOOK,
  user_not_found: NEW_WEBHOOK,
  channel_is_archived: UNARCHIVE,
  is_archived: UNARCHIVE,
  action_prohibited: "ask the workspace's admins to allow the webhook",
  posting_to_general_channel_denied: "name another channel: admins alone post to this one",
  webhook_secret_holds_no_address: `the secret must hold the address, https://hooks.slack.com/…, as text or as field url; ${NEW_WEBHOOK}`,
};

/** @see https://docs.aws.amazon.com/sns/latest/api/API_Publish.html#API_Publish_Errors */
const SNS: Readonly<Record<string, string>> = {
  NotFound: "check the topic's ARN in the settings; it must be there, in that Region",
  InvalidParameter: "check the topic's ARN in the settings",
  AuthorizationError:
    "allow your credentials sns:Publish, by your policy and, in another account, the topic's",
  AccessDenied: "allow your credentials sns:Publish",
  KMSAccessDenied:
    "allow your credentials kms:GenerateDataKey and kms:Decrypt on the topic's key, and name it in sns.kmsKeyArn for the notifier",
  KMSDisabled: "enable the topic's KMS key",
};

const OF_ALL: Readonly<Record<string, string>> = {
  ratelimited: "try again in a minute",
  timeout: "check the network from here, a proxy for one, and try again",
  request_failed: "check the network from here, a proxy for one, and try again",
};

const ADVICE: Readonly<Record<Destination["kind"], Readonly<Record<string, string>>>> = {
  "slack-app": SLACK_APP,
  "slack-webhook": SLACK_WEBHOOK,
  sns: SNS,
  bus: {},
};

const REFERENCE: Readonly<Record<Destination["kind"], string>> = {
  "slack-app": "https://docs.slack.dev/reference/methods/chat.postMessage",
  "slack-webhook":
    "https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks#handling_errors",
  sns: "https://docs.aws.amazon.com/sns/latest/api/API_Publish.html",
  bus: "https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html",
};
