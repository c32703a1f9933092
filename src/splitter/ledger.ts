import type { Resumption, SettledAhead } from "../core/notification/continuation.ts";

/** What became of a record. */
export type Fate = "published" | "filtered" | "rejected";

/** Records whose fate one reading settled, counted. */
export type FateCounts = Readonly<Record<Fate, number>>;

/**
 * Keeps what is settled of a log file, in whatever order the bus answers, over all readings of it.
 *
 * A reading goes on at the first record that is not settled. Of those beyond it, the open ones are
 * kept by index: no record that is known to be on the bus is sent again. Memory is that of the
 * records on their way and of those that failed, however many are read.
 */
export class Ledger {
  /** Index after the last record that was noted. */
  #end: number;
  /** Bytes of the text up to there. */
  #endOffset: number;
  readonly #settled: Record<Fate, number> = { published: 0, filtered: 0, rejected: 0 };
  /** Records on their way and those that failed: index → bytes of the text before it. In order. */
  readonly #open = new Map<number, number>();
  /** What earlier readings settled beyond where this one begins. */
  readonly #before: { readonly end: number; readonly open: ReadonlySet<number> };

  /** @param from Where this reading begins. */
  constructor({ next, offset, beyond }: Pick<Resumption, "next" | "offset" | "beyond">) {
    this.#end = next;
    this.#endOffset = offset;
    this.#before = { end: beyond?.end ?? 0, open: new Set(beyond?.open) };
  }

  /** Index of the first record that is not settled. */
  get next(): number {
    const [first = this.#end] = this.#open.keys();
    return first;
  }

  /** Bytes of the text up to the end of the record before {@linkcode next}. */
  get offset(): number {
    const [first = this.#endOffset] = this.#open.values();
    return first;
  }

  /** What is settled from {@linkcode next} on; undefined if nothing is. */
  get beyond(): SettledAhead | undefined {
    const end = Math.max(this.#end, this.#before.end);
    const unread = [...this.#before.open].filter((index) => index >= this.#end);
    const open = [...this.#open.keys(), ...unread];
    return end - this.next > open.length ? { end, open } : undefined;
  }

  /** What became of the records this reading settled. */
  get settled(): FateCounts {
    return this.#settled;
  }

  /** Records on their way, and those that failed. */
  get open(): number {
    return this.#open.size;
  }

  /** Whether an earlier reading settled a record. */
  isSettled(index: number): boolean {
    return index < this.#before.end && !this.#before.open.has(index);
  }

  /** Notes that the next record is one that an earlier reading settled. */
  skip(index: number, end: number): void {
    this.#end = index + 1;
    this.#endOffset = end;
  }

  /**
   * Notes that a record is on its way. Records come in the file's order, settled ones among them.
   *
   * @param end Bytes of the text up to its end.
   */
  send(index: number, end: number): void {
    this.#open.set(index, this.#endOffset);
    this.skip(index, end);
  }

  /** Notes what became of the next record, which is not sent. */
  pass(index: number, end: number, fate: Fate): void {
    this.#settled[fate]++;
    this.skip(index, end);
  }

  /** Notes that a record on its way arrived. One that does not stays open. */
  arrive(index: number): void {
    if (this.#open.delete(index)) this.#settled.published++;
  }
}
