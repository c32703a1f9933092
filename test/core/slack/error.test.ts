import { suite } from "uvu";
import * as assert from "uvu/assert";
import { isTokenWord, slackFault } from "../../../src/core/slack/error.ts";

/** Slack's words → what they mean for a delivery. */
const WORDS = {
  content: [
    ...["invalid_blocks", "invalid_blocks_format", "invalid_attachments", "no_text"],
    ...["attachment_payload_limit_exceeded", "too_many_attachments", "msg_too_long"],
    ...["msg_blocks_too_long", "invalid_arguments", "invalid_json"],
  ],
  gone: [
    ...["message_not_found", "thread_not_found", "cannot_reply_to_message"],
    ...["cant_update_message", "edit_window_closed"],
  ],
  auth: ["invalid_auth", "token_expired", "token_revoked", "not_authed", "account_inactive"],
  refused: [
    ...["channel_not_found", "not_in_channel", "is_archived", "channel_is_archived"],
    ...["missing_scope", "no_permission", "access_denied", "restricted_action"],
    ...["restricted_action_read_only_channel", "restricted_action_thread_only_channel"],
    ...["restricted_action_non_threadable_channel", "not_allowed_token_type"],
    ...["ekm_access_denied", "enterprise_is_restricted", "team_access_not_granted"],
    ...["team_not_found", "org_login_required", "two_factor_setup_required"],
    ...["method_deprecated", "deprecated_endpoint"],
  ],
  later: ["ratelimited", "internal_error", "service_unavailable", "no_such_word", ""],
} as const;

const test = suite("slackFault()");

for (const [fault, words] of Object.entries(WORDS)) {
  for (const word of words) {
    test(`takes "${word}" for ${fault}`, () => assert.is(slackFault(word), fault));
  }
}

test.run();

const tokens = suite("isTokenWord()");

tokens("knows the words for a token that Slack does not take, and no others", () => {
  const all = Object.values(WORDS).flat();
  assert.equal(all.filter(isTokenWord), [
    "invalid_auth",
    "token_expired",
    "token_revoked",
    "not_authed",
    "account_inactive",
  ]);
});

tokens.run();
