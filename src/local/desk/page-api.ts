import { type Message, searchText } from "./slack/message.ts";
import type { Workspace } from "./slack/workspace.ts";

/** What the page asks of the desk, as JSON. `undefined` = there is no such channel. */
export interface PageApi {
  /** The channels, and the last change they include. */
  workspace(): unknown;
  /** A stretch of what stands in a channel: the end of it, or before or around a message. */
  history(query: URLSearchParams): unknown;
  /** The thread a message begins or belongs to; `null` = there is no such message. */
  thread(query: URLSearchParams): unknown;
  /** Messages that hold every word of a query, newest first. */
  search(query: URLSearchParams): unknown;
}

/** Messages of a stretch, and hits of a search, at most. */
const PAGE = 100;

/** Messages before the one a stretch is asked around. */
const LEAD = 20;

/**
 * Makes the page's side of the desk.
 *
 * @param about What the page shows as its own: the desk's id, the app's and the workspace's name.
 */
export function createPageApi(
  workspace: Workspace,
  about: { readonly desk: string; readonly app: string; readonly team: string },
): PageApi {
  const spoken = new WeakMap<Message, string>();
  const textOf = (message: Message): string => {
    const text = spoken.get(message) ?? searchText(message);
    spoken.set(message, text);
    return text;
  };

  return {
    workspace: () => ({
      ...about,
      seq: workspace.changes.last(),
      channels: workspace.channels.map(({ id, name, topic = "", archived = false }) => ({
        id,
        name,
        topic,
        archived,
        posts: workspace.count(id),
      })),
    }),
    history(query) {
      const channel = workspace.channel(query.get("channel") ?? "");
      if (channel === undefined) return undefined;
      const posts = workspace.posts(channel.id);
      const before = query.get("before");
      const around = query.get("around");
      const end =
        around !== null
          ? Math.min(posts.length, Math.max(0, firstAt(posts, around) - LEAD) + PAGE)
          : before !== null
            ? firstAt(posts, before)
            : posts.length;
      const start = Math.max(0, end - PAGE);
      return {
        messages: posts.slice(start, end),
        earlier: start > 0,
        later: end < posts.length,
      };
    },
    thread(query) {
      const channel = workspace.channel(query.get("channel") ?? "");
      return channel && (workspace.thread(channel.id, query.get("ts") ?? "") ?? null);
    },
    search(query) {
      const words = (query.get("q") ?? "").toLowerCase().split(/\s+/).filter(Boolean);
      const hits = workspace.channels
        .flatMap(({ id }) =>
          workspace
            .messages(id)
            .filter((message) => words.every((word) => textOf(message).includes(word)))
            .map((message) => ({ channel: id, message })),
        )
        .sort((a, b) => (a.message.ts < b.message.ts ? 1 : -1));
      return { hits: hits.slice(0, PAGE), total: hits.length };
    },
  };
}

/** Index of the first message at or after a timestamp. */
function firstAt(posts: readonly Message[], ts: string): number {
  const index = posts.findIndex((post) => post.ts >= ts);
  return index === -1 ? posts.length : index;
}
