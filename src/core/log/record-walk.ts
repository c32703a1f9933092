import type { RawRecord } from "../record/record.ts";
import type { ScanProgress } from "./record-scanner.ts";

/** Reads ordinary records in one go. */
export interface RecordWalk {
  /** Takes the chunk that is read next. */
  open(chunk: Buffer): void;
  /**
   * Reads the record that begins at a byte of the chunk; undefined for one that it leaves.
   *
   * @param before Bytes of the text before the chunk.
   */
  element(
    at: number,
    index: number,
    before: number,
    fault?: string,
  ): (RawRecord & ScanProgress) | undefined;
}
