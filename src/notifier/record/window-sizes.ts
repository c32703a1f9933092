import { MANY_SHARDS } from "../../core/thread/window.ts";

/** Events of one window after which its members are spread. */
const MANY_EVENTS = 200;

/** Windows that are remembered; one that is forgotten is counted anew. */
const MAX_WINDOWS = 10_000;

/** What one function instance knows of the windows it has seen events of. */
export interface WindowSizes {
  /** Whether the event that opened it, or one that can stand in for it, is known to be recorded. */
  isHeaded(window: string): boolean;
  /** Notes that it is. */
  setHeaded(window: string): void;
  /**
   * Counts events of a window, and has it widened once there are many.
   *
   * @param widen Widens it in the table; called until it succeeds.
   * @returns The parts its members are spread over from now on.
   */
  shardsAfter(
    window: string,
    events: number,
    widen: (shards: number) => Promise<void>,
  ): Promise<number>;
}

/** Makes the memory of one instance. */
export function createWindowSizes(): WindowSizes {
  const sizes = new Map<string, { events: number; shards: number; isHeaded: boolean }>();
  return {
    isHeaded: (window) => sizes.get(window)?.isHeaded ?? false,

    setHeaded(window) {
      const size = sizes.get(window);
      if (size !== undefined) size.isHeaded = true;
    },

    async shardsAfter(window, events, widen) {
      const size = sizes.get(window) ?? { events: 0, shards: 1, isHeaded: false };
      // Put behind the others: the longest untouched go first.
      sizes.delete(window);
      sizes.set(window, size);
      const [oldest] = sizes.keys();
      if (sizes.size > MAX_WINDOWS && oldest !== undefined) sizes.delete(oldest);
      size.events += events;
      if (size.events >= MANY_EVENTS && size.shards === 1) {
        await widen(MANY_SHARDS);
        size.shards = MANY_SHARDS;
      }
      return size.shards;
    },
  };
}
