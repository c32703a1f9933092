/**
 * Whether bytes are ASCII without control characters, so that each is a character and none of them
 * must be escaped in a JSON string.
 */
export function isPlainText(bytes: Buffer, from: number, to: number): boolean {
  // Four bytes at a time, from where a word of the memory begins.
  const begin = bytes.byteOffset;
  const first = Math.min(to, from + ((4 - ((begin + from) % 4)) % 4));
  const words = (to - first) >> 2;
  if (!areAllPlain(bytes, from, first) || !areAllPlain(bytes, first + words * 4, to)) return false;
  const four = words === 0 ? [] : new Uint32Array(bytes.buffer, begin + first, words);
  // Without a byte under 32 nothing is borrowed from its neighbour, and each difference is under 96.
  for (let i = 0; i < words; i++) {
    const word = four[i] as number;
    if (((word | (word - 0x20202020)) & 0x80808080) !== 0) return false;
  }
  return true;
}

function areAllPlain(bytes: Buffer, from: number, to: number): boolean {
  for (let at = from; at < to; at++) {
    const byte = bytes[at] as number;
    if (byte < 0x20 || byte >= 0x80) return false;
  }
  return true;
}
