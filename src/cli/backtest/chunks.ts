import { deliveryTimeOf } from "../../core/backtest/delivery-time.ts";
import type { InputFile } from "../input/find-inputs.ts";
import type { Chunk } from "./history.ts";

/** Files of a chunk, and bytes of them, at most. */
const CHUNK_FILES = 32;
const CHUNK_BYTES = 1024 * 1024;

/** Of a file whose size is not known. */
const TYPICAL_BYTES = 100_000;

/** The files in the order they came to the bucket, a few at a time. */
export function chunksOf(files: readonly InputFile[]): readonly Chunk[] {
  const timed = files.map((file) => ({ file, at: deliveryTimeOf(file.path) ?? 0 }));
  timed.sort((a, b) => a.at - b.at || (a.file.path < b.file.path ? -1 : 1));
  const chunks: { number: number; files: InputFile[] }[] = [];
  let bytes = 0;
  for (const { file } of timed) {
    const last = chunks.at(-1);
    const size = file.size ?? TYPICAL_BYTES;
    if (last === undefined || last.files.length >= CHUNK_FILES || bytes + size > CHUNK_BYTES) {
      chunks.push({ number: chunks.length, files: [file] });
      bytes = size;
    } else {
      last.files.push(file);
      bytes += size;
    }
  }
  return chunks;
}
