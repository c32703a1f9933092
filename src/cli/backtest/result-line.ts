import type { ChunkResult } from "./history.ts";

/** Results of chunks as they become known, to be taken in the order of the chunks. */
export class ResultLine {
  readonly #results: (ChunkResult | undefined)[];
  #taken = 0;
  #failure: { readonly error: unknown } | undefined;
  #wake: (() => void) | undefined;
  /** Events of results that are known and not taken. */
  #waiting = 0;

  /** @param count How many chunks there are. */
  constructor(count: number) {
    this.#results = new Array(count).fill(undefined);
  }

  /** Events that wait to be taken. */
  get waiting(): number {
    return this.#waiting;
  }

  put(result: ChunkResult): void {
    this.#results[result.number] = result;
    this.#waiting += eventsOf(result);
    this.#wake?.();
  }

  /** No more comes: who waits for a result gets the error. */
  fail(error: unknown): void {
    this.#failure ??= { error };
    this.#wake?.();
  }

  /** The results in order, each as soon as it and those before it are known. */
  async *inOrder(): AsyncGenerator<ChunkResult, void> {
    while (this.#taken < this.#results.length) {
      const result = this.#results[this.#taken];
      if (this.#failure !== undefined) throw this.#failure.error;
      if (result === undefined) {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
        continue;
      }
      this.#taken++;
      yield result;
      this.#waiting -= eventsOf(result);
    }
  }
}

function eventsOf({ runs }: ChunkResult): number {
  return runs.flat().reduce((sum, { events }) => sum + events, 0);
}
