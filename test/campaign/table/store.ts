import { compareText, type Item } from "./value.ts";

/** The items of a table, by partition and sort key. */
export class Store {
  readonly #partitions = new Map<string, Partition>();

  get(pk: string, sk: string): Item | undefined {
    return this.#partitions.get(pk)?.items.get(sk);
  }

  put(pk: string, sk: string, item: Item): void {
    let partition = this.#partitions.get(pk);
    if (partition === undefined) {
      partition = { items: new Map(), order: undefined };
      this.#partitions.set(pk, partition);
    }
    if (!partition.items.has(sk)) partition.order = undefined;
    partition.items.set(sk, item);
  }

  delete(pk: string, sk: string): void {
    const partition = this.#partitions.get(pk);
    if (partition?.items.delete(sk)) partition.order = undefined;
    if (partition?.items.size === 0) this.#partitions.delete(pk);
  }

  /** Sort keys of a partition in their order. */
  keys(pk: string): readonly string[] {
    const partition = this.#partitions.get(pk);
    if (partition === undefined) return [];
    partition.order ??= [...partition.items.keys()].sort(compareText);
    return partition.order;
  }

  partitions(): readonly string[] {
    return [...this.#partitions.keys()];
  }

  /** All items of the partitions whose key begins so. */
  *itemsOf(start: string): Generator<{ pk: string; sk: string; item: Item }> {
    for (const [pk, { items }] of this.#partitions) {
      if (!pk.startsWith(start)) continue;
      for (const [sk, item] of items) yield { pk, sk, item };
    }
  }
}

interface Partition {
  readonly items: Map<string, Item>;
  order: readonly string[] | undefined;
}
