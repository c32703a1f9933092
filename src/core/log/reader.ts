import { ByteSource } from "./byte-source.ts";
import { GZIP_MAGIC, gunzip } from "./gunzip.ts";
import { gunzipAtOnce, MAX_BYTES_AT_ONCE } from "./gunzip-at-once.ts";
import { isBlank, OPEN_OBJECT, showByte } from "./json-bytes.ts";
import { RecordScanner, type ScannedElement } from "./record-scanner.ts";
import type { RecordWalk } from "./record-walk.ts";
import { TEXT_START } from "./scan-start.ts";
import { LogFileError } from "./unreadable.ts";

/** Decompressed bytes read from one file: far more than CloudTrail's largest have; a bomb has more. */
const MAX_TEXT_BYTES = 1024 ** 3;

/**
 * Reads a log file's records as its bytes stream in.
 *
 * Pull-driven: nothing more is read from `bytes` than the records taken need, and memory stays
 * within one record. Gzip is expected; JSON as it is passes too, as S3 clients may decompress.
 *
 * @param bytes The object as stored. Its own errors pass through unchanged.
 * @param start Where to begin, when part of the file was read before: what lies before it is
 * decompressed and no more, a fifth of the work of reading it.
 * @param walk Tries each record first.
 * @throws {LogFileError} If the file cannot be read to its end. All that could be read was
 * yielded before.
 */
export async function* readRecords(
  bytes: AsyncIterable<Uint8Array>,
  start = TEXT_START,
  walk?: RecordWalk,
): AsyncGenerator<ScannedElement, void> {
  for await (const records of readChunks(bytes, start, walk)) yield* records;
}

/**
 * As {@linkcode readRecords}, the records of each chunk by themselves: what is awaited for each
 * record takes as long as finding it. They must be taken to the last before the next are asked for.
 */
export async function* readChunks(
  bytes: AsyncIterable<Uint8Array>,
  start = TEXT_START,
  walk?: RecordWalk,
): AsyncGenerator<Iterable<ScannedElement>, void> {
  const source = new ByteSource(bytes);
  const scanner = new RecordScanner(start, { walk });
  let size = 0;
  try {
    for await (const chunk of textOf(source)) {
      size += chunk.length;
      if (size > MAX_TEXT_BYTES) {
        throw new LogFileError(
          `Cannot read log file as its text may have at most ${MAX_TEXT_BYTES} bytes: it has more`,
        );
      }
      // Nothing is left of a chunk that was read before.
      scanner.push(chunk.subarray(Math.max(0, chunk.length - Math.max(0, size - start.offset))));
      yield elementsOf(scanner);
    }
  } finally {
    await source.close();
  }
  if (size < start.offset) {
    throw new LogFileError(
      `Cannot read log file as it must have the ${start.next === 1 ? "record that was" : `${start.next} records that were`} read before: its text ends at byte ${size}`,
    );
  }
  scanner.finish();
}

function* elementsOf(scanner: RecordScanner): Generator<ScannedElement, void> {
  for (let item = scanner.next(); item !== undefined; item = scanner.next()) yield item;
}

async function* textOf(source: ByteSource): AsyncGenerator<Uint8Array> {
  const first = await source.peek();
  if (first === GZIP_MAGIC[0]) {
    const whole = await source.rest(MAX_BYTES_AT_ONCE);
    const text = whole && gunzipAtOnce(whole);
    if (text === undefined) yield* gunzip(source);
    else yield text;
    return;
  }
  if (first !== undefined && first !== OPEN_OBJECT && first !== 0xef && !isBlank(first)) {
    throw new LogFileError(
      `Cannot read log file as it must be gzip or a JSON object: it begins with ${showByte(first)}`,
    );
  }
  for (;;) {
    const chunk = await source.slice(Number.POSITIVE_INFINITY);
    if (chunk === undefined) return;
    yield chunk;
  }
}
