import type { CloudTrailRecord, RawRecord, Walked, WalkedField } from "../record/record.ts";
import { HEAD_FIELDS } from "./learned-keys.ts";

/** A record that was walked over and is parsed only if somebody asks for its value. */
export class WalkedRecord implements RawRecord, Walked {
  readonly text: string;
  readonly flat: string;
  readonly depth: number;
  readonly members: number;
  readonly index: number;
  /** Bytes of the log file's text up to the record's end. */
  readonly end: number;
  readonly fault?: string;
  /** Begin and end in the text of each of {@linkcode HEAD_FIELDS}; both 0 for one it has not. */
  readonly #fields: readonly number[];
  #value: CloudTrailRecord | undefined;

  constructor(
    text: string,
    flat: string,
    fields: readonly number[],
    shape: { readonly depth: number; readonly members: number },
    progress: { readonly index: number; readonly end: number; readonly fault?: string | undefined },
  ) {
    this.text = text;
    this.flat = flat;
    this.#fields = fields;
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

  field(name: WalkedField): string | undefined {
    const at = HEAD_FIELDS.indexOf(name) * 2;
    const end = this.#fields[at + 1] as number;
    return end === 0 ? undefined : this.text.slice(this.#fields[at], end);
  }
}
