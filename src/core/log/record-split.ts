import type { CloudTrailRecord, RawRecord } from "../record/record.ts";
import { CLOSE_OBJECT, COMMA, OPEN_OBJECT } from "./json-bytes.ts";
import { TokenCapture } from "./json-token.ts";

/** Bytes a record may have that is split off: one that has more is read byte by byte, within its bounds. */
const MAX_LENGTH = 100_000;

/** How a record begins that CloudTrail wrote, behind the one before. */
const BEGIN = Buffer.from(',{"eventVersion":');

/** What splitting a text came to. */
export interface Split {
  /** Records that were taken. */
  readonly taken: number;
  /** Whether those are all there is, and the text is JSON to its end. */
  readonly isWhole: boolean;
}

/**
 * Takes a log file's text apart, by far the fastest way where records begin as CloudTrail begins
 * them: finding and parsing are left to the engine. It cannot go wrong: if pieces with commas
 * between them are each one JSON object, they are the elements of the list. A piece that is none
 * ends where its brackets say.
 *
 * What is found is what `RecordScanner` finds. Where there is anything but records without blanks
 * between them it stops.
 *
 * @param take Gets the records, in order.
 */
export function splitRecords(text: Buffer, take: (record: RawRecord) => void): Split {
  if (text.toString("latin1", 0, HEAD.length) !== HEAD) return { taken: 0, isWhole: false };
  const last = text.lastIndexOf("]");
  for (let at = HEAD.length, taken = 0; ; taken++) {
    const next = text.indexOf(BEGIN, at);
    let end = next < 0 ? last : next;
    let found = recordAt(text, at, end, taken);
    if (found === undefined) {
      end = endOf(text, at);
      found = recordAt(text, at, end, taken);
      if (found === undefined) return { taken, isWhole: false };
    }
    take(found);
    if (text[end] !== COMMA) {
      return { taken: taken + 1, isWhole: TAIL.test(text.toString("latin1", end)) };
    }
    at = end + 1;
  }
}

/** How a log file begins that CloudTrail wrote. */
const HEAD = '{"Records":[';

/** How it ends. */
const TAIL = /^\]\}\s*$/;

/** The record whose text ends before a position; undefined if that is no JSON object with a key, or a large one. */
function recordAt(bytes: Buffer, at: number, end: number, index: number): RawRecord | undefined {
  if (end - at > MAX_LENGTH || end - at <= 2) return undefined;
  if (bytes[at] !== OPEN_OBJECT || bytes[end - 1] !== CLOSE_OBJECT) return undefined;
  const text = bytes.toString("utf8", at, end);
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? new SplitRecord(text, value, index) : undefined;
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is CloudTrailRecord {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  for (const _key in value) return true;
  return false;
}

/** Where the element ends that begins at a byte, by its brackets. */
function endOf(bytes: Buffer, at: number): number {
  const token = new TokenCapture();
  token.begin();
  return token.read(bytes.subarray(0, at + MAX_LENGTH + 1), at);
}

/** A record whose text is looked at again only if somebody asks for its shape. */
class SplitRecord implements RawRecord {
  readonly text: string;
  readonly value: CloudTrailRecord;
  readonly index: number;
  #shape: TokenCapture | undefined;

  constructor(text: string, value: CloudTrailRecord, index: number) {
    this.text = text;
    this.value = value;
    this.index = index;
  }

  get depth(): number {
    return this.#shaped().depth;
  }

  get members(): number {
    return this.#shaped().members;
  }

  #shaped(): TokenCapture {
    if (this.#shape === undefined) {
      this.#shape = new TokenCapture();
      this.#shape.begin();
      this.#shape.read(Buffer.from(this.text), 0);
    }
    return this.#shape;
  }
}
