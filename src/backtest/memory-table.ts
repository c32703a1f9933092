import type { Mark } from "../core/thread/mark.ts";
import { KEEP_SECONDS } from "../core/thread/table-key.ts";
import type { Tally } from "../core/thread/tally.ts";
import type { WindowHead } from "../core/thread/window.ts";
import type { AlertRecords, Clock, Drawings, OpenWindow, RecordPlace } from "../ports.ts";
import { type ChannelState, membersOf, newChannel, type WindowState } from "./table-state.ts";

/** Id of windows that are over: what comes again of them changes nothing. */
const OVER = "over";

/**
 * The alert table in memory, for as long as a history is folded. It means what the adapters of the
 * table mean, and forgets what cannot change any more: a window whose end is drawn, but for the
 * claims of its events.
 */
export class MemoryTable {
  readonly #clock: Clock;
  readonly #channels = new Map<string, ChannelState>();
  readonly #windows = new Map<string, WindowState>();
  /** Ids of windows by number; undefined once they are over. */
  readonly #ids: (string | undefined)[] = [];
  readonly #tallies = new Map<string, Map<string, Tally>>();
  /** Windows that are not over, by the storm they are counted in. */
  readonly #windowsIn = new Map<string, number>();
  readonly #given = new WeakSet<ReadonlyMap<string, Tally>>();
  readonly records: AlertRecords;
  readonly drawings: Drawings;

  /** @param onWindow Told of every window that is opened. */
  constructor(clock: Clock, onWindow: (head: WindowHead) => void) {
    this.#clock = clock;
    this.records = this.#records(onWindow);
    this.drawings = this.#drawings();
  }

  /** Channels that anything was recorded for. */
  get channels(): readonly string[] {
    return [...this.#channels.keys()].sort();
  }

  /** When the next of all marks is due, milliseconds since the epoch; undefined if nothing waits. */
  get nextDue(): number | undefined {
    let next: number | undefined;
    for (const { marks } of this.#channels.values()) {
      for (const { due } of marks.values()) next = Math.min(next ?? due, due);
    }
    return next;
  }

  /** The head of a window that is not over. */
  headOf = (window: string): WindowHead | undefined => this.#windows.get(window)?.head;

  #channel(name: string): ChannelState {
    let state = this.#channels.get(name);
    if (state === undefined) {
      state = newChannel();
      this.#channels.set(name, state);
    }
    return state;
  }

  #place(channel: string, identity: string): RecordPlace | undefined {
    const seconds = Math.floor(this.#clock.now() / 1_000);
    const number = this.#channel(channel).claims.find(identity, seconds, KEEP_SECONDS);
    return number === undefined ? undefined : { window: this.#ids[number] ?? OVER, shard: 0 };
  }

  #records(onWindow: (head: WindowHead) => void): AlertRecords {
    const current = (channel: string, thread: string, now: number): OpenWindow | undefined => {
      const found = this.#channel(channel).current.get(thread);
      return found !== undefined && found.closesAt > now ? found : undefined;
    };
    return {
      currentWindow: async (channel, thread, now) => current(channel, thread, now),

      openWindow: async (head, now) => {
        const found = current(head.channel, head.threadKey, now);
        if (found !== undefined) return found;
        const { id, identity, openedAt, closesAt } = head;
        const number = this.#ids.push(id) - 1;
        this.#windows.set(id, {
          number,
          head,
          members: new Map(),
          listed: undefined,
          published: new Set(),
          drawn: undefined,
        });
        const opened = { id, identity, openedAt, closesAt };
        this.#channel(head.channel).current.set(head.threadKey, opened);
        onWindow(head);
        return opened;
      },

      claimed: async (channel, identity) => this.#place(channel, identity),

      claim: async (channel, identity, place) => {
        const found = this.#place(channel, identity);
        if (found !== undefined) return { isNew: false, ...found };
        const { number } = this.#windows.get(place.window) as WindowState;
        const seconds = Math.floor(this.#clock.now() / 1_000);
        this.#channel(channel).claims.put(identity, number, seconds);
        return { isNew: true, ...place };
      },

      addMembers: async (window, members) => {
        const state = this.#windows.get(window);
        for (const { member } of members) {
          if (state === undefined || state.members.has(member.identity)) continue;
          state.members.set(member.identity, member);
          state.listed = undefined;
        }
      },

      widen: async (window, shards) => {
        const state = this.#windows.get(window);
        if (state !== undefined) state.head = { ...state.head, shards };
      },

      mark: async (channel, { due, since, version, ...facts }) => {
        // All there was to say of a window that is over was said.
        if (!this.#windows.has(facts.window)) return;
        const { marks } = this.#channel(channel);
        const old = marks.get(facts.window);
        marks.set(facts.window, {
          ...old,
          ...facts,
          version,
          since: old?.since ?? since ?? this.#clock.now(),
          due: Math.min(old?.due ?? due, due),
        });
      },

      register: async (channel) => void this.#channel(channel),
    };
  }

