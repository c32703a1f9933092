import { type BusVerdict, EVENT_VERSION } from "../../contract.ts";
import type { ObjectRef } from "../record/object-ref.ts";
import { queueText } from "../record/queue-text.ts";
import type { CloudTrailRecord, RawRecord } from "../record/record.ts";
import { sha256 } from "../record/sha256.ts";
import { detailOf, entryHead, pointerJson, pointerText, TIME_BYTES } from "./entry-text.ts";
import { flatJson } from "./flat-json.ts";
import { resourceArns } from "./resource-arns.ts";
import type { NamedLeaves } from "./trim/named-leaves.ts";
import { MAX_PATH_LIST_BYTES } from "./trim/path-list.ts";
import { carefulDetail, type DetailParts, wholeDetail } from "./trim/trimmed-detail.ts";
import { walkedEntry } from "./walked-entry.ts";

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
  /** What {@linkcode entryBytes} counts, where it is known. */
  readonly bytes?: number;
}

/** Where a record came from: the `trailbridge` part of a bus event's detail. */
export interface Pointer {
  /** Bucket of the log file. */
  readonly bucket: string;
  /** Decoded object key. */
  readonly key: string;
  /** Position in the log file's `Records`, from 0. */
  readonly index: number;
  /** Version of the bus event's shape. */
  readonly version: string;
  /** Name of the replay that sends it once more; absent the first time. */
  readonly replay?: string;
  /**
   * Paths dropped or shortened because the entry was too large or too deep; `"record"` when the
   * second copy went. At most a hundred; the last element then counts the rest.
   */
  readonly truncated?: readonly string[];
  /** Paths whose number the bus would refuse and which are therefore strings. Bounded likewise. */
  readonly quoted?: readonly string[];
  /** Where there is one of these: hash of the record as CloudTrail wrote it, to tell it by. */
  readonly content?: string;
  /** Where there is one of these: what the rules say of the whole record. */
  readonly verdict?: BusVerdict;
}

/** Bytes a `PutEvents` request stays under, over all its entries; so does an entry alone. */
export const MAX_REQUEST_BYTES = 1_000_000;

/** How {@linkcode toBusEntry} makes entries. */
export interface BusEntryOptions {
  /** Whether `detail.record` carries the untouched record. */
  readonly includeRecord: boolean;
  /** Bytes an entry stays under; at least 16 KiB, at most {@linkcode MAX_REQUEST_BYTES}. */
  readonly maxBytes: number;
}

/** What the rules have to do with entries that cannot be the whole record. */
export interface WholeRecords {
  /** Judges a record before anything of it is cut. */
  judge(record: CloudTrailRecord): BusVerdict;
  /** What rules name, which is cut last. */
  readonly named: NamedLeaves;
}

/**
 * Makes a record's entry for the bus: one the bus accepts, whatever the record holds.
 *
 * What had to be changed for that is named in the pointer's `truncated` and `quoted`.
 *
 * @param object The log file the record came from.
 * @param whole Undefined where no rules are known: then no verdict rides along.
 */
export function toBusEntry(
  found: RawRecord,
  object: ObjectRef,
  options: BusEntryOptions,
  whole?: WholeRecords,
): BusEntry {
  return ordinaryEntry(found, object, options) ?? carefulEntry(found, object, options, whole);
}

/** The entry of a record that is neither large nor odd; undefined for one that may have to be changed. */
export function ordinaryEntry(
  found: RawRecord,
  object: ObjectRef,
  options: BusEntryOptions,
): BusEntry | undefined {
  if (found.walked !== undefined) return walkedEntry(found, found.walked, object, options);
  const { text, value, index, depth, members } = found;
  const { includeRecord, maxBytes } = options;
  if (text.length > ORDINARY_LENGTH || depth > ORDINARY_DEPTH) return undefined;
  const flat = flatJson(value, members, maxBytes);
  if (flat === undefined) return undefined;
  const record = includeRecord ? queueText(text) : undefined;
  if (flat.length + (record?.length ?? 0) >= maxBytes) return undefined;
  const detail = detailOf(flat, record, pointerText(object, index));
  const entry = { ...entryHead(value), resources: resourceArns(value.resources), detail };
  return entryBytes(entry) < maxBytes ? entry : undefined;
}

/** As {@linkcode toBusEntry}, for a record that {@linkcode ordinaryEntry} leaves. */
export function carefulEntry(
  found: RawRecord,
  object: ObjectRef,
  { includeRecord, maxBytes }: BusEntryOptions,
  whole?: WholeRecords,
): BusEntry {
  const { value, index } = found;
  // A queue behind the bus would refuse the event: no record must hide by its own text.
  const text = queueText(found.text);
  const raw = text === found.text ? found : { ...found, text };
  const head = { ...entryHead(value), resources: resourceArns(value.resources, maxBytes / 8) };
  const budgetOf = (pointer: Pointer): number => {
    const bare = { ...head, detail: detailOf("", "", pointerJson(pointer)) };
    return maxBytes - entryBytes(bare) - 2 * MAX_PATH_LIST_BYTES;
  };
  const entryOf = (pointer: Pointer, { flat, record, truncated, quoted }: DetailParts) => ({
    ...head,
    detail: detailOf(flat, record, pointerJson({ ...pointer, truncated, quoted })),
  });
  const pointer = pointerOf(object, index);
  const asFound = wholeDetail(raw, budgetOf(pointer), includeRecord);
  if (asFound !== undefined) return entryOf(pointer, asFound);
  const verdict = whole?.judge(value);
  const content = sha256(found.text);
  const told = { ...pointer, content, ...(verdict && { verdict }) };
  return entryOf(told, carefulDetail(raw, budgetOf(told), includeRecord, whole?.named));
}

/**
 * Size of an entry in bytes, counted as EventBridge counts it.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevent-size.html
 */
export function entryBytes(entry: BusEntry): number {
  return entry.bytes ?? headBytes(entry) + Buffer.byteLength(entry.detail);
}

/** All but the detail. */
function headBytes({ time, source, detailType, resources }: Omit<BusEntry, "detail">): number {
  let bytes = time === undefined ? 0 : TIME_BYTES;
  bytes += Buffer.byteLength(source) + Buffer.byteLength(detailType);
  for (const arn of resources) bytes += Buffer.byteLength(arn);
  return bytes;
}

/** Characters and levels up to which a record is flattened the short way. */
const ORDINARY_LENGTH = 64 * 1024;
const ORDINARY_DEPTH = 64;

function pointerOf({ bucket, key, replay }: ObjectRef, index: number): Pointer {
  return { bucket, key, index, version: EVENT_VERSION, ...(replay !== undefined && { replay }) };
}
