import { closeSync, fstatSync, openSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { GZIP_MAGIC } from "../../core/log/gunzip.ts";
import { gunzipAtOnce } from "../../core/log/gunzip-at-once.ts";
import { RecordScanner } from "../../core/log/record-scanner.ts";
import { splitRecords } from "../../core/log/record-split.ts";
import type { RawRecord, RejectedRecord } from "../../core/record/record.ts";
import { foreignKind } from "../input/records-in.ts";

/** Bytes of a file that is read at once, and of what comes out of it. */
const MAX_BYTES = 8 * 1024 * 1024;
const MAX_TEXT_BYTES = 96 * 1024 * 1024;

/** A record, or what stands in place of one, and where. */
export type QuickItem = RawRecord | (RejectedRecord & { readonly where: string });

/** How a log file begins that CloudTrail wrote. */
const BEGINNING = /^\s*\{\s*"Records"\s*:\s*\[/;

/**
 * Reads a log file as CloudTrail writes it at once, without a stream: some history is nothing but a
 * hundred thousand of them.
 *
 * @param take Gets what is found, in order; the same that `openInput` finds.
 * @returns How many were taken, and whether that was all: else the file is to be read as any other,
 * and what comes after those taken.
 */
export function readQuickly(
  path: string,
  take: (item: QuickItem) => void,
): { readonly taken: number; readonly isWhole: boolean } {
  const text = textOf(path);
  if (text === undefined || !BEGINNING.test(text.toString("latin1", 0, 64))) {
    return { taken: 0, isWhole: false };
  }
  const split = splitRecords(text, (record) => take(itemOf(record)));
  if (split.isWhole) return split;
  let { taken } = split;
  let passed = 0;
  const scanner = new RecordScanner(undefined, { stopsAtEnd: true });
  scanner.push(text);
  for (;;) {
    const item = nextOf(scanner);
    if (item === "fault") return { taken, isWhole: false };
    if (item === undefined) break;
    if (passed++ < split.taken) continue;
    take(itemOf(item));
    taken++;
  }
  try {
    const isWhole = scanner.rest !== undefined && /^\s*$/.test(scanner.rest.toString("latin1"));
    if (isWhole) scanner.finish();
    return { taken, isWhole };
  } catch {
    // The other reader meets the same, and says so.
    return { taken, isWhole: false };
  }
}

function itemOf(item: RawRecord | RejectedRecord): QuickItem {
  const { index } = item;
  const rejected = "rejected" in item ? item.rejected : foreignKind(item.value);
  if (rejected !== undefined) return { rejected, index, where: `record ${index}` };
  return item as RawRecord;
}

function nextOf(scanner: RecordScanner) {
  try {
    return scanner.next();
  } catch {
    return "fault";
  }
}

function textOf(path: string): Buffer | undefined {
  try {
    const file = openSync(path, "r");
    try {
      const stat = fstatSync(file);
      if (!stat.isFile() || stat.size > MAX_BYTES) return undefined;
      const bytes = readFileSync(file);
      if (bytes[0] !== GZIP_MAGIC[0] || bytes[1] !== GZIP_MAGIC[1]) return bytes;
      return gunzipAtOnce(bytes) ?? gunzipSync(bytes, { maxOutputLength: MAX_TEXT_BYTES });
    } finally {
      closeSync(file);
    }
  } catch {
    // As above.
    return undefined;
  }
}
