import { constants, gunzipSync } from "node:zlib";
import { GZIP_MAGIC } from "./gunzip.ts";

/** Compressed bytes of a file that is read at once: nearly all of CloudTrail's have less. */
export const MAX_BYTES_AT_ONCE = 512 * 1024;

/** Bytes of its text. */
const MAX_TEXT_AT_ONCE = 16 * 1024 * 1024;

/** Bytes that deflate makes of one, at most. */
const MAX_GROWTH = 1_032;

/**
 * Decompresses gzip that is one whole member, nothing behind it, in one call: a third of what a
 * stream costs that waits for a thread of its own at each step and gives its text in pieces.
 *
 * @returns Undefined for anything else: it is for a stream to say what it is, and to save of it
 * what can be saved.
 */
export function gunzipAtOnce(bytes: Buffer): Buffer | undefined {
  if (bytes.length <= SIZE_BYTES) return undefined;
  // What comes out is as much as the member's last bytes say. They may lie, but not ask for more
  // room than deflate could fill.
  const size = bytes.readUInt32LE(bytes.length - SIZE_BYTES);
  if (size > Math.min(MAX_TEXT_AT_ONCE, bytes.length * MAX_GROWTH)) return undefined;
  const inflated = inflate(bytes, size);
  if (inflated === undefined || inflated.used !== bytes.length) return undefined;
  const { text } = inflated;
  const isGzip = GZIP_MAGIC.every((byte, i) => text[i] === byte);
  return text.length === size && size > 1 && !isGzip ? text : undefined;
}

function inflate(
  bytes: Buffer,
  size: number,
): { readonly text: Buffer; readonly used: number } | undefined {
  try {
    // With `info` zlib says how far it came, which its types do not know. A chunk that is not
    // filled to its end is the last.
    const { buffer, engine } = gunzipSync(bytes, {
      info: true,
      chunkSize: Math.max(size + 1, constants.Z_MIN_CHUNK),
      maxOutputLength: MAX_TEXT_AT_ONCE,
    }) as unknown as { buffer: Buffer; engine: { bytesWritten: number } };
    return { text: buffer, used: engine.bytesWritten };
  } catch {
    // Invalid, cut or large: the stream says which.
    return undefined;
  }
}

/** Where a member says how long its text is. */
const SIZE_BYTES = 4;
