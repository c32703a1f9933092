/** The bytes of a text that is ASCII. */
export function asciiOf(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text));
}

/** Whether a text begins at a byte of another. One by one bytes are compared in half of what `startsWith` takes. */
export function standsAt(text: Uint8Array, bytes: Uint8Array, at: number): boolean {
  const { length } = text;
  // To read beyond the end of bytes takes long once it was ever done.
  if (at + length > bytes.length) return false;
  for (let i = 0; i < length; i++) if (bytes[at + i] !== text[i]) return false;
  return true;
}
