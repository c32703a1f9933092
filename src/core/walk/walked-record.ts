import { flatJson } from "../entry/flat-json.ts";
import type { Scalar } from "../record/flatten.ts";
import type { CloudTrailRecord, RawRecord, Walked, WalkedField } from "../record/record.ts";

/** What a walk found in a record. */
interface WalkedParts {
  /** The flat event's text; undefined if it is to be made when it is asked for. */
  readonly flat: string | undefined;
  readonly depth: number;
  readonly members: number;
  readonly arns: readonly string[] | undefined;
  readonly isSpelled: boolean;
  /** Flat paths, with their numbers. */
  readonly slots: ReadonlyMap<string, number>;
  /** Begin and end of each by its number; both 0 for one that the record has not. */
  readonly places: readonly number[];
}

/** A record that was walked over and is parsed only if somebody asks for its value. */
export class WalkedRecord implements RawRecord, Walked {
  readonly text: string;
  readonly index: number;
  /** Bytes of the log file's text up to the record's end. */
  readonly end: number;
  readonly fault?: string;
  readonly #parts: WalkedParts;
  #flat: string | undefined;
  #value: CloudTrailRecord | undefined;

  constructor(text: string, parts: WalkedParts, index: number, end: number, fault?: string) {
    this.text = text;
    this.#parts = parts;
    this.#flat = parts.flat;
    this.index = index;
    this.end = end;
    if (fault !== undefined) this.fault = fault;
  }

  get walked(): Walked {
    return this;
  }

  get depth(): number {
    return this.#parts.depth;
  }

  get members(): number {
    return this.#parts.members;
  }

  get arns(): readonly string[] | undefined {
    return this.#parts.arns;
  }

  get isSpelled(): boolean {
    return this.#parts.isSpelled;
  }

  get value(): CloudTrailRecord {
    this.#value ??= JSON.parse(this.text) as CloudTrailRecord;
    return this.#value;
  }

  get flat(): string {
    // What a walk takes is flattened the short way, as a law of the walk says.
    this.#flat ??= flatJson(this.value, this.members, Number.POSITIVE_INFINITY) as string;
    return this.#flat;
  }

  field(name: WalkedField): string | undefined {
    const json = this.#textAt(this.#parts.slots.get(name) as number);
    return json?.includes("\\") ? JSON.stringify(JSON.parse(json)) : json;
  }

  leaf(path: string): Scalar | null | undefined {
    const slot = this.#parts.slots.get(path);
    if (slot === undefined) return undefined;
    const json = this.#textAt(slot);
    if (json === undefined || OPENS.has(json[0])) return null;
    if (json[0] === '"' && !json.includes("\\")) return json.slice(1, -1);
    return JSON.parse(json) as Scalar | null;
  }

  #textAt(slot: number): string | undefined {
    const { places } = this.#parts;
    const end = places[slot * 2 + 1] as number;
    return end === 0 ? undefined : this.text.slice(places[slot * 2], end);
  }
}

/** With what an object or an array begins. */
const OPENS: ReadonlySet<string | undefined> = new Set(["{", "["]);
