/** Calls that may be under way at a time before anything is known of how they are answered. */
export const FIRST_CALLS = 4;

/** Calls under way at most: more would not be answered sooner. */
export const MOST_CALLS = 16;

/** Milliseconds; of shorter calls the caller's own work is most, and more at a time are no help. */
const SHORT = 5;

/** Times the shortest call, from which on calls stand in each other's way. */
const SLOW = 2;

/**
 * How many calls may be under way at a time. There are more with every answer while answers come as
 * quickly as they ever did, since what is waited for is the way there and back; half as many once
 * the service throttles or fails, and from then on only slowly more.
 */
export class CallWindow {
  #size = FIRST_CALLS;
  #shortest = Number.POSITIVE_INFINITY;
  /** When it was last halved, milliseconds since the epoch; undefined if never. */
  #halved: number | undefined;
  /** Answers since it last grew. */
  #answers = 0;

  get size(): number {
    return this.#size;
  }

  /** Takes a call that was answered. @param begun,now Milliseconds since the epoch. */
  answered(begun: number, now: number): void {
    const took = now - begun;
    this.#shortest = Math.min(this.#shortest, took);
    if (took < SHORT || took > SLOW * this.#shortest || this.#size === MOST_CALLS) return;
    this.#answers++;
    if (this.#halved !== undefined && this.#answers < this.#size) return;
    this.#answers = 0;
    this.#size++;
  }

  /** Takes a call that was throttled, or failed. @param begun,now Milliseconds since the epoch. */
  refused(begun: number, now: number): void {
    // Those that were under way together are refused together, for one reason.
    if (this.#halved !== undefined && begun <= this.#halved) return;
    this.#halved = now;
    this.#answers = 0;
    this.#size = Math.max(1, Math.floor(this.#size / 2));
  }
}
