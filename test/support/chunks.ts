/** Bytes as a stream of chunks of the given size; the whole in one chunk by default. */
export async function* inChunks(
  bytes: Uint8Array,
  size: number = Math.max(1, bytes.length),
): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
