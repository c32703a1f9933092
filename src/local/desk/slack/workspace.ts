import { type Change, type ChangeLog, createChangeLog } from "./change-log.ts";
import { type Draft, type Message, withAttachmentIds, withBlockIds } from "./message.ts";
import { createRoom, type Room, type RoomCounts } from "./room.ts";
import { createTimestamps } from "./slack-ts.ts";

/** A channel of the desk. */
export interface DeskChannel {
  /** Like `C0SECURITY`. */
  readonly id: string;
  /** Without the `#`. */
  readonly name: string;
  readonly topic?: string;
  /** Takes no more messages. @default false */
  readonly archived?: boolean;
  /** Whether the app is in it. @default true */
  readonly member?: boolean;
}

/** A thread: its parent and the replies, oldest first. */
export interface DeskThread {
  readonly parent: Message;
  readonly replies: readonly Message[];
}

/** What has been said in the desk's channels. Knows no HTTP. */
export interface Workspace {
  readonly channels: readonly DeskChannel[];
  readonly changes: Omit<ChangeLog, "add">;
  /** Finds a channel by its id, its name or `#name`. */
  channel(idOrName: string): DeskChannel | undefined;
  /**
   * Adds a message. One that names no existing thread becomes a message of its own, without
   * `thread_ts`, as Slack silently does.
   *
   * @see {@link https://github.com/slack-go/slack/issues/1571}
   */
  post(channel: string, draft: Draft): Message;
  /** Replaces a message by the change of it. */
  edit(channel: string, ts: string, change: (message: Message) => Message): Message | undefined;
  message(channel: string, ts: string): Message | undefined;
  /** What stands in the channel itself, oldest first: replies do not, unless broadcast. */
  posts(channel: string): readonly Message[];
  /** How many {@linkcode posts} there are. */
  count(channel: string): number;
  /** What was ever said in a channel, counted: what is forgotten too. */
  counts(channel: string): RoomCounts;
  /** Everything said in a channel, replies included, oldest first. */
  messages(channel: string): readonly Message[];
  /** The thread a message begins or belongs to. */
  thread(channel: string, ts: string): DeskThread | undefined;
  /** Adds a message that was said before a restart, as it is; nobody is told. */
  restore(channel: string, said: { readonly message: Message; readonly isPost: boolean }): void;
  /** Takes over what was counted before a restart. */
  recount(channel: string, counts: RoomCounts): void;
  /** @returns A function that stops the listening. */
  onChange(listener: (change: Change) => void): () => void;
  /** A timestamp later than every one before. */
  nextTs(): string;
}

/**
 * Makes a workspace with these channels and nothing said.
 *
 * @param keep Messages of a channel, and changes, that are kept; older ones are forgotten.
 */
export function createWorkspace(
  channels: readonly DeskChannel[],
  { team, now, keep }: { team: string; now: () => number; keep: number },
): Workspace {
  const rooms = new Map(channels.map(({ id }) => [id, createRoom(keep)]));
  const changes = createChangeLog(keep);
  const listeners = new Set<(change: Change) => void>();
  const timestamps = createTimestamps(now);
  let restored: string | undefined;
  const nextTs = () => timestamps(restored);

  const record = (kind: Change["kind"], channel: string, ts: string): void => {
    const change = changes.add({ kind, channel, ts });
    for (const listener of listeners) listener(change);
  };

  return {
    channels,
    changes,
    nextTs,
    channel: (idOrName) =>
      channels.find(({ id, name }) => id === idOrName || name === idOrName.replace(/^#/, "")),
    post(channel, draft) {
      const room = roomOf(rooms, channel);
      const named = draft.threadTs === undefined ? undefined : room.all.get(draft.threadTs);
      const parent = named?.thread_ts === undefined ? named : room.all.get(named.thread_ts);
      const message = compose(draft, { ts: nextTs(), team, parent });
      const isPost = parent === undefined || draft.broadcast === true;
      room.add(message, { isPost, ...(parent !== undefined && { parent }) });
      if (parent !== undefined) room.replace(withReply(parent, message));
      record("posted", channel, message.ts);
      return message;
    },
    edit(channel, ts, change) {
      const room = roomOf(rooms, channel);
      const before = room.all.get(ts);
      if (before === undefined) return undefined;
      const after = change(before);
      room.replace(after);
      record("edited", channel, ts);
      return after;
    },
    restore(channel, { message, isPost }) {
      const room = roomOf(rooms, channel);
      const latest = message.edited?.ts ?? message.ts;
      if (restored === undefined || latest > restored) restored = latest;
      const parent = message.thread_ts === message.ts ? undefined : message.thread_ts;
      const above = parent === undefined ? undefined : room.all.get(parent);
      room.add(message, { isPost, ...(above !== undefined && { parent: above }) });
    },
    recount: (channel, counts) => roomOf(rooms, channel).recount(counts),
    message: (channel, ts) => rooms.get(channel)?.all.get(ts),
    posts: (channel) => roomOf(rooms, channel).posts.map((ts) => said(rooms, channel, ts)),
    count: (channel) => roomOf(rooms, channel).posts.length,
    counts: (channel) => roomOf(rooms, channel).counts(),
    messages: (channel) => [...roomOf(rooms, channel).all.values()],
    thread(channel, ts) {
      const found = rooms.get(channel)?.all.get(ts);
      if (found === undefined) return undefined;
      const parent = said(rooms, channel, found.thread_ts ?? ts);
      const replies = roomOf(rooms, channel).replies(parent.ts);
      return { parent, replies: replies.map((reply) => said(rooms, channel, reply)) };
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function roomOf(rooms: ReadonlyMap<string, Room>, channel: string): Room {
  const room = rooms.get(channel);
  if (room === undefined) throw new Error(`Cannot find channel as the desk has none: "${channel}"`);
  return room;
}

function said(rooms: ReadonlyMap<string, Room>, channel: string, ts: string): Message {
  const message = roomOf(rooms, channel).all.get(ts);
  if (message === undefined) throw new Error(`Cannot find message "${ts}" in "${channel}"`);
  return message;
}

function compose(
  { text, blocks, attachments, metadata, username, icons, broadcast, author }: Draft,
  { ts, team, parent }: { ts: string; team: string; parent: Message | undefined },
): Message {
  const subtype = author.user === undefined ? "bot_message" : undefined;
  return {
    type: "message",
    ...(broadcast === true && parent ? { subtype: "thread_broadcast" } : subtype && { subtype }),
    ts,
    ...author,
    team,
    text,
    ...(username !== undefined && { username }),
    ...(icons !== undefined && { icons }),
    ...(blocks !== undefined && { blocks: withBlockIds(blocks, ts) }),
    ...(attachments !== undefined && { attachments: withAttachmentIds(attachments) }),
    ...(metadata !== undefined && { metadata }),
    ...(parent !== undefined && { thread_ts: parent.ts }),
    ...(parent?.user !== undefined && { parent_user_id: parent.user }),
  };
}

function withReply(parent: Message, reply: Message): Message {
  const users = new Set(parent.reply_users);
  users.add(reply.user ?? reply.bot_id ?? "");
  return {
    ...parent,
    thread_ts: parent.ts,
    reply_count: (parent.reply_count ?? 0) + 1,
    reply_users: [...users],
    reply_users_count: users.size,
    latest_reply: reply.ts,
  };
}
