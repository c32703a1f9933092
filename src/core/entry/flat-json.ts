import { POINTER_KEY, RECORD_KEY } from "../../contract.ts";
import { queueText } from "../record/queue-text.ts";
import { isPlainNumber } from "./trim/bus-numbers.ts";

/**
 * Flattens an ordinary record straight to JSON text, without making the flat object first.
 *
 * The text is that of `JSON.stringify(flatten(value))` without its braces, except for the order
 * of keys that look like numbers.
 *
 * @param members Keys the record has as written; see `RawRecord`.
 * @returns Undefined for a record that needs more care: one that may have two leaves of one path
 * (a key with a dot, a key written twice), a number that is not plain, or a leaf whose path the
 * bus event uses itself, or more than `longest` characters in all.
 */
export function flatJson(
  value: Readonly<Record<string, unknown>>,
  members: number,
  longest: number,
): string | undefined {
  let json = "";
  let keysSeen = 0;
  const stack: Frame[] = [];
  let top: Frame | undefined = frame(value, "");
  while (top !== undefined) {
    const { container, keys, prefix } = top;
    const length = keys === undefined ? (container as unknown[]).length : keys.length;
    if (top.next === 0 && keys !== undefined) keysSeen += length;
    // A rope until then, of which each leaf would have to be put together piece by piece.
    if (top.next === 0) prefix.charCodeAt(0);
    let inner: Frame | undefined;
    while (top.next < length && inner === undefined) {
      const at = top.next++;
      const key = keys === undefined ? at : (keys[at] as string);
      const child = (container as Record<string, unknown>)[key];
      if (typeof key === "string" && key.includes(".")) return undefined;
      if (child === null) continue;
      if (typeof child === "object") {
        inner = frame(child, `${prefix}${escaped(key)}.`);
      } else {
        if (prefix === "" && (key === RECORD_KEY || key === POINTER_KEY)) return undefined;
        if (typeof child === "number" && !isPlainNumber(child)) return undefined;
        const literal = typeof child === "string" ? `"${escaped(child)}"` : String(child);
        if (json.length > longest) return undefined;
        json += `${json === "" ? '"' : ',"'}${prefix}${escaped(key)}":${literal}`;
      }
    }
    if (inner === undefined) {
      top = stack.pop();
    } else {
      stack.push(top);
      top = inner;
    }
  }
  return keysSeen === members ? json : undefined;
}

interface Frame {
  readonly container: object;
  /** Undefined for an array. */
  readonly keys: readonly string[] | undefined;
  /** Escaped path of the container and a dot; empty for the record itself. */
  readonly prefix: string;
  next: number;
}

function frame(container: object, prefix: string): Frame {
  const keys = Array.isArray(container) ? undefined : Object.keys(container);
  return { container, keys, prefix, next: 0 };
}

/** A string as JSON writes it between the quotes. */
function escaped(text: string | number): string | number {
  if (typeof text === "number" || !NEEDS_ESCAPE.test(text)) return text;
  return queueText(JSON.stringify(text)).slice(1, -1);
}

/**
 * Surrogates are here for the lone ones, which UTF-8 cannot carry and JSON therefore escapes, the
 * last two for the queues behind the bus.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON escapes control characters
const NEEDS_ESCAPE = /["\\\u0000-\u001f\ud800-\udfff\ufffe\uffff]/;
