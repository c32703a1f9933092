import { ByteSource } from "../../core/log/byte-source.ts";
import { GZIP_MAGIC, gunzip } from "../../core/log/gunzip.ts";
import { isBlank } from "../../core/log/json-bytes.ts";
import { LogFileError } from "../../core/log/unreadable.ts";

const NEWLINE = 0x0a;

/** Text as it streams in, gunzipped where it is gzip: what has come and is not yet read, and more on demand. */
export class TextSource {
  /** What has come and is not yet read. */
  unread: Buffer = Buffer.alloc(0);
  /** Number of the line that the first unread byte stands in, from 1. */
  line = 1;
  /** Whether nothing comes any more. */
  ended = false;
  /** What ended the bytes before their end; told once all that came before is read. */
  #fault: unknown;
  readonly #source: ByteSource;
  readonly #chunks: AsyncIterator<Uint8Array>;

  private constructor(source: ByteSource, chunks: AsyncIterable<Uint8Array>) {
    this.#source = source;
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  /**
   * Begins to read. A byte order mark is passed over.
   *
   * @throws {LogFileError} If it is UTF-16 or an archive.
   */
  static async open(bytes: AsyncIterable<Uint8Array>): Promise<TextSource> {
    const source = new ByteSource(bytes);
    try {
      return await TextSource.#begin(source);
    } catch (cause) {
      await source.close();
      throw cause;
    }
  }

  static async #begin(source: ByteSource): Promise<TextSource> {
    const zipped = (await source.peek()) === GZIP_MAGIC[0];
    const text = new TextSource(source, zipped ? gunzip(source) : slices(source));
    try {
      while (text.unread.length < HEAD_BYTES && (await text.more()));
    } catch (cause) {
      // What came before the fault is read first; then it is met again.
      if (text.unread.length === 0) throw cause;
    }
    checkHead(text.unread);
    if (text.unread.subarray(0, 3).equals(BYTE_ORDER_MARK)) text.unread = text.unread.subarray(3);
    return text;
  }

  /** Waits for more: what is unread at least doubles, so that reading on is linear. @returns Whether any came. */
  async more(): Promise<boolean> {
    if (this.#fault !== undefined) throw this.#fault;
    const pieces = [this.unread];
    let came = 0;
    try {
      while (!this.ended && (came === 0 || came < this.unread.length)) {
        const { done, value } = await this.#chunks.next();
        if (done) {
          this.ended = true;
        } else {
          pieces.push(Buffer.from(value.buffer, value.byteOffset, value.byteLength));
          came += value.length;
        }
      }
    } catch (cause) {
      this.#fault = cause;
      if (came === 0) throw cause;
    }
    if (came > 0)
      this.unread =
        this.unread.length === 0 && pieces.length === 2
          ? (pieces[1] as Buffer)
          : Buffer.concat(pieces);
    return came > 0;
  }

  /** Reads so many bytes of what has come. */
  take(bytes: number): Buffer {
    const taken = this.unread.subarray(0, bytes);
    this.unread = this.unread.subarray(bytes);
    for (let at = taken.indexOf(NEWLINE); at !== -1; at = taken.indexOf(NEWLINE, at + 1))
      this.line++;
    return taken;
  }

  /** Passes over blanks. @returns The byte after them, which stays unread; `undefined` at the end. */
  async skipBlanks(): Promise<number | undefined> {
    for (;;) {
      let at = 0;
      while (at < this.unread.length && isBlank(this.unread[at] as number)) at++;
      this.take(at);
      if (this.unread.length > 0 || !(await this.more())) return this.unread[0];
    }
  }

  /** Lets go of what feeds it. */
  async close(): Promise<void> {
    await this.#source.close();
  }
}

async function* slices(source: ByteSource): AsyncGenerator<Uint8Array> {
  for (;;) {
    const slice = await source.slice(Number.POSITIVE_INFINITY);
    if (slice === undefined) return;
    yield slice;
  }
}

/** Enough to know a tar archive by. */
const HEAD_BYTES = 512;

const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/** What people have by mistake, by how it begins. */
const ARCHIVES: readonly [what: string, at: number, magic: Buffer][] = [
  ["a zip archive", 0, Buffer.from("PK\x03\x04")],
  ["a bzip2 file", 0, Buffer.from("BZh")],
  ["an xz file", 0, Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a])],
  ["a zstd file", 0, Buffer.from([0x28, 0xb5, 0x2f, 0xfd])],
  ["a Parquet file", 0, Buffer.from("PAR1")],
  ["a tar archive", 257, Buffer.from("ustar")],
];

function checkHead(head: Buffer): void {
  for (const [what, at, magic] of ARCHIVES) {
    if (head.subarray(at, at + magic.length).equals(magic)) {
      throw new LogFileError(
        `Cannot read log file as it must be JSON, gzipped or not: it is ${what}`,
      );
    }
  }
  const [first, second] = head;
  const marked = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  if (marked || (head.length > 1 && (first === 0) !== (second === 0))) {
    throw new LogFileError(
      "Cannot read log file as it must be UTF-8, not UTF-16: save it as UTF-8",
    );
  }
}
