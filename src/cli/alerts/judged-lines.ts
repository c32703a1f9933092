import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { jsonLines } from "../input/json-lines.ts";

/** Characters of lines kept in memory before they are written. */
const MAX_KEPT = 32 * 1024 * 1024;

/** Values that are printed only when all are known, each as a line; what is much is in a file. */
export class JudgedLines<T> {
  readonly #folder: () => string;
  readonly #maxKept: number;
  #path: string | undefined;
  #kept: string[] = [];
  #size = 0;

  /** @param folder Gives the folder for what memory is not to hold. */
  constructor(folder: () => string, maxKept: number = MAX_KEPT) {
    this.#folder = folder;
    this.#maxKept = maxKept;
  }

  /** @param value Plain JSON. */
  add(value: T): void {
    const text = JSON.stringify(value);
    this.#kept.push(text);
    this.#size += text.length;
    if (this.#size > this.#maxKept) this.#spill();
  }

  /** All of them, in the order they were added. */
  *inOrder(): Generator<T, void> {
    if (this.#path !== undefined) yield* jsonLines<T>(this.#path);
    for (const text of this.#kept) yield JSON.parse(text);
  }

  #spill(): void {
    this.#path ??= join(this.#folder(), "lines.ndjson");
    appendFileSync(this.#path, this.#kept.map((text) => `${text}\n`).join(""), { mode: 0o600 });
    this.#kept = [];
    this.#size = 0;
  }
}
