import type { Message } from "./message.ts";
import {
  failure,
  isFailure,
  type MethodAnswer,
  type MethodArguments,
  type MethodContext,
  namedChannel,
  shown,
} from "./method.ts";
import type { DeskChannel } from "./workspace.ts";

/** `conversations.list`. @see {@link https://docs.slack.dev/reference/methods/conversations.list} */
export function listChannels(args: MethodArguments, { workspace }: MethodContext): MethodAnswer {
  return paged(args, workspace.channels, 100, (channels) => ({
    channels: channels.map(shownChannel),
  }));
}

/**
 * `conversations.history`: what stands in the channel, newest first.
 *
 * @see {@link https://docs.slack.dev/reference/methods/conversations.history}
 */
export function history(args: MethodArguments, context: MethodContext): MethodAnswer {
  const channel = namedChannel(args, context);
  if (isFailure(channel)) return channel;
  if (channel.member === false) return failure("not_in_channel");
  const posts = within(args, context.workspace.posts(channel.id)).reverse();
  return paged(args, posts, 100, (messages) => ({
    messages: messages.map((message) => read(message, args, context)),
  }));
}

/**
 * `conversations.replies`: a thread, its parent first.
 *
 * @see {@link https://docs.slack.dev/reference/methods/conversations.replies}
 */
export function replies(args: MethodArguments, context: MethodContext): MethodAnswer {
  const channel = namedChannel(args, context);
  if (isFailure(channel)) return channel;
  if (channel.member === false) return failure("not_in_channel");
  const thread = context.workspace.thread(channel.id, String(args.ts ?? ""));
  if (thread === undefined) return failure("thread_not_found");
  const all = [thread.parent, ...within(args, thread.replies)];
  return paged(args, all, 1000, (messages) => ({
    messages: messages.map((message) => read(message, args, context)),
  }));
}

/** A message as it is read: what its metadata holds only where that is asked for. */
function read(message: Message, args: MethodArguments, { identity }: MethodContext): object {
  const all = ["true", "1"].includes(String(args.include_all_metadata));
  const { metadata, ...rest } = shown(message, identity);
  if (metadata === undefined) return rest;
  return { ...rest, metadata: all ? metadata : { event_type: Object(metadata).event_type } };
}

function shownChannel({ id, name, topic = "", archived, member }: DeskChannel): object {
  return {
    id,
    name,
    is_channel: true,
    is_private: false,
    is_archived: archived === true,
    is_member: member !== false,
    topic: { value: topic, creator: "", last_set: 0 },
  };
}

/** Messages after `oldest` and before `latest`, both left out unless `inclusive`. */
function within(args: MethodArguments, messages: readonly Message[]): Message[] {
  const { oldest, latest } = args;
  const inclusive = ["true", "1"].includes(String(args.inclusive));
  return messages.filter(
    ({ ts }) =>
      (oldest === undefined || ts > String(oldest) || (inclusive && ts === oldest)) &&
      (latest === undefined || ts < String(latest) || (inclusive && ts === latest)),
  );
}

/** One page of a list; the cursor is the base64 of the offset, opaque like Slack's. */
function paged<T>(
  { limit, cursor }: MethodArguments,
  all: readonly T[],
  usual: number,
  answer: (page: readonly T[]) => object,
): MethodAnswer {
  const from = cursor ? Number(Buffer.from(String(cursor), "base64").toString().slice(1)) : 0;
  if (!Number.isSafeInteger(from) || from < 0) return failure("invalid_cursor");
  const size = Math.min(Math.max(Number(limit) || usual, 1), 1000);
  const next = from + size < all.length ? Buffer.from(`@${from + size}`).toString("base64") : "";
  return {
    ok: true,
    ...answer(all.slice(from, from + size)),
    has_more: next !== "",
    response_metadata: { next_cursor: next },
  };
}
