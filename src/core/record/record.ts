import type { Scalar } from "./flatten.ts";

/** One element of a log file's `Records`, parsed. */
export type CloudTrailRecord = Readonly<Record<string, unknown>>;

/** One element of a log file's `Records` that is a record: a JSON object that is not empty. */
export interface RawRecord {
  /** The element's JSON source as found: number spelling, key order and escapes kept. */
  readonly text: string;
  /** `JSON.parse(text)`. */
  readonly value: CloudTrailRecord;
  /** Position among all elements of `Records`, from 0; rejected elements count too. */
  readonly index: number;
  /** Levels of nesting; `{}` has 1. */
  readonly depth: number;
  /** Keys of all its objects as written: more than the value has if any is written twice. */
  readonly members: number;
  /** Set where the text was walked over once: then `value` is parsed when it is asked for. */
  readonly walked?: Walked;
}

/** What a walk over an ordinary record's text found. All of the text is ASCII. */
export interface Walked {
  /** The flat event as JSON text, without its braces. */
  readonly flat: string;
  /**
   * The `ARN` of each of its resources, as far as they have texts there; undefined where only the
   * value says what it names.
   */
  readonly arns: readonly string[] | undefined;
  /** Whether a text in it is written otherwise than JSON writes it: what it says is not found in the record's text. */
  readonly isSpelled: boolean;
  /** A field of the record itself as JSON writes it; undefined if it is absent. */
  field(name: WalkedField): string | undefined;
  /**
   * What the flat event has under a path; null if that is nothing. Undefined if the path was not
   * looked for: then only the value says.
   */
  leaf(path: string): Scalar | null | undefined;
}

/** Fields of the record itself that are found without parsing it. */
export type WalkedField = "eventTime" | "eventType" | "eventName" | "recipientAccountId";

/** One element of a log file's `Records` that is no record. */
export interface RejectedRecord {
  /** Position among all elements of `Records`, from 0. */
  readonly index: number;
  /** What it is instead, e.g. `it is null`. */
  readonly rejected: string;
}
