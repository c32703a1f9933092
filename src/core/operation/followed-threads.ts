import { type Subject, subjectOfText } from "../alert/subject.ts";
import type { Mark } from "../thread/mark.ts";
import { isStormId } from "../thread/storm.ts";
import type { WindowHead } from "../thread/window.ts";

/** A thread as it is followed: one window of it in each channel that is told of it. */
export interface FollowedThread {
  /** Id of its window by channel. */
  readonly windows: ReadonlyMap<string, string>;
  /** Of its first window. */
  readonly head: WindowHead;
  /** What began it; undefined where this version cannot read it. */
  readonly subject: Subject | undefined;
  /** Its events: those of the channel that has the most. */
  readonly count: number;
}

/** A thread that began, or that more came to. */
export interface ThreadNews {
  readonly what: "new" | "more";
  readonly thread: FollowedThread;
}

/** A window whose events are to be counted. */
export type WindowToCount = Pick<WindowHead, "id" | "shards">;

interface FollowedWindow {
  readonly head: WindowHead;
  readonly thread: Thread;
  /** Of its mark: another one says that something came. */
  version: string | undefined;
  /** Whether it takes events: it is marked. */
  isOpen: boolean;
  /** Whether something came since it was counted last. */
  mustCount: boolean;
}

interface Thread extends FollowedThread {
  readonly windows: Map<string, string>;
  count: number;
  /** Events that were told of. */
  told: number;
  /** Whether what it comes to at first is no news. */
  isQuiet: boolean;
}

/** Milliseconds for which a window is known once it takes no more events. */
const KNOWN_AFTER = 3_600_000;

/**
 * What is known of threads while they are followed: told what is marked, it says which windows are
 * new to it and which must be counted; told their counts, it says what is news. Each thread is news
 * once, in however many channels it is told.
 */
export class FollowedThreads {
  readonly #windows = new Map<string, FollowedWindow>();
  /** The newest of each thread key. */
  readonly #threads = new Map<string, Thread>();

  /** Whether a window is known, so that its head need not be read. */
  knows(window: string): boolean {
    return this.#windows.has(window);
  }

  /** Takes a window that is new. */
  add(head: WindowHead): void {
    if (this.#windows.has(head.id)) return;
    const thread = this.#threadOf(head);
    thread.windows.set(head.channel, head.id);
    this.#windows.set(head.id, {
      head,
      thread,
      version: undefined,
      isOpen: false,
      mustCount: true,
    });
  }

  /** What a window's thread has until it is asked next what is news is none. */
  keepQuiet(id: string): void {
    const window = this.#windows.get(id);
    if (window !== undefined) window.thread.isQuiet = true;
  }

  /**
   * Takes what is marked now in all channels.
   *
   * @param now Milliseconds since the epoch.
   */
  see(marks: readonly Mark[], now: number): void {
    const open = new Set<string>();
    for (const { window, version } of marks) {
      const known = this.#windows.get(window);
      if (known === undefined) continue;
      open.add(window);
      if (known.version !== version) known.mustCount = true;
      known.version = version;
      known.isOpen = true;
    }
    for (const [id, window] of this.#windows) {
      if (open.has(id)) continue;
      // What came last may have come with its end.
      if (window.isOpen) window.mustCount = true;
      window.isOpen = false;
      if (window.mustCount || window.head.closesAt + KNOWN_AFTER > now) continue;
      this.#windows.delete(id);
      const { threadKey } = window.head;
      if (this.#threads.get(threadKey) === window.thread) this.#threads.delete(threadKey);
    }
  }

  toCount(): readonly WindowToCount[] {
    return [...this.#windows.values()].flatMap(({ head, mustCount }) => (mustCount ? [head] : []));
  }

  /** Takes the number of a window's events. */
  count(id: string, count: number): void {
    const window = this.#windows.get(id);
    if (window === undefined) return;
    window.mustCount = false;
    window.thread.count = Math.max(window.thread.count, count);
  }

  /** What came since this was asked last, in the order the threads began. */
  news(): readonly ThreadNews[] {
    const threads = new Set([...this.#windows.values()].map(({ thread }) => thread));
    const news: ThreadNews[] = [];
    for (const thread of threads) {
      const { count, told, isQuiet } = thread;
      thread.told = Math.max(count, told);
      thread.isQuiet = false;
      if (count > told && !isQuiet) news.push({ what: told === 0 ? "new" : "more", thread });
    }
    return news.sort((a, b) => a.thread.head.openedAt - b.thread.head.openedAt);
  }

  /** The thread that a window belongs to: that of another channel, or a new one. */
  #threadOf(head: WindowHead): Thread {
    const { threadKey, channel, openedAt } = head;
    const known = this.#threads.get(threadKey);
    if (known !== undefined && !known.windows.has(channel) && openedAt < known.head.closesAt) {
      return known;
    }
    const subject = subjectOfText(head.subject);
    const thread = { windows: new Map(), head, subject, count: 0, told: 0, isQuiet: false };
    this.#threads.set(threadKey, thread);
    return thread;
  }
}

/** Ids of the windows that are marked, each once; storms are none. */
export function markedWindows(marks: readonly Mark[]): readonly string[] {
  return [...new Set(marks.map(({ window }) => window))].filter((id) => !isStormId(id));
}
