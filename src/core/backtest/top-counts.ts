/** Values that are counted at most; of more, those that came least are given up. */
const MOST_VALUES = 4_000;

/** A value and how often it came. */
export interface Count {
  readonly value: string;
  readonly count: number;
}

/** Counts texts in bounded memory: the frequent ones are right however many others there are. */
export class TopCounts {
  #counts = new Map<string, number>();

  add(value: string | undefined, by = 1): void {
    if (value === undefined || value === "") return;
    this.#counts.set(value, (this.#counts.get(value) ?? 0) + by);
    if (this.#counts.size > 2 * MOST_VALUES) {
      this.#counts = new Map(this.#sorted().slice(0, MOST_VALUES));
    }
  }

  /** The most frequent, each with its count; equals by value. */
  top(most: number): readonly Count[] {
    return this.#sorted()
      .slice(0, most)
      .map(([value, count]) => ({ value, count }));
  }

  #sorted(): [string, number][] {
    return [...this.#counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
  }
}
