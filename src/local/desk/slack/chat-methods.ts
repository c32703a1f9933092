import { type Message, withAttachmentIds, withBlockIds } from "./message.ts";
import { isEmpty, type MessageContent, readMessageContent } from "./message-content.ts";
import {
  failure,
  isFailure,
  type MethodAnswer,
  type MethodArguments,
  type MethodContext,
  namedChannel,
  shown,
} from "./method.ts";
import { isTimestamp } from "./slack-ts.ts";

/**
 * Characters of `text` that `chat.update` takes; `chat.postMessage` cuts at 40,000 instead. Slack's
 * page does not say so, its people do.
 *
 * @see {@link https://github.com/seratch/ChatGPT-in-Slack/issues/102}
 */
const MAX_UPDATE_TEXT = 4000;

/** `chat.postMessage`. @see {@link https://docs.slack.dev/reference/methods/chat.postMessage} */
export function postMessage(args: MethodArguments, context: MethodContext): MethodAnswer {
  const { workspace, identity } = context;
  const channel = namedChannel(args, context);
  if (isFailure(channel)) return channel;
  if (channel.archived === true) return failure("is_archived");
  if (channel.member === false) return failure("not_in_channel");
  const threadTs = args.thread_ts === undefined ? "" : String(args.thread_ts);
  if (threadTs !== "" && !isTimestamp(threadTs)) return failure("invalid_thread_ts");
  const content = readMessageContent(args);
  if ("error" in content) return failure(content.error, content.complaints);
  if (isEmpty(content)) return failure("no_text");

  const message = workspace.post(channel.id, {
    text: "",
    ...held(content),
    ...(args.username !== undefined && { username: String(args.username) }),
    ...(args.icon_emoji !== undefined && { icons: { emoji: String(args.icon_emoji) } }),
    ...(threadTs !== "" && { threadTs }),
    broadcast: String(args.reply_broadcast) === "true",
    author: { user: identity.userId, bot_id: identity.botId, app_id: identity.appId },
  });
  return {
    ok: true,
    channel: channel.id,
    ts: message.ts,
    message: shown(message, identity),
    ...(content.truncated && {
      warning: "message_truncated",
      response_metadata: { warnings: ["message_truncated"] },
    }),
  };
}

/**
 * `chat.update`. Without `blocks`, a `text` replaces the blocks there were; with them, no edit mark
 * shows.
 *
 * @see {@link https://docs.slack.dev/reference/methods/chat.update}
 */
export function updateMessage(args: MethodArguments, context: MethodContext): MethodAnswer {
  const { workspace, identity } = context;
  const channel = namedChannel(args, context);
  if (isFailure(channel)) return channel;
  const ts = String(args.ts ?? "");
  const before = workspace.message(channel.id, ts);
  if (before === undefined) return failure("message_not_found");
  if (before.user !== identity.userId) return failure("cant_update_message");
  if (channel.archived === true) return failure("is_inactive");
  const content = readMessageContent(args);
  if ("error" in content) return failure(content.error, content.complaints);
  if (isEmpty(content)) return failure("no_text");
  if ((content.text ?? "").length > MAX_UPDATE_TEXT) return failure("msg_too_long");

  const edited = { user: identity.userId, ts: workspace.nextTs() };
  const after = workspace.edit(channel.id, ts, (message) => changed(message, content, edited));
  if (after === undefined) return failure("message_not_found");
  return { ok: true, channel: channel.id, ts, text: after.text, message: shown(after, identity) };
}

function changed(
  message: Message,
  content: MessageContent,
  edited: { user: string; ts: string },
): Message {
  const { blocks: oldBlocks, edited: oldEdit, metadata: oldMetadata, ...rest } = message;
  const keepsBlocks = content.blocks === undefined && content.text === undefined;
  const blocks = keepsBlocks ? oldBlocks : content.blocks;
  const showsText = blocks === undefined || blocks.length === 0;
  const mark = showsText ? edited : oldEdit;
  const metadata = content.metadata ?? oldMetadata;
  return {
    ...rest,
    ...held(content),
    ...(blocks !== undefined && { blocks: withBlockIds(blocks, message.ts) }),
    ...(content.attachments && { attachments: withAttachmentIds(content.attachments) }),
    ...(metadata !== undefined && { metadata }),
    ...(mark !== undefined && { edited: mark }),
  };
}

/** The parts of a message that are there to be shown. */
function held({ truncated: _, ...content }: MessageContent): Omit<MessageContent, "truncated"> {
  return content;
}
