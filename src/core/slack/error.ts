import type { DeliveryFault } from "../alert/delivery-error.ts";

/**
 * What one of Slack's error words means. An unknown one counts as `later`: it comes again until
 * the queue gives up.
 *
 * @see https://docs.slack.dev/reference/methods/chat.postMessage#errors
 */
export function slackFault(code: string): DeliveryFault {
  if (CONTENT.includes(code)) return "content";
  if (GONE.includes(code)) return "gone";
  if (isTokenWord(code)) return "auth";
  return REFUSED.includes(code) ? "refused" : "later";
}

/** Whether Slack does not take the token; another may have taken its place. */
export function isTokenWord(code: string): boolean {
  return TOKEN_FAULTS.includes(code);
}

/** Slack's words for a token it does not take. */
const TOKEN_FAULTS = [
  "invalid_auth",
  "token_expired",
  "token_revoked",
  "not_authed",
  "account_inactive",
];

/** Slack's words for a message that is at fault itself. */
const CONTENT = [
  "invalid_blocks",
  "invalid_blocks_format",
  "invalid_attachments",
  "attachment_payload_limit_exceeded",
  "too_many_attachments",
  "msg_too_long",
  "msg_blocks_too_long",
  "no_text",
  "invalid_arguments",
  "invalid_json",
];

/** Slack's words for a message that is not there to edit or to reply to. */
const GONE = [
  "message_not_found",
  "thread_not_found",
  "cannot_reply_to_message",
  "cant_update_message",
  "edit_window_closed",
];

/** Slack's words for what no retry can help. */
const REFUSED = [
  "channel_not_found",
  "not_in_channel",
  "is_archived",
  "channel_is_archived",
  "missing_scope",
  "no_permission",
  "access_denied",
  "restricted_action",
  "restricted_action_read_only_channel",
  "restricted_action_thread_only_channel",
  "restricted_action_non_threadable_channel",
  "not_allowed_token_type",
  "ekm_access_denied",
  "enterprise_is_restricted",
  "team_access_not_granted",
  "team_not_found",
  "org_login_required",
  "two_factor_setup_required",
  "method_deprecated",
  "deprecated_endpoint",
];
