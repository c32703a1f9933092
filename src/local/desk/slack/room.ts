import type { Message } from "./message.ts";

/** What was ever said in a channel, counted. */
export interface RoomCounts {
  /** What stands in the channel itself. */
  readonly messages: number;
  /** Messages with replies under them. */
  readonly threads: number;
  readonly replies: number;
}

/** One channel's messages, the oldest of which may be forgotten. */
export interface Room {
  /** In time order: a map keeps its order when a value is replaced. */
  readonly all: ReadonlyMap<string, Message>;
  /** Timestamps of what stands in the channel itself. */
  readonly posts: readonly string[];
  /** Timestamps of the replies under a message. */
  replies(ts: string): readonly string[];
  add(message: Message, place: { readonly isPost: boolean; readonly parent?: Message }): void;
  replace(message: Message): void;
  counts(): RoomCounts;
  /** Takes over what was counted before a restart. */
  recount(counts: RoomCounts): void;
}

/** Makes an empty room that keeps so many messages: replies of the oldest thread go first. */
export function createRoom(keep: number): Room {
  const all = new Map<string, Message>();
  const posts: string[] = [];
  const replies = new Map<string, string[]>();
  let counts: RoomCounts = { messages: 0, threads: 0, replies: 0 };

  const count = (name: keyof RoomCounts): void => {
    counts = { ...counts, [name]: counts[name] + 1 };
  };
  const forgetOldest = (): boolean => {
    const [oldest = ""] = posts;
    const reply = replies.get(oldest)?.shift();
    if (reply !== undefined) return all.delete(reply);
    if (posts.length <= 1) return false;
    posts.shift();
    replies.delete(oldest);
    return all.delete(oldest);
  };

  return {
    all,
    posts,
    replies: (ts) => replies.get(ts) ?? [],
    add(message, { isPost, parent }) {
      all.set(message.ts, message);
      if (isPost) {
        posts.push(message.ts);
        count("messages");
      }
      if (parent !== undefined) {
        const before = replies.get(parent.ts) ?? [];
        if (before.length === 0 && parent.reply_count === undefined) count("threads");
        before.push(message.ts);
        replies.set(parent.ts, before);
        count("replies");
      }
      while (all.size > keep && forgetOldest());
    },
    replace(message) {
      all.set(message.ts, message);
    },
    counts: () => counts,
    recount(known) {
      counts = known;
    },
  };
}
