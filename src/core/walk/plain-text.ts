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
  if (words === 0) return true;
  const four = new Int32Array(bytes.buffer, begin + first, words);
  let at = 0;
  // Four words at a time, which takes half as long.
  for (const last = words - 3; at < last; at += 4) {
    const a = four[at] as number;
    const b = four[at + 1] as number;
    const c = four[at + 2] as number;
    const d = four[at + 3] as number;
    const less = (a - SPACES) | (b - SPACES) | (c - SPACES) | (d - SPACES);
    if (((a | b | c | d | less) & HIGHEST_BITS) !== 0) return false;
  }
  for (; at < words; at++) {
    const word = four[at] as number;
    if (((word | (word - SPACES)) & HIGHEST_BITS) !== 0) return false;
  }
  return true;
}

/**
 * What is less than a space has its highest bit set once that is taken away. Without such a byte
 * nothing is borrowed from its neighbour, and each difference is under 96.
 */
const SPACES = 0x20202020;
const HIGHEST_BITS = 0x80808080;

function areAllPlain(bytes: Buffer, from: number, to: number): boolean {
  for (let at = from; at < to; at++) {
    const byte = bytes[at] as number;
    if (byte < 0x20 || byte >= 0x80) return false;
  }
  return true;
}
