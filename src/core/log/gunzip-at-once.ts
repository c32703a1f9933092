import { crc32, inflateRawSync } from "node:zlib";
import { GZIP_MAGIC } from "./gunzip.ts";

/** Compressed bytes of a file that is read at once: nearly all of CloudTrail's have less. */
export const MAX_BYTES_AT_ONCE = 512 * 1024;

/** Bytes of its text. */
const MAX_TEXT_AT_ONCE = 16 * 1024 * 1024;

/**
 * Decompresses gzip that is one whole member, nothing behind it, in one call: half of what a
 * stream costs that waits for a thread of its own at each step.
 *
 * @returns Undefined for anything else: it is for a stream to say what it is, and to save of it
 * what can be saved.
 */
export function gunzipAtOnce(bytes: Buffer): Buffer | undefined {
  const begin = endOfHeader(bytes);
  const trailer = bytes.length - TRAILER_BYTES;
  if (begin === undefined || begin >= trailer) return undefined;
  const inflated = inflate(bytes.subarray(begin));
  if (inflated === undefined || begin + inflated.used !== trailer) return undefined;
  const { text } = inflated;
  const isWhole =
    bytes.readUInt32LE(trailer) === crc32(text) && bytes.readUInt32LE(trailer + 4) === text.length;
  const isGzip = GZIP_MAGIC.every((byte, i) => text[i] === byte);
  return isWhole && text.length > 1 && !isGzip ? text : undefined;
}

/** A header as gzip's writers make it: nothing in it, or the name of the file alone. */
function endOfHeader(bytes: Buffer): number | undefined {
  const [first, second, method, flags = 0] = bytes;
  if (first !== GZIP_MAGIC[0] || second !== GZIP_MAGIC[1] || method !== DEFLATE) return undefined;
  if (flags === 0) return HEADER_BYTES;
  const end = bytes.indexOf(0, HEADER_BYTES);
  return flags === NAME && end !== -1 ? end + 1 : undefined;
}

function inflate(bytes: Buffer): { readonly text: Buffer; readonly used: number } | undefined {
  try {
    // With `info` zlib says how far it came, which its types do not know.
    const { buffer, engine } = inflateRawSync(bytes, {
      info: true,
      maxOutputLength: MAX_TEXT_AT_ONCE,
    }) as unknown as { buffer: Buffer; engine: { bytesWritten: number } };
    return { text: buffer, used: engine.bytesWritten };
  } catch {
    // Invalid, cut or large: the stream says which.
    return undefined;
  }
}

const DEFLATE = 8;
const NAME = 8;
const HEADER_BYTES = 10;
const TRAILER_BYTES = 8;
