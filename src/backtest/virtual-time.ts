/** One thing that happens at a virtual instant; cancelled by its owner, never by the heap. */
interface Entry {
  readonly at: number;
  readonly order: number;
  run: (() => void) | undefined;
}

/** What a scheduled entry can still be told. */
export interface Scheduled {
  cancel(): void;
}

/** Taken before the clock is installed: what moves the simulation on is no part of it. */
const realImmediate = setImmediate;

/**
 * Virtual time. Nothing waits: the next thing to happen is taken from a heap, all promises it
 * moves are run to their end, then time jumps to the one after it. Two runs with the same inputs
 * take the same steps.
 */
export class VirtualTime {
  #now: number;
  #order = 0;
  readonly #heap: Entry[] = [];
  /** Work on real threads that must end before time moves on. */
  #outside = 0;
  /** Steps taken, for figures and for runaway guards. */
  steps = 0;

  constructor(start: number) {
    this.#now = start;
  }

  /** Milliseconds since the epoch. */
  now = (): number => this.#now;

  /** Runs something after so many milliseconds. */
  after(milliseconds: number, run: () => void): Scheduled {
    const wait = Number.isFinite(milliseconds) ? Math.max(0, milliseconds) : 0;
    const entry: Entry = { at: this.#now + wait, order: this.#order++, run };
    push(this.#heap, entry);
    return {
      cancel() {
        entry.run = undefined;
      },
    };
  }

  sleep = (milliseconds: number): Promise<void> =>
    new Promise((resolve) => {
      this.after(milliseconds, resolve);
    });

  /** Time does not move on before the returned function is called. */
  holdForOutside(): () => void {
    this.#outside++;
    return () => {
      this.#outside--;
    };
  }

  /**
   * Lets things happen until a condition holds, nothing is left, or an instant is reached.
   *
   * @returns Whether the condition held.
   */
  async runUntil(done: () => boolean, latest = Number.POSITIVE_INFINITY): Promise<boolean> {
    await this.#drain();
    while (!done()) {
      const next = this.#heap[0];
      if (next === undefined || next.at > latest) {
        if (Number.isFinite(latest)) this.#now = Math.max(this.#now, latest);
        return done();
      }
      pop(this.#heap);
      if (next.run === undefined) continue;
      this.#now = Math.max(this.#now, next.at);
      this.steps++;
      next.run();
      await this.#drain();
    }
    return true;
  }

  /** One turn of the event loop runs every promise and tick there is; threads need more. */
  async #drain(): Promise<void> {
    do await new Promise<void>((resolve) => realImmediate(resolve));
    while (this.#outside > 0);
  }
}

function isBefore(a: Entry, b: Entry): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}

function push(heap: Entry[], entry: Entry): void {
  let at = heap.length;
  heap.push(entry);
  while (at > 0) {
    const parent = (at - 1) >> 1;
    const above = heap[parent] as Entry;
    if (!isBefore(entry, above)) break;
    heap[at] = above;
    at = parent;
  }
  heap[at] = entry;
}

function pop(heap: Entry[]): void {
  const last = heap.pop() as Entry;
  if (heap.length === 0) return;
  let at = 0;
  for (;;) {
    let child = 2 * at + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && isBefore(heap[child + 1] as Entry, heap[child] as Entry))
      child++;
    if (!isBefore(heap[child] as Entry, last)) break;
    heap[at] = heap[child] as Entry;
    at = child;
  }
  heap[at] = last;
}
