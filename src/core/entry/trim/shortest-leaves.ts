import { queueText } from "../../record/queue-text.ts";

/** One member of the flat event's JSON. */
export interface DetailMember {
  readonly path: string;
  readonly json: string;
  /** Of its JSON and a comma. */
  readonly bytes: number;
  /** Where it stands among the record's leaves; of several of one path, the last. */
  readonly order: number;
  /** JSON of each value that the path has in the record. */
  readonly literals: readonly string[];
}

/** The shortest leaves of a record that fit into so many bytes of JSON. */
export class LeafBudget {
  /** Path → member of the flat event's JSON. */
  readonly #members = new Map<string, DetailMember>();
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
    this.#limit = budget + 1;
    this.#onDrop = onDrop;
  }

  /** Bytes of the members there are. */
  get bytes(): number {
    return this.#bytes;
  }

  /**
   * Says whether a leaf may fit, before it is turned into JSON; drops it if not.
   *
   * @param characters Of its value, at least.
   */
  admits(path: string, characters: number): boolean {
    if (path.length + characters + PUNCTUATION < this.#limit) return true;
    this.#onDrop(path);
    return false;
  }

  /**
   * Takes a leaf. Where two have one path and other values, that is a list of both: a pattern then
   * matches either, so that neither hides behind the other.
   *
   * Memory stays near twice the budget: now and then the longest are dropped, and from then on
   * nothing as long is admitted.
   */
  add(path: string, literal: string, order: number): void {
    const others = this.#members.get(path)?.literals ?? [];
    const literals = others.includes(literal) ? others : [...others, literal];
    this.#forget(path);
    const value = literals.length === 1 ? literal : `[${literals.join(",")}]`;
    // Of plain text each character is a byte; the JSON is put together only if the leaf stays.
    const isPlain = PLAIN.test(path);
    const key = isPlain ? `"${path}"` : queueText(JSON.stringify(path));
    const json = `${key}:${value}`;
    const bytes = (isPlain ? key.length : Buffer.byteLength(key)) + Buffer.byteLength(value) + 2;
    this.#members.set(path, { path, json, bytes, order, literals });
    this.#bytes += bytes;
    if (this.#bytes > 2 * this.#budget) this.shrink(this.#budget);
  }

  /** Drops the longest leaves until the rest fits into so many bytes. */
  shrink(budget: number): void {
    if (this.#bytes <= budget) return;
    const byLength = [...this.#members.values()].sort((a, b) => b.bytes - a.bytes);
    for (const { path, bytes } of byLength) {
      if (this.#bytes <= budget) break;
      this.#forget(path);
      this.#onDrop(path);
      this.#limit = bytes;
    }
  }

  members(): readonly DetailMember[] {
    return [...this.#members.values()];
  }

  #forget(path: string): void {
    const known = this.#members.get(path);
    if (known === undefined) return;
    this.#members.delete(path);
    this.#bytes -= known.bytes;
  }
}

/** ASCII that JSON does not escape. */
const PLAIN = /^[ !#-[\]-~]*$/;

/** Two quotes, a colon, a comma. */
const PUNCTUATION = 4;
