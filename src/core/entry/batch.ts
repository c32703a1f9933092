import { type BusEntry, entryBytes } from "./bus-entry.ts";

/** Entries one `PutEvents` call accepts. */
export const MAX_ENTRIES = 10;

/** Gathers entries into `PutEvents`-sized batches as they come, keeping their order. */
export class Batcher<Item extends { readonly entry: BusEntry }> {
  readonly #maxBytes: number;
  #batch: Item[] = [];
  #bytes = 0;

  /** @param maxBytes Bytes each batch stays under. */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /**
   * Takes one more.
   *
   * @returns The batch that is thereby full; `undefined` while there is room. An entry that is
   * too large for any batch makes one of its own: the bus refuses it, and that is counted where
   * the other refusals are.
   */
  add(item: Item): Item[] | undefined {
    const bytes = entryBytes(item.entry);
    const fits = this.#batch.length < MAX_ENTRIES && this.#bytes + bytes < this.#maxBytes;
    const full = fits ? undefined : this.take();
    this.#batch.push(item);
    this.#bytes += bytes;
    return full;
  }

  /** Takes out what has been gathered; `undefined` if that is nothing. */
  take(): Item[] | undefined {
    const batch = this.#batch;
    this.#batch = [];
    this.#bytes = 0;
    return batch.length === 0 ? undefined : batch;
  }
}

/**
 * Groups entries into `PutEvents`-sized batches, keeping their order.
 *
 * @param maxBytes Bytes each batch stays under.
 */
export function batchEntries(entries: Iterable<BusEntry>, maxBytes: number): BusEntry[][] {
  const batcher = new Batcher<{ readonly entry: BusEntry }>(maxBytes);
  const batches: { readonly entry: BusEntry }[][] = [];
  for (const entry of entries) {
    const full = batcher.add({ entry });
    if (full !== undefined) batches.push(full);
  }
  const last = batcher.take();
  if (last !== undefined) batches.push(last);
  return batches.map((batch) => batch.map(({ entry }) => entry));
}
