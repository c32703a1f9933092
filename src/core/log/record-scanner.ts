import type { CloudTrailRecord, RawRecord, RejectedRecord } from "../record/record.ts";
import { GRAMMAR, type GrammarPlace, type Step } from "./grammar.ts";
import { beginsValue, isBlank, OPEN_OBJECT, QUOTE, showByte } from "./json-bytes.ts";
import { TokenCapture } from "./json-token.ts";
import type { RecordWalk } from "./record-walk.ts";
import { TEXT_START } from "./scan-start.ts";
import { LogFileError } from "./unreadable.ts";

/** Deepest nesting a record may have, in levels: more than CloudTrail's 256 KB can hold. */
const MAX_DEPTH = 200_000;

/** Values one record may hold, objects and arrays counted twice: parsed, a million take up to 100 MB. */
const MAX_VALUES = 1_000_000;

/** How far a scan has come with an element. */
export interface ScanProgress {
  readonly index: number;
  /** Bytes of the text up to the element's end. */
  readonly end: number;
  /** What was found so far that does not stop the scan, the first of it. */
  readonly fault?: string;
}

/** An element and how far the scan has come with it. */
export type ScannedElement = (RawRecord | RejectedRecord) & ScanProgress;

/** How a text is scanned. */
interface ScanOptions {
  /** Tries each record first. */
  readonly walk?: RecordWalk | undefined;
  /** Whether another text may follow this one's end: it is then left unread, not refused. */
  readonly stopsAtEnd?: boolean;
}

/**
 * Finds the elements of the top-level `Records` array in a log file's JSON text, chunk by chunk.
 *
 * Push a chunk, then call `next()` until it answers `undefined`; after the last chunk call
 * `finish()`. An element that is no record, or whose bounds are clear but whose text is no JSON,
 * is rejected and the others go on. Memory stays within one record, whatever the file's size.
 *
 * `Records` counts wherever it stands in the root object and however its name is escaped; of
 * several, each is read. Invalid UTF-8 inside a string becomes U+FFFD.
 */
export class RecordScanner {
  #chunk: Buffer = Buffer.alloc(0);
  #at = 0;
  /** Bytes in the chunks before this one. */
  #before = 0;
  #place: GrammarPlace = "start";
  /** What the open token is. */
  #takes: Step["takes"];
  readonly #token = new TokenCapture();
  /** Elements read to their end, rejected ones included. */
  #elements = 0;
  #sawRecords = false;
  /** The first fault that did not stop the scan: thrown when all else is read. */
  #fault: LogFileError | undefined;
  readonly #stopsAtEnd: boolean;
  readonly #walk: RecordWalk | undefined;

  constructor(
    { next, offset, fault } = TEXT_START,
    { stopsAtEnd = false, walk }: ScanOptions = {},
  ) {
    this.#walk = walk;
    this.#stopsAtEnd = stopsAtEnd;
    if (next > 0) {
      this.#elements = next;
      this.#before = offset;
      this.#place = "afterElement";
      this.#sawRecords = true;
    }
    if (fault !== undefined) this.#fault = new LogFileError(fault);
  }

  /** What stands after the end in the chunk pushed last; `undefined` until the text has ended. */
  get rest(): Buffer | undefined {
    return this.#place === "end" ? this.#chunk.subarray(this.#at) : undefined;
  }

  /** Takes the next chunk of the text. The one before must be read up: `next()` says when. */
  push(chunk: Uint8Array): void {
    this.#before += this.#chunk.length;
    this.#chunk = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    this.#at = 0;
    this.#walk?.open(this.#chunk);
  }

