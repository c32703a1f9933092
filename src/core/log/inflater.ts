import { constants, createInflateRaw, type InflateRaw } from "node:zlib";

/** Compressed bytes kept so that a fault's last good bytes can be found again. */
const MAX_KEPT_BYTES = 16 * 1024 * 1024;

/** What came of one write. */
export interface Inflated {
  readonly chunks: readonly Buffer[];
  /** Bytes of the input that were used; fewer than given once the data has ended. */
  readonly used: number;
  /** Set when the data is invalid; `chunks` then holds all that came before the fault. */
  readonly fault?: Error;
}

/**
 * Raw deflate data, slice by slice.
 *
 * zlib throws away what it had inflated in the very call that meets invalid data: up to 64 KB,
 * some forty records. After a fault the data is therefore inflated again, the slice at fault in
 * ever smaller steps, to give those back too. Beyond 16 MiB of compressed data they stay lost.
 */
export class Inflater {
  #engine = new Engine();
  #kept: Buffer[] = [];
  #keptBytes = 0;
  #given = 0;

  /** Inflates one slice. Its result may be large: 1,032 times the slice at worst. */
  async write(slice: Buffer): Promise<Inflated> {
    const inflated = await this.#engine.write(slice);
    for (const chunk of inflated.chunks) this.#given += chunk.length;
    if (inflated.fault !== undefined) {
      return { ...inflated, chunks: [...inflated.chunks, ...(await this.#lost(slice))] };
    }
    this.#keptBytes += slice.length;
    if (this.#keptBytes <= MAX_KEPT_BYTES) this.#kept.push(slice);
    else this.#kept = [];
    return inflated;
  }

  close(): void {
    this.#engine.close();
    this.#kept = [];
  }

  /** Finds the fault in steps of 128 bytes, then, inflating once more, byte by byte. */
  async #lost(slice: Buffer): Promise<Buffer[]> {
    if (this.#keptBytes > MAX_KEPT_BYTES) return [];
    const good = [...this.#kept];
    let bad = slice;
    let lost: Buffer[] = [];
    for (const step of [128, 1]) {
      const engine = new Engine();
      lost = [];
      let toSkip = this.#given;
      const feed = async (piece: Buffer): Promise<boolean> => {
        const { chunks, fault } = await engine.write(piece);
        for (const chunk of chunks) {
          const skipped = Math.min(toSkip, chunk.length);
          toSkip -= skipped;
          if (skipped < chunk.length) lost.push(chunk.subarray(skipped));
        }
        return fault === undefined;
      };
      for (const piece of good) await feed(piece);
      let at = 0;
      while (at < bad.length && (await feed(bad.subarray(at, at + step)))) at += step;
      engine.close();
      good.push(bad.subarray(0, at));
      bad = bad.subarray(at, at + step);
    }
    return lost;
  }
}

/** zlib's stream, driven one write at a time. */
class Engine {
  readonly #stream: InflateRaw;
  #chunks: Buffer[] = [];
  #fail: (error: Error) => void = () => {};

  constructor() {
    // Sync flush: data that is cut short gives what it has and no error.
    this.#stream = createInflateRaw({
      chunkSize: 64 * 1024,
      finishFlush: constants.Z_SYNC_FLUSH,
    });
    this.#stream.on("data", (chunk: Buffer) => this.#chunks.push(chunk));
    // On invalid data zlib's stream emits an error and never calls back the write that met it.
    this.#stream.on("error", (error) => this.#fail(error));
  }

  write(slice: Buffer): Promise<Inflated> {
    const before = this.#stream.bytesWritten;
    return new Promise((resolve) => {
      const settle = (fault?: Error | null) => {
        const chunks = this.#chunks;
        this.#chunks = [];
        const used = this.#stream.bytesWritten - before;
        resolve(fault ? { chunks, used, fault } : { chunks, used });
      };
      this.#fail = settle;
      this.#stream.write(slice, settle);
    });
  }

  close(): void {
    this.#stream.destroy();
  }
}
