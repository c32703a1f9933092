import type { ChannelTurns, Clock } from "../ports.ts";

/** Milliseconds by which a planned turn may be late before another is asked for. */
const PATIENCE = 500;

/** Milliseconds after which a planned turn that did not come is taken for lost. */
const LOST = 30_000;

/** Seconds SQS delays a message at most. */
const MAX_DELAY = 900;

interface TurnState {
  seq: number;
  /** When the next message arrives. */
  at: number | undefined;
  holder: string | undefined;
  until: number;
}

/**
 * Turns in memory, planned as the adapter of the table and its queue plans them.
 *
 * @param channels Those that anything was ever recorded for.
 * @param send Has a message come for a channel's turn, after so many seconds.
 */
export function memoryTurns(
  clock: Clock,
  channels: () => readonly string[],
  send: (channel: string, at: number, delaySeconds: number) => void,
): ChannelTurns {
  const states = new Map<string, TurnState>();
  const stateOf = (channel: string): TurnState => {
    let state = states.get(channel);
    if (state === undefined) {
      state = { seq: 0, at: undefined, holder: undefined, until: 0 };
      states.set(channel, state);
    }
    return state;
  };
  return {
    async ask(channel, due) {
      const state = stateOf(channel);
      state.seq++;
      const now = clock.now();
      // Who draws now looks again before it lets go.
      if (state.until > now) return;
      const delay = Math.min(Math.max(Math.ceil((due - now) / 1_000), 0), MAX_DELAY);
      const at = now + delay * 1_000;
      const { at: next } = state;
      if (next !== undefined && next <= at + PATIENCE && next >= now - LOST) return;
      state.at = at;
      send(channel, at, delay);
    },

    async take(channel, holder, seconds) {
      const state = stateOf(channel);
      const now = clock.now();
      if (state.holder !== undefined && state.holder !== holder && state.until >= now) {
        return { taken: false, until: state.until };
      }
      state.holder = holder;
      state.until = now + seconds * 1_000;
      state.at = undefined;
      return { taken: true, seq: state.seq };
    },

    sequence: async (channel) => stateOf(channel).seq,

    async release(channel, holder, sequence) {
      const state = stateOf(channel);
      if (state.holder !== holder) return true;
      if (state.seq !== sequence) return false;
      state.holder = undefined;
      state.until = 0;
      state.at = undefined;
      return true;
    },

    channels: async () => channels(),

    async state(channel) {
      const { at, holder, until } = stateOf(channel);
      return { ...(at !== undefined && { at }), ...(holder !== undefined && { until }) };
    },
  };
}
