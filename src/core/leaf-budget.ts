/** The shortest leaves of a record that fit into so many bytes of JSON. */
export class LeafBudget {
  /** Path → member of the flat event's JSON. */
  readonly #members = new Map<string, Member>();
  readonly #budget: number;
  readonly #onDrop: (path: string) => void;
  #bytes = 0;
  /** Bytes from which on a leaf is too long to stay. */
  #limit: number;

  /**
   * @param budget Bytes of all members, a comma after each included.
   * @param onDrop Called with the path of each leaf that does not fit.
   */
  constructor(budget: number, onDrop: (path: string) => void) {
    this.#budget = budget;
    this.#limit = budget;
    this.#onDrop = onDrop;
  }

  /**
   * Takes a leaf; of two with one path the later wins.
   *
   * Memory stays near twice the budget: what is certainly too long is not even turned into JSON,
   * and now and then the longest are dropped.
   */
  add(path: string, literal: string): void {
    if (path.length + literal.length > this.#limit) {
      if (path.length <= this.#limit) this.#forget(path);
      this.#onDrop(path);
      return;
    }
    this.#forget(path);
    const json = `${JSON.stringify(path)}:${literal}`;
    const bytes = Buffer.byteLength(json) + 1;
    this.#members.set(path, { path, json, bytes });
    this.#bytes += bytes;
    if (this.#bytes > 2 * this.#budget) this.#shrink();
  }

  /** Drops the longest leaves until the rest fits. */
  finish(): { readonly members: readonly string[]; readonly bytes: number } {
    if (this.#bytes > this.#budget) this.#shrink();
    const members = [...this.#members.values()].map(({ json }) => json);
    return { members, bytes: this.#bytes };
  }

  #forget(path: string): void {
    const known = this.#members.get(path);
    if (known === undefined) return;
    this.#members.delete(path);
    this.#bytes -= known.bytes;
  }

  #shrink(): void {
    const byLength = [...this.#members.values()].sort((a, b) => b.bytes - a.bytes);
    for (const { path, bytes } of byLength) {
      if (this.#bytes <= this.#budget) break;
      this.#forget(path);
      this.#onDrop(path);
      this.#limit = bytes;
    }
  }
}

interface Member {
  readonly path: string;
  readonly json: string;
  readonly bytes: number;
}
