import {
  CLOSE_ARRAY,
  CLOSE_OBJECT,
  COMMA,
  OPEN_ARRAY,
  OPEN_OBJECT,
  QUOTE,
} from "../log/json-bytes.ts";
import { FlatText } from "./flat-text.ts";
import { KeyPlace, type KeyStep, type LearnedKeys } from "./learned-keys.ts";
import { NumberEnds } from "./number-ends.ts";
import { isPlainText } from "./plain-text.ts";
import { LEFT, plainlySpelled, StringEnds } from "./string-ends.ts";
import { asciiOf, standsAt } from "./text-bytes.ts";
import { WalkedRecord } from "./walked-record.ts";

/** Characters a walked record may have, and levels. */
const MAX_LENGTH = 64 * 1024;
const MAX_DEPTH = 32;

const NO_BYTES: Buffer = Buffer.alloc(0);

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
  #chunk = NO_BYTES;
  /** The chunk byte by byte, which is read faster than characters are. */
  #bytes: Uint8Array = NO_BYTES;
  #text = "";
  readonly #strings = new StringEnds();
  readonly #numbers = new NumberEnds();
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
    this.#numbers.open(this.#text, this.#bytes);
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
      // What is too long is left before all its keys are learned.
      if (code !== COMMA || at - this.#from > MAX_LENGTH) return LEFT;
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

  #number(step: KeyStep, from: number): number {
    const end = this.#numbers.end(from);
    if (end === LEFT) return LEFT;
    const { otherwise } = this.#numbers;
    if (otherwise === undefined) this.#leaf(step, from, end);
    else this.#other(step, otherwise);
    return end;
  }
}

const NULL = asciiOf("null");
const TRUE = asciiOf("true");
const FALSE = asciiOf("false");

const LETTER_F = 0x66;
const LETTER_N = 0x6e;
const LETTER_T = 0x74;
