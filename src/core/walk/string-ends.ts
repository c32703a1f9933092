/** What is answered of text that a walk leaves to others. */
export const LEFT = -1;

/**
 * Finds where strings of a JSON text end, from the first to the last.
 *
 * It takes the escapes that JSON writes, and what need not be escaped at all: Java's writers do so
 * with `=`, `&`, `<`, `>` and `'`.
 */
export class StringEnds {
  #text = "";
  /** The first backslash not passed yet; beyond all text if there is none. */
  #backslash = NOWHERE;
  /** Position behind the last escape met that JSON would not write so. */
  spelledEnd = 0;

  open(text: string): void {
    this.#text = text;
    this.spelledEnd = 0;
    this.#seekBackslash(0);
  }

  /** Goes on at a position. */
  begin(at: number): void {
    if (this.#backslash < at) this.#seekBackslash(at);
  }

  /**
   * Position behind a string.
   *
   * @param from Its first quote.
   */
  end(from: number): number {
    const end = this.#text.indexOf('"', from + 1);
    if (this.#backslash < end) return this.#escapedEnd(from, end);
    return end === -1 ? LEFT : end + 1;
  }

  #escapedEnd(from: number, firstQuote: number): number {
    let end = firstQuote;
    this.begin(from);
    while (this.#backslash < end) {
      const behind = this.#endOfEscape(this.#backslash);
      if (behind === LEFT) return LEFT;
      this.#seekBackslash(behind);
      if (end < behind) end = this.#text.indexOf('"', behind);
    }
    return end === -1 ? LEFT : end + 1;
  }

  #endOfEscape(at: number): number {
    const code = this.#text.charCodeAt(at + 1);
    if (SHORT_ESCAPES.has(code)) return at + 2;
    if (code === SLASH) {
      this.spelledEnd = at + 2;
      return at + 2;
    }
    NEEDLESS_ESCAPE.lastIndex = at;
    if (!NEEDLESS_ESCAPE.test(this.#text)) return LEFT;
    this.spelledEnd = NEEDLESS_ESCAPE.lastIndex;
    return this.spelledEnd;
  }

  #seekBackslash(from: number): void {
    const at = this.#text.indexOf("\\", from);
    this.#backslash = at === -1 ? NOWHERE : at;
  }
}

/** A string whose end was found, with the escapes alone that JSON writes. */
export function plainlySpelled(literal: string): string {
  return JSON.stringify(JSON.parse(literal));
}

const NOWHERE = Number.MAX_SAFE_INTEGER;

const SHORT_ESCAPES: ReadonlySet<number> = new Set(
  ['"', "\\", "b", "f", "n", "r", "t"].map((it) => it.charCodeAt(0)),
);

const SLASH = 0x2f;

/** ASCII without control characters by its number. */
const NEEDLESS_ESCAPE = /\\u00(?:[2-6][\da-fA-F]|7[\da-eA-E])/y;
