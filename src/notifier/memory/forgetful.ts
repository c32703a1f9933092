/** Keys and values one function instance remembers of one kind. */
const MAX_REMEMBERED = 20_000;

/** A map that forgets all where it would hold too much: for what can be looked up again. */
export class Forgetful<V> {
  readonly #values = new Map<string, V>();

  get(key: string): V | undefined {
    return this.#values.get(key);
  }

  set(key: string, value: V): void {
    if (this.#values.size >= MAX_REMEMBERED) this.#values.clear();
    this.#values.set(key, value);
  }
}
