import { postMessage, updateMessage } from "./chat-methods.ts";
import { history, listChannels, replies } from "./conversation-methods.ts";
import { failure, type Method } from "./method.ts";

/**
 * The scope that a method needs in a public channel; the others need none.
 *
 * @see {@link https://docs.slack.dev/reference/scopes}
 */
export const METHOD_SCOPES: Readonly<Record<string, string>> = {
  "chat.postMessage": "chat:write",
  "chat.update": "chat:write",
  "conversations.list": "channels:read",
  "conversations.history": "channels:history",
  "conversations.replies": "channels:history",
};

/**
 * The methods the desk knows, by name.
 *
 * @see {@link https://docs.slack.dev/reference/methods}
 */
export const METHODS: Readonly<Record<string, Method>> = {
  "api.test": (args) => ({ ok: true, args }),
  "auth.test": (_args, { identity, url }) => ({
    ok: true,
    url,
    team: identity.team,
    user: identity.app,
    team_id: identity.teamId,
    user_id: identity.userId,
    bot_id: identity.botId,
    is_enterprise_install: false,
  }),
  "chat.postMessage": postMessage,
  "chat.update": updateMessage,
  "chat.getPermalink": (args, { workspace, url }) => {
    const channel = workspace.channel(String(args.channel ?? ""));
    if (channel === undefined) return failure("channel_not_found");
    const ts = String(args.message_ts ?? "");
    if (workspace.message(channel.id, ts) === undefined) return failure("message_not_found");
    return { ok: true, channel: channel.id, permalink: `${url}#${channel.id}/${ts}` };
  },
  "conversations.list": listChannels,
  "conversations.history": history,
  "conversations.replies": replies,
};
