import {
  DETAIL_TYPES,
  EVENT_SOURCE,
  EVENT_VERSION,
  OTHER_DETAIL_TYPE,
  POINTER_KEY,
  RECORD_KEY,
} from "../../contract.ts";
import { instantOf } from "../record/event-time.ts";
import type { ObjectRef } from "../record/object-ref.ts";
import { queueText } from "../record/queue-text.ts";
import type { CloudTrailRecord } from "../record/record.ts";

/**
 * Bytes EventBridge counts for an entry's time.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevent-size.html
 */
export const TIME_BYTES = 14;

/** What an entry says of its record beside the detail and the resources. */
export function entryHead({ eventType, eventTime }: CloudTrailRecord) {
  const time = instantOf(eventTime);
  return {
    source: EVENT_SOURCE,
    detailType: detailTypeOf(eventType),
    ...(time !== undefined && { time }),
  };
}

/** @param flat The flat event without its braces; each is JSON text. */
export function detailOf(flat: string, record: string | undefined, pointer: string): string {
  const event = flat === "" ? "" : `${flat},`;
  const whole = record === undefined ? "" : `"${RECORD_KEY}":${record},`;
  return `{${event}${whole}"${POINTER_KEY}":${pointer}}`;
}

/** A pointer as JSON text that queues take. */
export function pointerJson(pointer: object): string {
  return queueText(JSON.stringify(pointer));
}

/** The pointer of a record of which nothing is altered, as JSON text. */
export function pointerText(object: ObjectRef, index: number): string {
  const { start, end } = pointedOf(object);
  return `${start}${index}${end}`;
}

/** Bytes a pointer to the file has more than characters. */
export function bytesBeyondAscii(object: ObjectRef): number {
  return pointedOf(object).beyondAscii;
}

/** The records of a file follow one another: what their pointers share is written once. */
function pointedOf(object: ObjectRef): Pointed {
  if (last?.object === object) return last.pointed;
  const { bucket, key, replay } = object;
  const start = `${pointerJson({ bucket, key }).slice(0, -1)},"index":`;
  const end =
    replay === undefined
      ? VERSION_END
      : `,${pointerJson({ version: EVENT_VERSION, replay }).slice(1)}`;
  const beyondAscii = Buffer.byteLength(start + end) - start.length - end.length;
  const pointed = { start, end, beyondAscii };
  last = { object, pointed };
  return pointed;
}

/** How all pointers end that are of no replay. */
const VERSION_END = `,${pointerJson({ version: EVENT_VERSION }).slice(1)}`;

interface Pointed {
  /** What stands before the index, and behind it. */
  readonly start: string;
  readonly end: string;
  readonly beyondAscii: number;
}

/** Of the file that was read last: files are read one after the other. */
let last: { readonly object: ObjectRef; readonly pointed: Pointed } | undefined;

/** `detail-type` of a record's entry, by its `eventType`. */
export function detailTypeOf(eventType: unknown): string {
  const known = typeof eventType === "string" && Object.hasOwn(DETAIL_TYPES, eventType);
  return (known && DETAIL_TYPES[eventType]) || OTHER_DETAIL_TYPE;
}
