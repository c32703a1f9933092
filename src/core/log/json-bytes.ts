/** The bytes of JSON's structure. */
export const QUOTE = 0x22;
export const BACKSLASH = 0x5c;
export const COMMA = 0x2c;
export const COLON = 0x3a;
export const OPEN_OBJECT = 0x7b;
export const CLOSE_OBJECT = 0x7d;
export const OPEN_ARRAY = 0x5b;
export const CLOSE_ARRAY = 0x5d;

const BLANK = 1;
const STRUCTURE = 2;
const KIND = new Uint8Array(256);
for (const byte of [0x20, 0x09, 0x0a, 0x0d]) KIND[byte] = BLANK;
for (const byte of [QUOTE, COMMA, COLON, OPEN_OBJECT, CLOSE_OBJECT, OPEN_ARRAY, CLOSE_ARRAY]) {
  KIND[byte] = STRUCTURE;
}

/** Whether a byte is one of JSON's four blanks. */
export function isBlank(byte: number): boolean {
  return KIND[byte] === BLANK;
}

/** Whether a byte ends a number or a word: a blank, bracket, quote, colon or comma. */
export function endsWord(byte: number): boolean {
  return KIND[byte] !== 0;
}

/** Whether a value may begin with this byte; whether it is one shows later. */
export function beginsValue(byte: number): boolean {
  return KIND[byte] === 0 || byte === QUOTE || byte === OPEN_OBJECT || byte === OPEN_ARRAY;
}

/** A byte as an error shows it: itself in quotes, or its number where it cannot be seen. */
export function showByte(byte: number): string {
  const visible = byte > 0x20 && byte < 0x7f;
  return visible
    ? `"${String.fromCharCode(byte)}"`
    : `byte 0x${byte.toString(16).padStart(2, "0")}`;
}
