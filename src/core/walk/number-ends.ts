import { isPlainNumber } from "../entry/trim/bus-numbers.ts";
import { CLOSE_ARRAY, CLOSE_OBJECT, COMMA } from "../log/json-bytes.ts";
import { LEFT } from "./string-ends.ts";
import { asciiOf, standsAt } from "./text-bytes.ts";

/** Finds where numbers of a JSON text end. It leaves those that lose digits where they are read. */
export class NumberEnds {
  #text = "";
  #bytes = NO_BYTES;
  /** How JSON writes the number that was found last, if it does otherwise than the text. */
  otherwise: string | undefined = undefined;

  open(text: string, bytes: Uint8Array): void {
    this.#text = text;
    this.#bytes = bytes;
  }

  /**
   * Position behind the number that begins at another. What stands there is for the caller to see:
   * `01` is a 0 with something behind it.
   */
  end(from: number): number {
    const bytes = this.#bytes;
    const whole = this.#wholeEnd(from);
    if (whole === from) return this.#anyEnd(from);
    if (isBehindNumber(bytes[whole])) {
      this.otherwise = undefined;
      return whole;
    }
    // As S3 writes how many bytes it transferred.
    const end = whole + POINT_0.length;
    if (!standsAt(POINT_0, bytes, whole) || !isBehindNumber(bytes[end])) return this.#anyEnd(from);
    this.otherwise = this.#text.slice(from, whole);
    return end;
  }

  /** Position behind digits that are a number as JSON writes it; that of their beginning for others. */
  #wholeEnd(from: number): number {
    const bytes = this.#bytes;
    let at = from;
    let byte = bytes[at] as number;
    const isZero = byte === DIGIT_0;
    while (byte >= DIGIT_0 && byte <= DIGIT_9) byte = bytes[++at] as number;
    return at - from <= (isZero ? 1 : 15) ? at : from;
  }

  #anyEnd(from: number): number {
    NUMBER.lastIndex = from;
    const literal = NUMBER.exec(this.#text)?.[0];
    if (literal === undefined) return LEFT;
    const value = Number(literal);
    if (!isPlainNumber(value)) return LEFT;
    this.otherwise = String(value);
    return from + literal.length;
  }
}

const NO_BYTES = asciiOf("");

function isBehindNumber(byte: number | undefined): boolean {
  return byte === COMMA || byte === CLOSE_OBJECT || byte === CLOSE_ARRAY;
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?/y;

const POINT_0 = asciiOf(".0");

const DIGIT_0 = 0x30;
const DIGIT_9 = 0x39;
