import {
  BACKSLASH,
  CLOSE_ARRAY,
  CLOSE_OBJECT,
  COLON,
  COMMA,
  isBlank,
  OPEN_ARRAY,
  OPEN_OBJECT,
  QUOTE,
  showByte,
} from "../../core/log/json-bytes.ts";
import { MAX_RECORD_BYTES } from "../../core/log/json-token.ts";

/** What comes next in a text that holds records. */
export type NextDocument =
  /** Too little has come to tell. */
  | { readonly kind: "unclear" }
  /** `{"Records": […]}`, to be read as a log file. */
  | { readonly kind: "log-file" }
  /** A list whose first element begins after so many bytes; in an object, as `Events`, or bare. */
  | { readonly kind: "list"; readonly after: number; readonly inObject: boolean }
  /** One object of so many bytes. */
  | { readonly kind: "object"; readonly bytes: number }
  /** One JSON value a line, from here on. */
  | { readonly kind: "lines" }
  | { readonly kind: "unreadable"; readonly why: string };

const NEWLINE = 0x0a;

/**
 * Tells what comes next, by as little of it as will do.
 *
 * @param text What is unread; its first byte is not blank.
 * @param ended Whether nothing comes after it.
 */
export function nextDocument(text: Buffer, ended: boolean): NextDocument {
  if (text[0] === OPEN_ARRAY) return { kind: "list", after: 1, inObject: false };
  if (text[0] === OPEN_OBJECT) return nextObject(text, ended);
  const end = text.indexOf(NEWLINE);
  if (end === -1 && !ended && text.length < MAX_RECORD_BYTES) return { kind: "unclear" };
  if (isJson(text.subarray(0, end === -1 ? text.length : end))) return { kind: "lines" };
  const follows = end === -1 ? false : isObjectLine(text, end, ended);
  if (follows === undefined) return { kind: "unclear" };
  if (follows) return { kind: "lines" };
  const what = `it begins with ${showByte(text[0] as number)}`;
  return { kind: "unreadable", why: `it must hold CloudTrail records as JSON: ${what}` };
}

/** Walks through an object until a list of records, its end or a line that cannot be part of it. */
function nextObject(text: Buffer, ended: boolean): NextDocument {
  const open: number[] = [];
  let lines = 0;
  let before = 0;
  let key: string | undefined;
  let newline = text.indexOf(NEWLINE);
  for (let at = 0; at < text.length; at++) {
    const byte = text[at] as number;
    if (byte === NEWLINE) {
      const next = nextVisible(text, at);
      if (next === undefined) return ended ? cut(lines) : tooFar(text, lines);
      if (!mayFollow(before, open.at(-1) as number, next)) {
        const isLine = lines === 0 ? next === OPEN_OBJECT : isObjectLine(text, at, ended);
        if (isLine === undefined) return { kind: "unclear" };
        if (isLine) return { kind: "lines" };
      }
      lines++;
    }
    if (isBlank(byte)) continue;
    if (byte === QUOTE) {
      const end = endOfString(text, at);
      if (newline !== -1 && newline < at) newline = text.indexOf(NEWLINE, at);
      if (newline !== -1 && (end === undefined || newline < end)) {
        // No JSON has a line break inside a string: this line is cut.
        if (lines === 0) return { kind: "lines" };
        return { kind: "unreadable", why: "no string of its JSON may hold a line break: one does" };
      }
      if (end === undefined) return ended ? cut(lines) : tooFar(text, lines);
      if (open.length === 1 && before !== COLON) key = keyOf(text.subarray(at, end + 1));
      at = end;
    } else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
      const isList = byte === OPEN_ARRAY && open.length === 1 && before === COLON;
      if (isList && key === "Records") return { kind: "log-file" };
      if (isList && key === "Events") return { kind: "list", after: at + 1, inObject: true };
      open.push(byte);
    } else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) {
      open.pop();
      if (open.length === 0)
        return lines > 0 ? { kind: "object", bytes: at + 1 } : oneLine(text, at + 1, ended);
    }
    before = byte;
  }
  return ended ? cut(lines) : tooFar(text, lines);
}

/** An object within one line: of lines, if nothing else stands in its line. */
function oneLine(text: Buffer, bytes: number, ended: boolean): NextDocument {
  const newline = text.indexOf(NEWLINE, bytes);
  const next = nextVisible(text, bytes - 1);
  if (newline === -1 && next === undefined) return ended ? { kind: "lines" } : { kind: "unclear" };
  const rest = text.subarray(bytes, newline === -1 ? text.length : newline);
  return rest.every(isBlank) ? { kind: "lines" } : { kind: "object", bytes };
}

function cut(lines: number): NextDocument {
  // A single line may be the last of several: it is told as a line.
  if (lines === 0) return { kind: "lines" };
  return { kind: "unreadable", why: "its JSON must be whole: it ends inside an object" };
}

function tooFar(text: Buffer, lines: number): NextDocument {
  if (text.length <= MAX_RECORD_BYTES) return { kind: "unclear" };
  if (lines === 0) return { kind: "lines" };
  return {
    kind: "unreadable",
    why: `an object may have at most ${MAX_RECORD_BYTES} bytes: one has more`,
  };
}

/** Whether JSON may go on with this byte where a line has ended. */
function mayFollow(before: number, container: number, next: number): boolean {
  const begins = next !== COMMA && next !== COLON && next !== CLOSE_OBJECT && next !== CLOSE_ARRAY;
  switch (before) {
    case OPEN_OBJECT:
      return next === QUOTE || next === CLOSE_OBJECT;
    case OPEN_ARRAY:
      return begins || next === CLOSE_ARRAY;
    case COMMA:
      return container === OPEN_OBJECT ? next === QUOTE : begins;
    case COLON:
      return begins;
    default:
      return !begins;
  }
}

/** Whether the next line that is not blank is an object whole; `undefined` if it has not come yet. */
function isObjectLine(text: Buffer, newline: number, ended: boolean): boolean | undefined {
  let at = newline;
  while (at < text.length && isBlank(text[at] as number)) at++;
  if (at === text.length) return ended ? false : undefined;
  if (text[at] !== OPEN_OBJECT) return false;
  const end = text.indexOf(NEWLINE, at);
  if (end === -1 && !ended && text.length <= MAX_RECORD_BYTES) return undefined;
  return isJson(text.subarray(at, end === -1 ? text.length : end));
}

function nextVisible(text: Buffer, from: number): number | undefined {
  let at = from + 1;
  while (at < text.length && isBlank(text[at] as number)) at++;
  return text[at];
}

function endOfString(text: Buffer, from: number): number | undefined {
  for (let at = from + 1; at < text.length; at++) {
    if (text[at] === BACKSLASH) at++;
    else if (text[at] === QUOTE) return at;
  }
  return undefined;
}

function keyOf(bytes: Buffer): string | undefined {
  return isJson(bytes) ? (JSON.parse(bytes.toString()) as string) : undefined;
}

function isJson(bytes: Buffer): boolean {
  try {
    JSON.parse(bytes.toString());
    return true;
  } catch {
    return false;
  }
}
