import { EVENT_VERSION, POINTER_KEY, RECORD_KEY } from "../../contract.ts";
import type { Detail } from "../record/event-text.ts";
import { flatten } from "../record/flatten.ts";
import type { ObjectRef } from "../record/object-ref.ts";
import type { RawRecord } from "../record/record.ts";
import { type BusEntryOptions, ordinaryEntry, toBusEntry, type WholeRecords } from "./bus-entry.ts";
import { ordinaryFlat } from "./ordinary-flat.ts";

/**
 * The detail of a record's bus event, as who gets it from the bus has it: what `toBusEntry` makes,
 * parsed. That of an ordinary record is put together without being written first.
 */
export function detailOfRecord(
  found: RawRecord,
  object: ObjectRef,
  options: BusEntryOptions,
  whole?: WholeRecords,
): Detail {
  const { bucket, key, replay } = object;
  // Resources stand in the entry once more, and the name of the file.
  const named = bucket.length + key.length + (replay?.length ?? 0);
  const room = options.maxBytes - 6 * named - 3 * found.text.length - HEAD;
  let flat = ordinaryFlat(found, room);
  if (flat === undefined) {
    if (ordinaryEntry(found, object, options) === undefined) {
      return JSON.parse(toBusEntry(found, object, options, whole).detail);
    }
    flat = flatten(found.value);
  }
  const detail: Record<string, unknown> = flat;
  if (options.includeRecord) detail[RECORD_KEY] = found.value;
  const pointer = { bucket, key, index: found.index, version: EVENT_VERSION };
  detail[POINTER_KEY] = replay === undefined ? pointer : { ...pointer, replay };
  return detail;
}

/** Bytes of all else in an entry, at most. */
const HEAD = 1_000;
