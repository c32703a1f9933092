/** Bytes that arrive in chunks, read one by one or by the chunk. */
export class ByteSource {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #chunk: Buffer = Buffer.alloc(0);
  #at = 0;
  /** Bytes in the chunks before this one. */
  #before = 0;

  constructor(bytes: AsyncIterable<Uint8Array>) {
    this.#chunks = bytes[Symbol.asyncIterator]();
  }

  /** Bytes read so far. */
  get offset(): number {
    return this.#before + this.#at;
  }

  /** The next byte, which stays the next; `undefined` at the end. */
  async peek(): Promise<number | undefined> {
    while (this.#at === this.#chunk.length) {
      const { done, value } = await this.#chunks.next();
      if (done) return undefined;
      this.#before += this.#chunk.length;
      this.#chunk = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
      this.#at = 0;
    }
    return this.#chunk[this.#at];
  }

  /** Reads one byte; `undefined` at the end. */
  async byte(): Promise<number | undefined> {
    const byte = await this.peek();
    if (byte !== undefined) this.#at++;
    return byte;
  }

  /** Reads up to `most` bytes, as many as are here; `undefined` at the end. */
  async slice(most: number): Promise<Buffer | undefined> {
    if ((await this.peek()) === undefined) return undefined;
    const slice = this.#chunk.subarray(this.#at, this.#at + most);
    this.#at += slice.length;
    return slice;
  }

  /** Takes back bytes of the slice read last. */
  unread(bytes: number): void {
    this.#at -= bytes;
  }

  /** Passes over bytes while they are of one value. */
  async skip(value: number): Promise<void> {
    while ((await this.peek()) === value) {
      while (this.#at < this.#chunk.length && this.#chunk[this.#at] === value) this.#at++;
    }
  }

  /** Lets go of what feeds it; nothing can be read afterwards. */
  async close(): Promise<void> {
    await this.#chunks.return?.();
  }
}
