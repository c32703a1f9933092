/** Slots a table of claims begins with; a power of two. */
const FIRST_SLOTS = 1 << 12;

/**
 * Which events were recorded at one destination, and where: 16 bytes an event, as a history has
 * millions. An event is told by 64 bits of its identity.
 */
export class Claims {
  #slots = FIRST_SLOTS;
  #high = new Uint32Array(FIRST_SLOTS);
  #low = new Uint32Array(FIRST_SLOTS);
  /** Number of the window and one; 0 in a free slot. */
  #windows = new Uint32Array(FIRST_SLOTS);
  /** When it was claimed, seconds since the epoch. */
  #times = new Uint32Array(FIRST_SLOTS);
  #size = 0;

  /**
   * @returns The number of the window an event was recorded in; undefined if it was not, or so long
   * ago that it no longer counts.
   */
  find(identity: string, seconds: number, keepSeconds: number): number | undefined {
    const [high, low] = hashesOf(identity);
    const slot = this.#slotOf(high, low);
    const window = this.#windows[slot] as number;
    if (window === 0 || (this.#times[slot] as number) + keepSeconds < seconds) return undefined;
    return window - 1;
  }

  /** Notes where an event is recorded; an older claim of it is overwritten. */
  put(identity: string, window: number, seconds: number): void {
    if (this.#size * 2 >= this.#slots) this.#grow();
    const [high, low] = hashesOf(identity);
    const slot = this.#slotOf(high, low);
    if (this.#windows[slot] === 0) this.#size++;
    this.#set(slot, high, low, window + 1, seconds);
  }

  #set(slot: number, high: number, low: number, window: number, seconds: number): void {
    this.#high[slot] = high;
    this.#low[slot] = low;
    this.#windows[slot] = window;
    this.#times[slot] = seconds;
  }

  /** The slot that an event has, or is to have. */
  #slotOf(high: number, low: number): number {
    const mask = this.#slots - 1;
    let slot = low & mask;
    while (this.#windows[slot] !== 0 && (this.#high[slot] !== high || this.#low[slot] !== low)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  #grow(): void {
    const [high, low, windows, times] = [this.#high, this.#low, this.#windows, this.#times];
    this.#slots *= 2;
    this.#high = new Uint32Array(this.#slots);
    this.#low = new Uint32Array(this.#slots);
    this.#windows = new Uint32Array(this.#slots);
    this.#times = new Uint32Array(this.#slots);
    for (const [at, window] of windows.entries()) {
      if (window === 0) continue;
      const [a, b] = [high[at] as number, low[at] as number];
      this.#set(this.#slotOf(a, b), a, b, window, times[at] as number);
    }
  }
}

/** Twice 32 bits of a text; identities end in a cryptographic hash of their event, so that they spread. */
function hashesOf(text: string): readonly [high: number, low: number] {
  let high = 0x811c9dc5;
  let low = 0x811c9dc5 ^ 0x9e3779b9;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    high = Math.imul(high ^ code, 0x01000193);
    low = Math.imul(low ^ code, 0x01000193);
  }
  return [mixed(high, 0x2c1b3c6d), mixed(low, 0x2c1b3c6f)];
}

function mixed(hash: number, factor: number): number {
  const spread = Math.imul(hash ^ (hash >>> 15), factor);
  return (spread ^ (spread >>> 13)) >>> 0;
}
