import { createHash } from "node:crypto";
import { createReadStream, openSync, type ReadStream, rmSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import * as zlib from "node:zlib";

/** Bytes of an object: small ones in memory while there is room, the others in a file. */
export type Content = { readonly bytes: Buffer } | { readonly file: string };

/** What was written, and what it adds up to. */
export interface WrittenContent {
  readonly content: Content;
  /** Bytes. */
  readonly size: number;
  /** MD5 in hex. */
  readonly md5: string;
  /** CRC-32 in base64; absent where Node cannot compute it. */
  readonly crc32?: string;
}

/** Bytes up to which an object is small. Most log files are. */
const SMALL_BYTES = 64 * 1024;

/** Bytes of all small objects together that stay in memory. */
const MEMORY_BYTES = 64 * 1024 * 1024;

/** Where contents are written. It knows how much memory they take. */
export interface ContentStore {
  /**
   * Writes a content as it comes.
   *
   * @param file Path it may use; nothing may be there yet.
   */
  write(body: AsyncIterable<Uint8Array>, file: string): Promise<WrittenContent>;
  /** Gives up a content. A reader that has it open reads on. */
  discard(content: Content): void;
}

/**
 * Makes an empty store.
 *
 * @param memoryBytes Bytes of small objects that stay in memory.
 */
export function createContentStore(memoryBytes = MEMORY_BYTES): ContentStore {
  let held = 0;
  return {
    async write(body, file) {
      const hash = createHash("md5");
      let size = 0;
      let crc = 0;
      let chunks: Uint8Array[] = [];
      let handle: FileHandle | undefined;
      const spill = async () => {
        handle ??= await open(file, "wx");
        for (const chunk of chunks) await handle.writeFile(chunk);
        chunks = [];
      };
      try {
        for await (const chunk of body) {
          hash.update(chunk);
          // Older releases of Node 20 have no crc32; then the checksum is not checked.
          crc = zlib.crc32?.(chunk, crc) ?? 0;
          size += chunk.length;
          chunks.push(chunk);
          if (size > SMALL_BYTES) await spill();
        }
        if (held + size > memoryBytes) await spill();
      } catch (cause) {
        rmSync(file, { force: true });
        throw cause;
      } finally {
        await handle?.close();
      }
      if (handle === undefined) held += size;
      const checksum = Buffer.alloc(4);
      checksum.writeUInt32BE(crc);
      return {
        content: handle === undefined ? { bytes: Buffer.concat(chunks) } : { file },
        size,
        md5: hash.digest("hex"),
        ...(zlib.crc32 !== undefined && { crc32: checksum.toString("base64") }),
      };
    },
    discard(content) {
      if ("bytes" in content) held -= content.bytes.length;
      else rmSync(content.file, { force: true });
    },
  };
}

/**
 * Reads a content, from the state it has now: a write or deletion that follows does not disturb
 * the reader.
 *
 * @param range First and last byte, both included.
 */
export function openContent(
  content: Content,
  [start, end]: readonly [number, number] = [0, Number.POSITIVE_INFINITY],
): Buffer | ReadStream {
  if ("bytes" in content) return content.bytes.subarray(start, end + 1);
  return createReadStream("", { fd: openSync(content.file, "r"), start, end });
}

/** The bytes of what is to be an object, in pieces. */
export async function* bytesOf(
  body: string | Uint8Array | AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  if (typeof body === "string") yield Buffer.from(body);
  else if (body instanceof Uint8Array) yield body;
  else yield* body;
}