  #drawings(): Drawings {
    const window = (id: string) => this.#windows.get(id);
    return {
      marks: async (channel) => sorted(this.#channel(channel).marks.values()),
      criticalMarks: async (channel) =>
        sorted([...this.#channel(channel).marks.values()].filter(({ rank }) => rank === 0)),
      putMark: async (channel, mark) =>
        void this.#channel(channel).marks.set(mark.window, { ...mark }),

      renewMark: async (channel, { window: id, version }, { due, isWaiting, ...next }) => {
        const { marks } = this.#channel(channel);
        const old = marks.get(id);
        if (old === undefined) return;
        const isSame = old.version === version;
        const { since, ...rest } = old;
        marks.set(id, {
          ...rest,
          ...next,
          ...(since !== undefined && (!isSame || isWaiting) && { since }),
          due: isSame ? due : old.due,
        });
      },

      clearMark: async (channel, { window: id, version }) => {
        const { marks } = this.#channel(channel);
        if (marks.get(id)?.version !== version) return;
        marks.delete(id);
        this.#forget(id);
      },

      head: async (id) => window(id)?.head,
      members: async (id) => membersOf(window(id)),
      drawn: async (id) => window(id)?.drawn,
      putDrawn: async (id, drawn) => {
        const state = window(id);
        if (state === undefined) return;
        this.#countIn(state, -1);
        state.drawn = drawn;
        this.#countIn(state, 1);
      },

      storms: async (channel) => [...this.#channel(channel).storms.values()],
      storm: async (channel, id) => {
        const { storms, ended } = this.#channel(channel);
        return storms.get(id) ?? ended.get(id);
      },
      putStorm: async (channel, storm) => void this.#channel(channel).storms.set(storm.id, storm),
      endStorm: async (channel, storm) => {
        const { storms, ended } = this.#channel(channel);
        storms.delete(storm.id);
        this.#tallies.delete(storm.id);
        if (this.#windowsIn.has(storm.id)) ended.set(storm.id, storm);
      },
      stormTallies: async (storm) => {
        const tallies = this.#tallies.get(storm) ?? new Map<string, Tally>();
        this.#given.add(tallies);
        return tallies;
      },
      putStormTally: async (storm, id, tally) => {
        const tallies = this.#tallies.get(storm);
        // What was given out stays as it was: who gets the same again knows that nothing changed.
        const own = tallies === undefined || this.#given.has(tallies) ? new Map(tallies) : tallies;
        this.#tallies.set(storm, own.set(id, tally));
      },

      // History is replayed as it would have been told, whatever is muted now.
      mutes: async () => [],
      pace: async (channel) => this.#channel(channel).pace,
      putPace: async (channel, pace) => {
        this.#channel(channel).pace = pace;
      },
      published: async (id) => new Set(window(id)?.published),
      putPublished: async (id, identities) => {
        for (const identity of identities) window(id)?.published.add(identity);
      },
    };
  }

  /** A window that nothing waits for and that takes no more is over. */
  #forget(id: string): void {
    const state = this.#windows.get(id);
    if (state === undefined || state.head.closesAt > this.#clock.now()) return;
    const { channel, threadKey } = state.head;
    const { current } = this.#channel(channel);
    if (current.get(threadKey)?.id === id) current.delete(threadKey);
    this.#windows.delete(id);
    this.#ids[state.number] = undefined;
    this.#countIn(state, -1);
    const { storm } = state.drawn ?? {};
    // Nobody asks any more for a storm that is over, once its last window is.
    if (storm !== undefined && !this.#windowsIn.has(storm))
      this.#channel(channel).ended.delete(storm);
  }

  /** Notes that a window is counted in its storm, if it is in one, or no longer. */
  #countIn({ drawn }: WindowState, by: number): void {
    if (drawn?.storm === undefined) return;
    const count = (this.#windowsIn.get(drawn.storm) ?? 0) + by;
    if (count > 0) this.#windowsIn.set(drawn.storm, count);
    else this.#windowsIn.delete(drawn.storm);
  }
}

/** As the table's keys sort them: the most severe first. */
function sorted(marks: Iterable<Mark>): readonly Mark[] {
  return [...marks].sort((a, b) => a.rank - b.rank || (a.window < b.window ? -1 : 1));
}
