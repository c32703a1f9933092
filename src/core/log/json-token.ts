import {
  BACKSLASH,
  CLOSE_ARRAY,
  CLOSE_OBJECT,
  COLON,
  COMMA,
  endsWord,
  OPEN_ARRAY,
  OPEN_OBJECT,
  QUOTE,
} from "./json-bytes.ts";

/** Bytes one record may have; a larger one is passed over without being kept. CloudTrail's own limit is 256 KB. */
export const MAX_RECORD_BYTES = 16 * 1024 * 1024;

/**
 * Takes one JSON value or key out of a byte stream: finds where it ends, keeps its bytes and
 * parses them.
 *
 * Only brackets and quotes are understood while reading; whether it is JSON, `parse()` says.
 * The walk keeps no stack, so depth costs nothing.
 */
export class TokenCapture {
  /** Whether a token has begun and not ended. */
  open = false;
  /** Whether the token has more bytes than it may; its text is then gone. */
  tooLarge = false;
  /** Whether the bracket that closed it is of the other kind than the one that opened it. */
  mismatched = false;
  /** Deepest level inside; 0 for a string, number or word. */
  depth = 0;
  /** Objects, arrays and commas inside: at least as many as values. */
  values = 0;
  /** Keys of all objects inside. */
  members = 0;
  /** Bytes it may have. */
  limit = MAX_RECORD_BYTES;
  /** Why the last `parse()` answered nothing. */
  reason = "";

  #fresh = false;
  #bare = false;
  #inString = false;
  #escaped = false;
  #level = 0;
  #first = 0;
  /** Where the bytes are: in the chunk the token ended in, or gathered over several chunks. */
  #bytes: Buffer = EMPTY;
  #start = 0;
  #end = 0;
  #gathered = EMPTY;

  /** Begins a token at the position the next `read` names. */
  begin(limit = MAX_RECORD_BYTES): void {
    this.open = true;
    this.tooLarge = false;
    this.mismatched = false;
    this.depth = 0;
    this.values = 0;
    this.members = 0;
    this.limit = limit;
    this.#fresh = true;
    this.#inString = false;
    this.#escaped = false;
    this.#level = 0;
    this.#end = 0;
  }

  /**
   * Reads on from `at`.
   *
   * @returns The position after the last byte read: after the token if it ended, else the
   * chunk's length.
   */
  read(chunk: Buffer, at: number): number {
    if (this.#fresh) {
      this.#fresh = false;
      this.#first = chunk[at] as number;
      this.#bare = !endsWord(this.#first);
    }
    const end = this.#bare ? this.#readBare(chunk, at) : this.#readNested(chunk, at);
    this.#keep(chunk, at, end);
    return end;
  }

  /** The token's text and value; `undefined` if it is no JSON, with `reason` set. */
  parse(): { readonly text: string; readonly value: unknown } | undefined {
    const text = this.#bytes.toString("utf8", this.#start, this.#end);
    try {
      return { text, value: JSON.parse(text) };
    } catch (error) {
      // The message goes on with a piece of the text, which belongs in no error.
      this.reason = (error as SyntaxError).message.replace(/, .*$/s, "");
      return undefined;
    }
  }

  /** A number or a word ends before the next blank or structure. */
  #readBare(chunk: Buffer, from: number): number {
    let at = from;
    while (at < chunk.length && !endsWord(chunk[at] as number)) at++;
    if (at < chunk.length) this.open = false;
    return at;
  }

  #readNested(chunk: Buffer, from: number): number {
    const size = chunk.length;
    let at = this.#escaped ? from + 1 : from;
    let inString = this.#inString;
    let level = this.#level;
    let { depth, members, values } = this;
    while (at < size) {
      if (!inString) {
        const byte = chunk[at++] as number;
        // Blanks, of which there can be many.
        if (byte < QUOTE) continue;
        if (byte === QUOTE) {
          inString = true;
        } else {
          if (byte === COLON) {
            members++;
          } else if (byte === COMMA) {
            values++;
          } else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
            values++;
            if (++level > depth) depth = level;
          } else if ((byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) && --level === 0) {
            this.open = false;
            // Both kinds of bracket open two code points before they close.
            this.mismatched = byte !== this.#first + 2;
            break;
          }
          continue;
        }
      }
      let byte = 0;
      while (at < size && byte !== QUOTE) {
        byte = chunk[at++] as number;
        if (byte === BACKSLASH) {
          at++;
          byte = 0;
        }
      }
      if (byte === QUOTE) {
        inString = false;
        if (level === 0) {
          this.open = false;
          break;
        }
      }
    }
    // A backslash at the chunk's end escapes the first byte of the next.
    this.#escaped = at > size;
    this.#inString = inString;
    this.#level = level;
    this.values = values;
    this.depth = depth;
    this.members = members;
    return Math.min(at, size);
  }

  /** Keeps the bytes read; those of a token within one chunk are not copied. */
  #keep(chunk: Buffer, from: number, to: number): void {
    const had = this.#end;
    if (had + to - from > this.limit) this.tooLarge = true;
    if (this.tooLarge) {
      this.#gathered = EMPTY;
      this.#bytes = EMPTY;
      this.#start = 0;
      this.#end = 0;
    } else if (had === 0 && !this.open) {
      this.#bytes = chunk;
      this.#start = from;
      this.#end = to;
    } else {
      const size = had + to - from;
      if (size > this.#gathered.length) {
        const larger = Buffer.allocUnsafe(size * 2);
        this.#gathered.copy(larger, 0, 0, had);
        this.#gathered = larger;
      }
      chunk.copy(this.#gathered, had, from, to);
      this.#bytes = this.#gathered;
      this.#start = 0;
      this.#end = size;
    }
  }
}

const EMPTY = Buffer.alloc(0);
