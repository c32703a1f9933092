/** One `PutEvents` entry, before the bus name is known. */
export interface BusEntry {
  readonly source: string;
  readonly detailType: string;
  /** When it happened, milliseconds since the epoch; absent when `eventTime` is no valid instant. */
  readonly time?: number;
  /** ARNs the record names in its `resources`. */
  readonly resources: readonly string[];
  /** The flat event, the record and the pointer, as JSON text. */
  readonly detail: string;
}

/** Where a record came from: the `trailbridge` part of a bus event's detail. */
export interface Pointer {
  readonly bucket: string;
  /** Decoded object key. */
  readonly key: string;
  /** Position in the log file's `Records`, from 0. */
  readonly index: number;
  readonly version: string;
  /** Paths dropped because the entry was too large; `"record"` when the second copy went. */
  readonly truncated?: readonly string[];
  /** Paths whose number the bus would refuse and which are therefore strings. */
  readonly quoted?: readonly string[];
}
