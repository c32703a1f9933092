/** Bytes that arrive in chunks, read one by one or by the chunk. */
export class ByteSource {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #chunk: Buffer = Buffer.alloc(0);
  #at = 0;
  /** Bytes in the chunks before this one. */
  #before = 0;
  /** What came behind this chunk, instead of the next. */
  #failure: { readonly error: unknown } | undefined;

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
      if (this.#failure !== undefined) throw this.#failure.error;
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

  /**
   * All bytes that are left, which stay the next ones.
   *
   * @returns Undefined if there are more than `most`, or if they end in an error: that is thrown
   * when the bytes before it are read.
   */
  async rest(most: number): Promise<Buffer | undefined> {
    const chunks = [this.#chunk.subarray(this.#at)];
    let size = this.#chunk.length - this.#at;
    while (size <= most) {
      const { done, value } = await this.#next();
      if (done) break;
      chunks.push(Buffer.from(value.buffer, value.byteOffset, value.byteLength));
      size += value.byteLength;
    }
    this.#before += this.#at;
    this.#at = 0;
    this.#chunk = Buffer.concat(chunks);
    return size <= most && this.#failure === undefined ? this.#chunk : undefined;
  }

  /** What the source has next; its end where it failed. */
  async #next(): Promise<IteratorResult<Uint8Array>> {
    if (this.#failure !== undefined) return { done: true, value: undefined };
    try {
      return await this.#chunks.next();
    } catch (error) {
      this.#failure = { error };
      return { done: true, value: undefined };
    }
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
