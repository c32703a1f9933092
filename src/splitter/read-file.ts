import { type BusEntryOptions, toBusEntry } from "../core/entry/bus-entry.ts";
import { isOwnRecord, type OwnRole } from "../core/entry/own-record.ts";
import { readRecords } from "../core/log/reader.ts";
import type { CloudTrailRecord } from "../core/record/record.ts";
import type { SplitCounters } from "./counters.ts";
import type { LogFile } from "./log-file.ts";
import type { Publisher } from "./publisher.ts";

/** How records become entries. */
export interface ReadOptions {
  readonly entries: BusEntryOptions;
  /** The splitter's own role, whose records are left out; undefined when it is not known. */
  readonly ownRole: OwnRole | undefined;
  /** Whether a record is wanted on the bus; undefined wants all. */
  readonly accepts: ((record: CloudTrailRecord) => boolean) | undefined;
}

/**
 * Reads a log file and hands its records' entries to the publisher. Never rejects: what ended the
 * reading is told to the file.
 */
export async function readFile(
  file: LogFile,
  bytes: AsyncIterable<Uint8Array>,
  publisher: Publisher,
  counters: SplitCounters,
  { entries, ownRole, accepts }: ReadOptions,
): Promise<void> {
  try {
    for await (const item of readRecords(bytes)) {
      counters.records++;
      if ("rejected" in item) {
        file.rejected(item.index, item.rejected);
      } else if (ownRole && isOwnRecord(item.value, ownRole)) {
        counters.filtered++;
      } else if (accepts?.(item.value) === false) {
        counters.filtered++;
      } else {
        const wait = publisher.add({ entry: toBusEntry(item, file.object, entries), sender: file });
        if (wait !== undefined) await wait;
        const { stopped } = publisher;
        if (stopped !== undefined) throw new Error(stopped);
      }
    }
  } catch (error) {
    file.ended(error);
  }
}
