/**
 * Whether a number keeps its value on its way through JavaScript and is accepted by EventBridge.
 *
 * False for integers past 2^53, whose digits get lost, and for what is beyond a double's range.
 */
export function isPlainNumber(value: number): boolean {
  return Number.isInteger(value) ? Number.isSafeInteger(value) : Number.isFinite(value);
}

/** A record's text made acceptable for the bus, and its numbers as they were written. */
export interface BusNumbers {
  /**
   * The text with each number the bus refuses as a string of its source; undefined if it has more
   * than {@linkcode MAX_ODD_NUMBERS} that are not plain.
   */
  readonly text?: string;
  /** The parsed text with each number that is not plain as a string of its source; undefined likewise. */
  readonly sources?: unknown;
}

/** Numbers rewritten in one text: more than CloudTrail's 256 KB can hold, and far from what memory can. */
const MAX_ODD_NUMBERS = 50_000;

/**
 * Rewrites the numbers of a JSON text that EventBridge refuses: integers outside int64, and
 * numbers outside a double's range, as its JSON reader knows no infinity.
 *
 * Costs a walk over the text and another parse: call it only for a record that has a number
 * which is not plain.
 */
export function busNumbers(text: string): BusNumbers {
  let accepted = "";
  let sources = "";
  let copied = 0;
  let odd = 0;
  for (let at = 0; at < text.length; ) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      at = endOfString(text, at);
    } else if (code === MINUS || (code >= ZERO && code <= NINE)) {
      const end = endOfNumber(text, at);
      const source = text.slice(at, end);
      if (!isPlainNumber(Number(source))) {
        if (++odd > MAX_ODD_NUMBERS) return {};
        const before = text.slice(copied, at);
        accepted += before + (isAcceptable(source) ? source : `"${source}"`);
        sources += `${before}"${source}"`;
        copied = end;
      }
      at = end;
    } else {
      at++;
    }
  }
  const rest = text.slice(copied);
  return { text: accepted + rest, sources: JSON.parse(sources + rest) };
}

/** Whether EventBridge accepts a number spelled like this. */
export function isAcceptable(source: string): boolean {
  const isInteger = /^-?\d+$/.test(source);
  // Turning millions of digits into a number would take seconds.
  if (isInteger && source.length > 20) return false;
  if (!isInteger) return Number.isFinite(Number(source));
  const value = BigInt(source);
  return value >= -(2n ** 63n) && value < 2n ** 63n;
}

function endOfString(text: string, from: number): number {
  let quote = text.indexOf('"', from + 1);
  while (backslashesBefore(text, quote) % 2 === 1) quote = text.indexOf('"', quote + 1);
  return quote + 1;
}

function backslashesBefore(text: string, end: number): number {
  let at = end;
  while (text.charCodeAt(at - 1) === BACKSLASH) at--;
  return end - at;
}

function endOfNumber(text: string, from: number): number {
  NUMBER_PARTS.lastIndex = from + 1;
  NUMBER_PARTS.test(text);
  return NUMBER_PARTS.lastIndex;
}

const NUMBER_PARTS = /[0-9.eE+-]*/y;
const QUOTE = 0x22;
const MINUS = 0x2d;
const ZERO = 0x30;
const NINE = 0x39;
const BACKSLASH = 0x5c;
