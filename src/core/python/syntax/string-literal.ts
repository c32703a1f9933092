import { PythonSyntaxError, PythonUnsupported } from "./error.ts";

/** A text that was read, and where it ends. */
export interface ReadString {
  readonly value: string;
  /** After the closing quotes. */
  readonly end: number;
}

/**
 * Reads a string literal from after its opening quotes.
 *
 * @param start Where the literal begins, for errors.
 * @throws {PythonSyntaxError} If it does not end, or an escaped is wrong.
 */
export function readStringBody(
  text: string,
  from: number,
  quotes: string,
  raw: boolean,
  start: number,
): ReadString {
  let value = "";
  for (let at = from; at < text.length; ) {
    if (text.startsWith(quotes, at)) return { value, end: at + quotes.length };
    const char = text[at] as string;
    if (char === "\n" && quotes.length === 1) break;
    if (char === "\\" && raw) {
      value += text.slice(at, at + 2);
      at += 2;
    } else if (char === "\\") {
      const escaped = readEscape(text, at);
      value += escaped.value;
      at = escaped.end;
    } else {
      value += char;
      at++;
    }
  }
  throw new PythonSyntaxError(`the text in ${quotes} does not end`, start);
}

/** Reads a backslash and what it stands for. */
export function readEscape(text: string, at: number): ReadString {
  const char = text[at + 1];
  const simple = char === undefined ? undefined : SIMPLE[char];
  if (simple !== undefined) return { value: simple, end: at + 2 };
  const octal = /^[0-7]{1,3}/.exec(text.slice(at + 1, at + 4))?.[0];
  if (octal !== undefined) {
    return { value: String.fromCodePoint(Number.parseInt(octal, 8)), end: at + 1 + octal.length };
  }
  const length = { x: 2, u: 4, U: 8 }[char ?? ""];
  if (length !== undefined) {
    const digits = text.slice(at + 2, at + 2 + length);
    const code = /^[0-9a-fA-F]+$/.test(digits) && digits.length === length;
    const point = Number.parseInt(digits, 16);
    if (!code || point > 0x10ffff)
      throw new PythonSyntaxError(`\\${char} needs ${length} hexadecimal digits`, at);
    return { value: String.fromCodePoint(point), end: at + 2 + length };
  }
  if (char === "N") throw new PythonUnsupported("a character by its name, \\N{…}", at);
  // Not an escape: Python warns, and keeps both.
  return { value: text.slice(at, at + 2), end: at + 2 };
}

const SIMPLE: Readonly<Record<string, string>> = {
  "\n": "",
  "\\": "\\",
  "'": "'",
  '"': '"',
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};
