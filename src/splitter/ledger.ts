/** What became of a record. */
export type Fate = "published" | "filtered" | "rejected";

/** Records of one reading whose fate is known, counted. */
export type FateCounts = Readonly<Record<Fate, number>>;

/** A record on its way to the bus, or one that failed. */
interface Open {
  readonly index: number;
  /** Bytes of the text before it. */
  readonly offset: number;
  /** Records settled between this one and the next open one. */
  readonly beyond: Record<Fate, number>;
  before: Open | undefined;
  after: Open | undefined;
  failed: boolean;
}

/**
 * Keeps the fates of a reading's records, in whatever order the bus answers.
 *
 * A reading that stops goes on at the first record that is not settled, and what is settled beyond
 * it is done once more: only the unbroken run from the beginning counts. Memory is that of the
 * records on their way, however many are read.
 */
export class Ledger {
  /** Index after the last record that was noted. */
  #end: number;
  /** Bytes of the text up to there. */
  #endOffset: number;
  readonly #settled = none();
  readonly #open = new Map<number, Open>();
  #first: Open | undefined;
  #last: Open | undefined;
  #failed = 0;

  /**
   * @param from Index of the first record that is read.
   * @param offset Bytes of the text before it.
   */
  constructor(from: number, offset: number) {
    this.#end = from;
    this.#endOffset = offset;
  }

  /** Index of the first record that is not settled. */
  get next(): number {
    return this.#first?.index ?? this.#end;
  }

  /** Bytes of the text up to the end of the record before {@linkcode next}. */
  get offset(): number {
    return this.#first?.offset ?? this.#endOffset;
  }

  /** What became of the records before {@linkcode next}. */
  get settled(): FateCounts {
    return this.#settled;
  }

  /** Records the bus did not accept. */
  get failed(): number {
    return this.#failed;
  }

  /** Records that are on the bus already, beyond the first that is not settled. */
  get publishedBeyond(): number {
    let sum = 0;
    for (let open = this.#first; open !== undefined; open = open.after) {
      sum += open.beyond.published;
    }
    return sum;
  }

  /**
   * Notes that a record is on its way. Records come in the file's order, settled ones among them.
   *
   * @param end Bytes of the text up to its end.
   */
  send(index: number, end: number): void {
    const open: Open = {
      index,
      offset: this.#endOffset,
      beyond: none(),
      before: this.#last,
      after: undefined,
      failed: false,
    };
    this.#note(index, end);
    if (this.#last === undefined) this.#first = open;
    else this.#last.after = open;
    this.#last = open;
    this.#open.set(index, open);
  }

  /** Notes what became of the next record, which is not sent. */
  pass(index: number, end: number, fate: Fate): void {
    (this.#last?.beyond ?? this.#settled)[fate]++;
    this.#note(index, end);
  }

  /** Notes that a record on its way arrived. */
  arrive(index: number): void {
    const open = this.#open.get(index);
    if (open === undefined) return;
    (open.before?.beyond ?? this.#settled).published++;
    this.#open.delete(index);
    this.#close(open);
  }

  /** Notes that a record on its way did not arrive. */
  fail(index: number): void {
    const open = this.#open.get(index);
    if (open === undefined) return;
    this.#failed++;
    this.#open.delete(index);
    open.failed = true;
    // The run ends at the first of several that failed: the others need no place of their own.
    if (open.after?.failed) this.#close(open.after);
    if (open.before?.failed) this.#close(open);
  }

  #note(index: number, end: number): void {
    this.#end = index + 1;
    this.#endOffset = end;
  }

  /** Takes out an open record; what lies beyond it lies beyond the one before it now. */
  #close({ beyond, before, after }: Open): void {
    const into = before?.beyond ?? this.#settled;
    into.published += beyond.published;
    into.filtered += beyond.filtered;
    into.rejected += beyond.rejected;
    if (before === undefined) this.#first = after;
    else before.after = after;
    if (after === undefined) this.#last = before;
    else after.before = before;
  }
}

function none(): Record<Fate, number> {
  return { published: 0, filtered: 0, rejected: 0 };
}
