import { EVENT_SOURCE } from "../../contract.ts";
import { instantOf } from "../record/event-time.ts";
import type { ObjectRef } from "../record/object-ref.ts";
import type { RawRecord, Walked } from "../record/record.ts";
import type { BusEntry, BusEntryOptions } from "./bus-entry.ts";
import { bytesBeyondAscii, detailOf, detailTypeOf, pointerText, TIME_BYTES } from "./entry-text.ts";
import { arnsAmong, resourceArns } from "./resource-arns.ts";

/**
 * The entry of a record that was walked over, put together of the texts that are there; undefined
 * for one that is too large.
 */
export function walkedEntry(
  found: RawRecord,
  walked: Walked,
  object: ObjectRef,
  { includeRecord, maxBytes }: BusEntryOptions,
): BusEntry | undefined {
  const detailType = detailTypeOf(stringOf(walked.field("eventType")));
  const time = instantOf(stringOf(walked.field("eventTime")));
  const { text, index } = found;
  const { arns } = walked;
  const resources = arns === undefined ? resourceArns(found.value.resources) : arnsAmong(arns);
  const pointer = pointerText(object, index);
  const detail = detailOf(walked.flat, includeRecord ? text : undefined, pointer);
  // All but the pointer is ASCII.
  let bytes = detail.length + bytesBeyondAscii(object) + EVENT_SOURCE.length + detailType.length;
  for (const arn of resources) bytes += arn.length;
  if (time !== undefined) bytes += TIME_BYTES;
  if (bytes >= maxBytes) return undefined;
  // Written out, as spreading one object into another takes as long as reading a third of a record.
  return time === undefined
    ? { source: EVENT_SOURCE, detailType, resources, detail, bytes }
    : { source: EVENT_SOURCE, detailType, time, resources, detail, bytes };
}

/** What stands between the quotes of a string: of a time or a type no escape matters. */
function stringOf(json: string | undefined): string | undefined {
  return json?.startsWith('"') ? json.slice(1, -1) : undefined;
}
