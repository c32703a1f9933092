import { isPlainNumber } from "../entry/trim/bus-numbers.ts";
import { KeyPlace, type KeyStep, type LearnedKeys } from "./learned-keys.ts";
import { isPlainText } from "./plain-text.ts";
import { WalkedRecord } from "./walked-record.ts";

/** Characters a walked record may have, and levels. */
const MAX_LENGTH = 64 * 1024;
const MAX_DEPTH = 32;

/** What a walk answers that leaves the record to others. */
const LEFT = -1;

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
  #text = "";
  /** Whether all of the chunk is plain text, so that no record of it need be asked. */
  #isPlain = true;
  /** The first backslash not passed yet; -1 if there is none. */
  #backslash = -1;
  #flat = "";
  #depth = 0;
  #members = 0;
  #places: number[] = [];
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
    this.#text = chunk.toString("latin1");
    this.#isPlain = isPlainText(chunk, 0, chunk.length);
    this.#backslash = this.#text.indexOf("\\");
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
      this.#flattens ? this.#flat : undefined,
      { slots: this.#keys.slots, places: this.#places },
      { depth: this.#depth, members: this.#members },
      { index, end: before + end, fault },
    );
  }

  #begin(at: number): void {
    this.#from = at;
    this.#flat = "";
    this.#depth = 0;
    this.#members = 0;
    this.#places = this.#keys.nowhere.slice();
    if (this.#backslash !== -1 && this.#backslash < at) this.#seekBackslash(at);
  }

  /** @param from Behind the brace. All of these answer the position behind what they read. */
  #object(start: KeyPlace, from: number, depth: number): number {
    const text = this.#text;
    if (depth > this.#depth) this.#depth = depth;
    if (depth > MAX_DEPTH) return LEFT;
    if (text.charCodeAt(from) === CLOSE_OBJECT) return from + 1;
    for (let at = from, place: KeyPlace | undefined = start; place !== undefined; ) {
      const usual: KeyStep | undefined = place.usual;
      const step: KeyStep | undefined =
        usual !== undefined && text.startsWith(usual.text, at)
          ? usual
          : this.#keys.step(place, text, at);
      if (step === undefined) return LEFT;
      this.#members++;
      const begin = at + step.text.length;
      const end = this.#value(step, begin, depth);
      if (end === LEFT) return LEFT;
      if (step.slot >= 0) this.#note(step, begin, end);
      at = end + 1;
      const code = text.charCodeAt(end);
      if (code === CLOSE_OBJECT) return at;
      if (code !== COMMA) return LEFT;
      place = step.to;
    }
    return LEFT;
  }

  /** @param from Behind the bracket. */
  #array(step: KeyStep, from: number, depth: number): number {
    const text = this.#text;
    if (depth > this.#depth) this.#depth = depth;
    if (depth > MAX_DEPTH) return LEFT;
    if (text.charCodeAt(from) === CLOSE_ARRAY) return from + 1;
    step.elements ??= [];
    for (let at = from, index = 0; ; index++) {
      const element = this.#keys.element(step, step.elements, index);
      if (element === undefined) return LEFT;
      const end = this.#value(element, at, depth);
      if (end === LEFT) return LEFT;
      if (element.slot >= 0) this.#note(element, at, end);
      at = end + 1;
      const code = text.charCodeAt(end);
      if (code === CLOSE_ARRAY) return at;
      if (code !== COMMA) return LEFT;
    }
  }

  #value(step: KeyStep, from: number, depth: number): number {
    const text = this.#text;
    const code = text.charCodeAt(from);
    if (code === QUOTE) {
      const end = this.#string(from);
      if (end !== LEFT && this.#flattens) this.#leaf(step, text.slice(from, end));
      return end;
    }
    if (code === OPEN_OBJECT) {
      step.inside ??= new KeyPlace(step.prefix);
      return this.#object(step.inside, from + 1, depth + 1);
    }
    if (code === OPEN_ARRAY) return this.#array(step, from + 1, depth + 1);
    if (code === LETTER_N) return text.startsWith("null", from) ? from + 4 : LEFT;
    for (const word of WORDS) {
      if (code !== word.charCodeAt(0)) continue;
      if (!text.startsWith(word, from)) return LEFT;
      if (this.#flattens) this.#leaf(step, word);
      return from + word.length;
    }
    return this.#number(step, from);
  }

  #note({ slot }: KeyStep, begin: number, end: number): void {
    this.#places[slot * 2] = begin - this.#from;
    this.#places[slot * 2 + 1] = end - this.#from;
  }

  #leaf({ path, next }: KeyStep, literal: string): void {
    this.#flat += (this.#flat === "" ? path : next) + literal;
  }

  /** A string that is written as JSON writes it: of all escapes the short ones, without the slash's. */
  #string(from: number): number {
    const text = this.#text;
    let end = text.indexOf('"', from + 1);
    if (this.#backslash !== -1 && this.#backslash < from) this.#seekBackslash(from);
    while (this.#backslash !== -1 && this.#backslash < end) {
      const behind = this.#backslash + 2;
      if (!SHORT_ESCAPES.has(text.charCodeAt(behind - 1))) return LEFT;
      this.#seekBackslash(behind);
      if (end < behind) end = text.indexOf('"', behind);
    }
    return end === -1 ? LEFT : end + 1;
  }

  #seekBackslash(from: number): void {
    this.#backslash = this.#text.indexOf("\\", from);
  }

  /** What stands behind it is for the caller to see: `01` is a 0 with something behind it. */
  #number(step: KeyStep, from: number): number {
    const short = this.#shortNumber(from);
    if (short > from) {
      if (this.#flattens) this.#leaf(step, this.#text.slice(from, short));
      return short;
    }
    NUMBER.lastIndex = from;
    const literal = NUMBER.exec(this.#text)?.[0];
    if (literal === undefined) return LEFT;
    const value = Number(literal);
    if (!isPlainNumber(value)) return LEFT;
    if (this.#flattens) this.#leaf(step, String(value));
    return from + literal.length;
  }

  /** Position behind a whole number as JavaScript writes it; that of its beginning for another. */
  #shortNumber(from: number): number {
    const text = this.#text;
    let at = from;
    let code = text.charCodeAt(at);
    const isZero = code === DIGIT_0;
    while (code >= DIGIT_0 && code <= DIGIT_9) code = text.charCodeAt(++at);
    const isWhole = code === COMMA || code === CLOSE_OBJECT || code === CLOSE_ARRAY;
    return isWhole && at - from <= (isZero ? 1 : 15) ? at : from;
  }
}

const WORDS = ["true", "false"] as const;

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?/y;

const SHORT_ESCAPES: ReadonlySet<number> = new Set(
  ['"', "\\", "b", "f", "n", "r", "t"].map((it) => it.charCodeAt(0)),
);

const QUOTE = 0x22;
const COMMA = 0x2c;
const DIGIT_0 = 0x30;
const DIGIT_9 = 0x39;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const LETTER_N = 0x6e;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
