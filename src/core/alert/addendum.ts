import { clip, type Detail, textOf } from "../record/event-text.ts";

/**
 * Why a record came late or again with other content.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
export interface Addendum {
  /** `DELIVERY_DELAY`, `UPDATED_DATA` or `SERVICE_OUTAGE`. */
  readonly reason: string;
  /** Names of the fields that were updated, as CloudTrail lists them. */
  readonly updatedFields?: string;
  /** The event this one takes the place of, where it is another. */
  readonly originalEventId?: string;
}

/** Reads an event's addendum; undefined if it has none or gives no reason. */
export function addendumOf(detail: Detail, eventId: string | undefined): Addendum | undefined {
  const reason = textOf(detail, "addendum.reason");
  if (reason === undefined) return undefined;
  const updatedFields = textOf(detail, "addendum.updatedFields");
  const original = textOf(detail, "addendum.originalEventID");
  return {
    reason: clip(reason, 60),
    ...(updatedFields !== undefined && { updatedFields: clip(updatedFields, 300) }),
    ...(original !== undefined && original !== eventId && { originalEventId: clip(original, 100) }),
  };
}
