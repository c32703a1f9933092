import { flatJson } from "../entry/flat-json.ts";
import type { Scalar } from "../record/flatten.ts";
import type { CloudTrailRecord, RawRecord, Walked, WalkedField } from "../record/record.ts";

/** Where in a record's text stands what was looked for. */
interface WalkedPlaces {
  /** Flat paths, with their numbers. */
  readonly slots: ReadonlyMap<string, number>;
  /** Begin and end of each by its number; both 0 for one that the record has not. */
  readonly places: readonly number[];
}

/** A record that was walked over and is parsed only if somebody asks for its value. */
export class WalkedRecord implements RawRecord, Walked {
  readonly text: string;
  readonly depth: number;
  readonly members: number;
  readonly index: number;
  /** Bytes of the log file's text up to the record's end. */
  readonly end: number;
  readonly fault?: string;
  readonly #found: WalkedPlaces;
  #flat: string | undefined;
  #value: CloudTrailRecord | undefined;

  /** @param flat The flat event's text; undefined if it is to be made when it is asked for. */
  constructor(
    text: string,
    flat: string | undefined,
    found: WalkedPlaces,
    shape: { readonly depth: number; readonly members: number },
    progress: { readonly index: number; readonly end: number; readonly fault?: string | undefined },
  ) {
    this.text = text;
    this.#flat = flat;
    this.#found = found;
    this.depth = shape.depth;
    this.members = shape.members;
    this.index = progress.index;
    this.end = progress.end;
    if (progress.fault !== undefined) this.fault = progress.fault;
  }

  get walked(): Walked {
    return this;
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
    return this.#textAt(this.#found.slots.get(name) as number);
  }

  leaf(path: string): Scalar | null | undefined {
    const slot = this.#found.slots.get(path);
    if (slot === undefined) return undefined;
    const json = this.#textAt(slot);
    if (json === undefined || OPENS.has(json[0])) return null;
    if (json[0] === '"' && !json.includes("\\")) return json.slice(1, -1);
    return JSON.parse(json) as Scalar | null;
  }

  #textAt(slot: number): string | undefined {
    const { places } = this.#found;
    const end = places[slot * 2 + 1] as number;
    return end === 0 ? undefined : this.text.slice(places[slot * 2], end);
  }
}

/** With what an object or an array begins. */
const OPENS: ReadonlySet<string | undefined> = new Set(["{", "["]);