  /**
   * Reads on to the next element.
   *
   * @returns The element, or `undefined` when the chunk is read up.
   * @throws {LogFileError} If the text goes on in a way that leaves no element to be found.
   */
  next(): ScannedElement | undefined {
    for (;;) {
      if (this.#token.open) {
        this.#at = this.#token.read(this.#chunk, this.#at);
        if (this.#token.open) return undefined;
        const item = this.#settle();
        if (item !== undefined) return item;
      }
      if (this.#stopsAtEnd && this.#place === "end") return undefined;
      this.#skipBlanks();
      const byte = this.#chunk[this.#at];
      if (byte === undefined) return undefined;
      const walked = byte === OPEN_OBJECT ? this.#walkOver() : undefined;
      if (walked !== undefined) return walked;
      this.#step(byte);
    }
  }

  /**
   * Ends the text.
   *
   * @throws {LogFileError} If it is not whole, holds no `Records`, or something in it was at
   * fault that did not stop the scan.
   */
  finish(): void {
    if (this.#place === "start") throw this.#error("it must hold JSON", "it is empty");
    if (this.#place !== "end") throw this.#error("its JSON must be whole", "it ends");
    if (this.#fault !== undefined) throw this.#fault;
    if (!this.#sawRecords) throw this.#error('"Records" must be at its top level', "there is none");
  }

  /** Reads an ordinary record at once. */
  #walkOver(): ScannedElement | undefined {
    if (GRAMMAR[this.#place].takes !== "element") return undefined;
    const before = this.#before;
    const walked = this.#walk?.element(this.#at, this.#elements, before, this.#fault?.message);
    if (walked === undefined) return undefined;
    this.#at = walked.end - before;
    this.#place = "afterElement";
    this.#elements++;
    return walked;
  }

  /** One byte of structure, or the first of a token. */
  #step(byte: number): void {
    const { rule, on, takes } = GRAMMAR[this.#place];
    const next = on[byte];
    if (next !== undefined) {
      if (next === "firstElement") this.#sawRecords = true;
      this.#place = next;
      this.#at++;
    } else if (takes === "key" ? byte === QUOTE : takes !== undefined && beginsValue(byte)) {
      this.#begin(takes, rule, byte);
    } else if (this.#place !== "start") {
      throw this.#error(rule, `found ${showByte(byte)}`);
    } else if (byte === BYTE_ORDER_MARK[this.#before + this.#at]) {
      this.#at++;
    } else {
      const wide = byte === 0xff || byte === 0xfe;
      throw this.#error(wide ? "it must be UTF-8, not UTF-16" : rule, `found ${showByte(byte)}`);
    }
  }

  #begin(takes: Step["takes"], rule: string, byte: number): void {
    if (this.#place === "records") {
      this.#sawRecords = true;
      this.#note(this.#error(rule, `found ${showByte(byte)}`));
    }
    this.#takes = takes;
    this.#token.begin(takes === "key" ? MAX_KEY_BYTES : undefined);
  }

  /** A token has ended. */
  #settle(): ScannedElement | undefined {
    if (this.#takes === "key") {
      this.#place = this.#isRecords() ? "recordsColon" : "colon";
    } else if (this.#takes === "value") {
      this.#place = "afterValue";
      const { tooLarge, values, depth } = this.#token;
      const isChecked = !tooLarge && values <= MAX_VALUES && depth <= MAX_DEPTH;
      if (isChecked && this.#token.parse() === undefined) {
        this.#note(this.#error("every value must be JSON", this.#token.reason));
      }
    } else {
      this.#place = "afterElement";
      const element = this.#element(this.#elements);
      this.#elements++;
      return element;
    }
    return undefined;
  }

  #element(index: number): ScannedElement {
    const content = this.#content(index);
    const progress = { index, end: this.#before + this.#at };
    if (this.#fault === undefined) return { ...content, ...progress };
    return { ...content, ...progress, fault: this.#fault.message };
  }

  /** The element without its place. */
  #content(index: number): Omit<RawRecord, "index"> | Omit<RejectedRecord, "index"> {
    const token = this.#token;
    const { depth, members, values } = token;
    if (token.mismatched) {
      throw this.#error("brackets must close as they opened", `those of record ${index} do not`);
    }
    if (token.tooLarge) return { rejected: `it has more than ${token.limit} bytes` };
    if (depth > MAX_DEPTH) return { rejected: `it nests deeper than ${MAX_DEPTH} levels` };
    if (values > MAX_VALUES) return { rejected: `it has more than ${MAX_VALUES} values` };
    const parsed = token.parse();
    if (parsed === undefined) {
      const { reason } = token;
      this.#note(this.#error("every record must be JSON", `record ${index} is not (${reason})`));
      return { rejected: `it is not JSON: ${reason}` };
    }
    const { value, text } = parsed;
    if (value === null) return { rejected: "it is null" };
    if (Array.isArray(value)) return { rejected: "it is an array" };
    if (typeof value !== "object") return { rejected: `it is a ${typeof value}` };
    if (members === 0) return { rejected: "it is empty" };
    return { text, value: value as CloudTrailRecord, depth, members };
  }

  #isRecords(): boolean {
    if (this.#token.tooLarge) return false;
    const key = this.#token.parse();
    if (key === undefined) throw this.#error("every key must be JSON", this.#token.reason);
    return key.value === "Records";
  }

  #skipBlanks(): void {
    const chunk = this.#chunk;
    let at = this.#at;
    while (at < chunk.length && isBlank(chunk[at] as number)) at++;
    this.#at = at;
  }

  #note(fault: LogFileError): void {
    this.#fault ??= fault;
  }

  #error(rule: string, what: string): LogFileError {
    const offset = this.#before + this.#at;
    return new LogFileError(
      `Cannot read log file as ${rule}: ${what} at byte ${offset} of its text, after ${this.#elements} ${this.#elements === 1 ? "record" : "records"}`,
    );
  }
}

/** U+FEFF in UTF-8, which some writers put first. */
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

/** Bytes of a key's source that can still spell "Records", every letter escaped. */
const MAX_KEY_BYTES = 44;
