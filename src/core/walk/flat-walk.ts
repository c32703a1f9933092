import { isPlainNumber } from "../entry/trim/bus-numbers.ts";
import { FlatText } from "./flat-text.ts";
import { KeyPlace, type KeyStep, type LearnedKeys } from "./learned-keys.ts";
import { isPlainText } from "./plain-text.ts";
import { LEFT, plainlySpelled, StringEnds } from "./string-ends.ts";
import { WalkedRecord } from "./walked-record.ts";

/** Characters a walked record may have, and levels. */
const MAX_LENGTH = 64 * 1024;
const MAX_DEPTH = 32;

/**
 * Reads ordinary records in one walk over their text, which checks that it is JSON, finds its end
 * and flattens it at once: a third of what parsing and flattening cost.
 *
 * A record it leaves, as it may be no JSON or not flatten so simply, is read byte by byte as any
 * record can be. What it takes it takes as the long way does: `RecordScanner`, `flatJson`.
 */
export class FlatWalk {
  readonly #keys: LearnedKeys;
  readonly #flattens: boolean;
  #chunk: Buffer = Buffer.alloc(0);
  /** The chunk byte by byte, which is read faster than characters are. */
  #bytes: Uint8Array = new Uint8Array(0);
  #text = "";
  readonly #strings = new StringEnds();
  readonly #flat = new FlatText();
  /** Whether all of the chunk is plain text, so that no record of it need be asked. */
  #isPlain = true;
  #depth = 0;
  #members = 0;
  #places: number[] = [];
  #arns: string[] | undefined;
  #from = 0;

  /**
   * @param keys What records look like, learned from all that were read.
   * @param flattens Whether most records are wanted as flat events; else one is flattened when it is asked for.
   */
  constructor(keys: LearnedKeys, flattens = true) {
    this.#keys = keys;
    this.#flattens = flattens;
  }

  /** Takes the chunk of a log file's text that is read next. */
  open(chunk: Buffer): void {
    this.#chunk = chunk;
    this.#bytes = new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.length);
    this.#text = chunk.toString("latin1");
    this.#isPlain = isPlainText(chunk, 0, chunk.length);
    this.#strings.open(this.#text);
  }

