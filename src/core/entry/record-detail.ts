import { EVENT_VERSION, POINTER_KEY, RECORD_KEY } from "../../contract.ts";
import type { Detail } from "../record/event-text.ts";
import { flatten } from "../record/flatten.ts";
import type { ObjectRef } from "../record/object-ref.ts";
import type { RawRecord } from "../record/record.ts";
import { type BusEntryOptions, ordinaryEntry, toBusEntry, type WholeRecords } from "./bus-entry.ts";

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
  const ordinary = ordinaryEntry(found, object, options);
  if (ordinary === undefined) {
    return JSON.parse(toBusEntry(found, object, options, whole).detail);
  }
  const { bucket, key, replay } = object;
  const pointer = { bucket, key, index: found.index, version: EVENT_VERSION };
  return {
    ...flatten(found.value),
    ...(options.includeRecord && { [RECORD_KEY]: found.value }),
    [POINTER_KEY]: replay === undefined ? pointer : { ...pointer, replay },
  };
}
