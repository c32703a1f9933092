import { crc32 } from "node:zlib";
import type { ByteSource } from "./byte-source.ts";
import { Inflater } from "./inflater.ts";
import { LogFileError } from "./unreadable.ts";

/** The two bytes every gzip member begins with. */
export const GZIP_MAGIC = [0x1f, 0x8b] as const;

/** Compressed bytes inflated at a time: at most 16 MiB come out of them. */
const SLICE_BYTES = 16 * 1024;

/**
 * Decompresses gzip as it streams in: one member or several, zero bytes after any of them.
 *
 * Unlike node:zlib's own gunzip, all that can be decompressed is yielded before a fault is
 * thrown, and nothing after zero padding is dropped in silence.
 *
 * @throws {LogFileError} If the data is cut, corrupt, followed by something else, or belies its
 * own checksum or length; or if what comes out is gzip again.
 * @see https://www.rfc-editor.org/rfc/rfc1952
 */
export async function* gunzip(source: ByteSource): AsyncGenerator<Uint8Array> {
  let begun = false;
  do {
    await readHeader(source);
    for await (const chunk of readMember(source)) {
      if (!begun && isGzip(chunk)) {
        throw new LogFileError(
          "Cannot read log file as it must be gzipped once: it is gzipped twice; decompress it once",
        );
      }
      begun ||= chunk.length > 0;
      yield chunk;
    }
    await source.skip(0);
  } while ((await source.peek()) !== undefined);
}

/** Whether bytes that JSON text should begin with are gzip instead; of a single byte its first tells. */
function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === GZIP_MAGIC[0] && (bytes.length === 1 || bytes[1] === GZIP_MAGIC[1]);
}

async function* readMember(source: ByteSource): AsyncGenerator<Uint8Array> {
  const inflater = new Inflater();
  let checksum = 0;
  let length = 0;
  try {
    for (let ended = false; !ended; ) {
      const slice = await source.slice(SLICE_BYTES);
      if (slice === undefined) throw cut(source, "compressed data");
      const { chunks, used, fault } = await inflater.write(slice);
      for (const chunk of chunks) {
        checksum = crc32(chunk, checksum);
        length += chunk.length;
        yield chunk;
      }
      if (fault !== undefined) {
        throw new LogFileError(
          `Cannot read log file as its gzip data must be valid: ${fault.message} near byte ${source.offset}`,
          { cause: fault },
        );
      }
      ended = used < slice.length;
      if (ended) source.unread(slice.length - used);
    }
  } finally {
    inflater.close();
  }
  await expect(source, "checksum", checksum);
  await expect(source, "length", length % 2 ** 32);
}

async function expect(source: ByteSource, what: string, is: number): Promise<void> {
  const says = await uint(source, 4, "trailer");
  if (says !== is) {
    throw new LogFileError(
      `Cannot read log file as its gzip ${what} must fit its content: ${what} is ${says}, content has ${is}, at byte ${source.offset}`,
    );
  }
}

async function readHeader(source: ByteSource): Promise<void> {
  const start = source.offset;
  for (const magic of GZIP_MAGIC) {
    if ((await uint(source, 1, "header")) !== magic) {
      throw new LogFileError(
        `Cannot read log file as only gzip may follow gzip: byte ${start} begins something else`,
      );
    }
  }
  const method = await uint(source, 1, "header");
  const flags = await uint(source, 1, "header");
  if (method !== DEFLATE || (flags & RESERVED) !== 0) {
    throw new LogFileError(
      `Cannot read log file as its gzip method must be ${DEFLATE} without reserved flags: method ${method}, flags ${flags}, at byte ${start}`,
    );
  }
  await uint(source, 6, "header");
  if (flags & EXTRA) await uint(source, await uint(source, 2, "header"), "header");
  if (flags & NAME) while (await uint(source, 1, "header"));
  if (flags & COMMENT) while (await uint(source, 1, "header"));
  if (flags & HEADER_CHECKSUM) await uint(source, 2, "header");
}

/** Reads a little-endian number; of more than 6 bytes only the reading counts. */
async function uint(source: ByteSource, bytes: number, part: string): Promise<number> {
  let value = 0;
  for (let i = 0; i < bytes; i++) {
    const byte = await source.byte();
    if (byte === undefined) throw cut(source, part);
    value += byte * 2 ** (8 * i);
  }
  return value;
}

function cut(source: ByteSource, part: string): LogFileError {
  return new LogFileError(
    `Cannot read log file as its gzip data must be whole: it ends at byte ${source.offset} in its ${part}`,
  );
}

const DEFLATE = 8;
const HEADER_CHECKSUM = 2;
const EXTRA = 4;
const NAME = 8;
const COMMENT = 16;
const RESERVED = 0xe0;