  /**
   * Reads the record that begins at a byte of the chunk.
   *
   * @param before Bytes of the text before the chunk.
   * @returns Undefined for one that is left: nothing has happened then.
   */
  element(at: number, index: number, before: number, fault?: string): WalkedRecord | undefined {
    this.#keys.tidy();
    this.#begin(at);
    const end = this.#object(this.#keys.root, at + 1, 1);
    if (end === LEFT || end - at > MAX_LENGTH || this.#members === 0) return undefined;
    if (!this.#isPlain && !isPlainText(this.#chunk, at, end)) return undefined;
    return new WalkedRecord(
      this.#text.slice(at, end),
      {
        flat: this.#flattens ? this.#flat.end() : undefined,
        depth: this.#depth,
        members: this.#members,
        arns: this.#arns,
        isSpelled: this.#strings.spelledEnd > at,
        slots: this.#keys.slots,
        places: this.#places,
      },
      index,
      before + end,
      fault,
    );
  }

  #begin(at: number): void {
    this.#from = at;
    this.#flat.begin(this.#text);
    this.#depth = 0;
    this.#members = 0;
    this.#arns = [];
    this.#places = this.#keys.nowhere.slice();
    this.#strings.begin(at);
  }

  /** @param from Behind the brace. All of these answer the position behind what they read. */
  #object(start: KeyPlace, from: number, depth: number): number {
    const bytes = this.#bytes;
    if (depth > this.#depth) this.#depth = depth;
    if (depth > MAX_DEPTH) return LEFT;
    if (bytes[from] === CLOSE_OBJECT) return from + 1;
    for (let at = from, place: KeyPlace | undefined = start; place !== undefined; ) {
      const usual: KeyStep | undefined = place.usual;
      const step: KeyStep | undefined =
        usual !== undefined && standsAt(usual.bytes, bytes, at)
          ? usual
          : this.#keys.step(place, this.#text, at);
      if (step === undefined) return LEFT;
      this.#members++;
      const begin = at + step.bytes.length;
      const end = this.#value(step, begin, depth);
      if (end === LEFT) return LEFT;
      if (step.slot >= 0) this.#note(step, begin, end);
      at = end + 1;
      const code = bytes[end];
      if (code === CLOSE_OBJECT) return at;
      if (code !== COMMA) return LEFT;
      place = step.to;
    }
    return LEFT;
  }

  /** @param from Behind the bracket. */
  #array(step: KeyStep, from: number, depth: number): number {
    const bytes = this.#bytes;
    if (depth > this.#depth) this.#depth = depth;
    if (depth > MAX_DEPTH) return LEFT;
    if (bytes[from] === CLOSE_ARRAY) return from + 1;
    step.elements ??= [];
    for (let at = from, index = 0; ; index++) {
      const element = this.#keys.element(step, step.elements, index);
      if (element === undefined) return LEFT;
      const end = this.#value(element, at, depth);
      if (end === LEFT) return LEFT;
      if (element.slot >= 0) this.#note(element, at, end);
      at = end + 1;
      const code = bytes[end];
      if (code === CLOSE_ARRAY) return at;
      if (code !== COMMA) return LEFT;
    }
  }

  #value(step: KeyStep, from: number, depth: number): number {
    switch (this.#bytes[from]) {
      case QUOTE: {
        const end = this.#strings.end(from);
        if (end === LEFT) return LEFT;
        if (step.isArn) this.#noteArn(step, from, end);
        if (this.#strings.spelledEnd > from)
          this.#other(step, plainlySpelled(this.#text.slice(from, end)));
        else this.#leaf(step, from, end);
        return end;
      }
      case OPEN_OBJECT:
        step.inside ??= new KeyPlace(step.prefix);
        return this.#object(step.inside, from + 1, depth + 1);
      case OPEN_ARRAY:
        return this.#array(step, from + 1, depth + 1);
      case LETTER_N:
        return standsAt(NULL, this.#bytes, from) ? from + NULL.length : LEFT;
      case LETTER_T:
        return this.#word(step, TRUE, from);
      case LETTER_F:
        return this.#word(step, FALSE, from);
      default:
        return this.#number(step, from);
    }
  }

  #word(step: KeyStep, word: Uint8Array, from: number): number {
    if (!standsAt(word, this.#bytes, from)) return LEFT;
    const end = from + word.length;
    this.#leaf(step, from, end);
    return end;
  }

  #note({ slot }: KeyStep, begin: number, end: number): void {
    this.#places[slot * 2] = begin - this.#from;
    this.#places[slot * 2 + 1] = end - this.#from;
  }

  /** Of a resource that has both names the first counts, which is seldom enough to be left to who parses. */
  #noteArn({ key }: KeyStep, from: number, end: number): void {
    const arn = this.#text.slice(from + 1, end - 1);
    if (key === "ARN" && !arn.includes("\\")) this.#arns?.push(arn);
    else this.#arns = undefined;
  }

  /** A leaf whose value stands there as the flat event has it. */
  #leaf(step: KeyStep, from: number, end: number): void {
    if (this.#flattens) this.#flat.leaf(step, from, end);
  }

  /** A leaf whose value JSON writes otherwise. */
  #other(step: KeyStep, literal: string): void {
    if (this.#flattens) this.#flat.take(step, literal);
  }

  /** What stands behind it is for the caller to see: `01` is a 0 with something behind it. */
  #number(step: KeyStep, from: number): number {
    const short = this.#shortNumber(from);
    if (short > from) {
      this.#leaf(step, from, short);
      return short;
    }
    NUMBER.lastIndex = from;
    const literal = NUMBER.exec(this.#text)?.[0];
    if (literal === undefined) return LEFT;
    const value = Number(literal);
    if (!isPlainNumber(value)) return LEFT;
    this.#other(step, String(value));
    return from + literal.length;
  }

  /** Position behind a whole number as JavaScript writes it; that of its beginning for another. */
  #shortNumber(from: number): number {
    const bytes = this.#bytes;
    let at = from;
    let code = bytes[at] as number;
    const isZero = code === DIGIT_0;
    while (code >= DIGIT_0 && code <= DIGIT_9) code = bytes[++at] as number;
    const isWhole = code === COMMA || code === CLOSE_OBJECT || code === CLOSE_ARRAY;
    return isWhole && at - from <= (isZero ? 1 : 15) ? at : from;
  }
}

/** Whether a text begins at a byte of another. */
function standsAt(text: Uint8Array, bytes: Uint8Array, at: number): boolean {
  const { length } = text;
  // To read beyond the end of bytes takes long once it was ever done.
  if (at + length > bytes.length) return false;
  for (let i = 0; i < length; i++) if (bytes[at + i] !== text[i]) return false;
  return true;
}

const [NULL, TRUE, FALSE] = ["null", "true", "false"].map((it) =>
  Uint8Array.from(Buffer.from(it)),
) as [Uint8Array, Uint8Array, Uint8Array];

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?/y;

const QUOTE = 0x22;
const COMMA = 0x2c;
const DIGIT_0 = 0x30;
const DIGIT_9 = 0x39;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const LETTER_F = 0x66;
const LETTER_N = 0x6e;
const LETTER_T = 0x74;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
