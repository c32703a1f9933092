import type { ObjectRef } from "../record/object-ref.ts";
import { type FoundObject, type NotificationError, ObjectFinder } from "./object-finder.ts";
import { ownField } from "./own-field.ts";

/** What a notification of any known envelope says. */
export interface Notification {
  /** New objects, in their order. */
  readonly objects: readonly NotedObject[];
  /** Messages and events that tell of no new object, by what they are. */
  readonly skipped: number;
  /** Pieces that say nothing understood. */
  readonly faults: readonly NotificationFault[];
  /** Whether it came from a queue, so that messages can fail one by one. */
  readonly fromQueue: boolean;
}

/** A new object and the queue message that told of it. */
export interface NotedObject extends FoundObject {
  readonly messageId?: string;
}

/** A piece of a notification that is not understood. */
export interface NotificationFault {
  readonly error: NotificationError;
  /** The event that holds this piece alone. */
  readonly payload: unknown;
  readonly messageId?: string;
}

/**
 * Reads which log files an event tells of.
 *
 * Known are S3 notifications, S3 events of EventBridge and CloudTrail's own notices, each bare,
 * in SNS (as Lambda gets it or as its JSON text), in SQS, or in SNS in SQS; a list of these, as
 * an EventBridge pipe gives it; all of them inside a dead letter that is sent back, or a replay; and the
 * splitter's own continuations. Test messages, AWS Config's notices and SNS's confirmations are skipped and counted. What is not
 * understood is told beside the rest, never thrown.
 *
 * Where to go on, and that something is sent back, counts if whoever invokes the function says so, or
 * a message of a queue that only the product sends to, and S3 news of log files: by topics and other
 * queues anybody may.
 *
 * @param ownQueues Names of such queues.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/configure-sns-notifications-for-cloudtrail.html
 */
export function readNotification(event: unknown, ownQueues: readonly string[] = []): Notification {
  const objects: NotedObject[] = [];
  const faults: NotificationFault[] = [];
  let skipped = 0;
  let fromQueue = false;
  for (const piece of piecesOf(event)) {
    const messageId = messageIdOf(piece);
    fromQueue ||= messageId !== undefined;
    const message = messageId === undefined ? {} : { messageId };
    const found = new ObjectFinder(ownQueues, Array.isArray(event));
    found.read(piece, 0);
    for (const error of found.faults) {
      faults.push({ error, payload: piece === event ? event : { Records: [piece] }, ...message });
    }
    for (const object of found.objects) objects.push({ ...object, ...message });
    skipped += found.skipped;
  }
  return { objects, skipped, faults, fromQueue };
}

/**
 * The S3 notification that tells of one object: what a dead letter carries for a redrive. Of a
 * replay it says so: what is read for that pages nobody.
 */
export function toS3Notification({ bucket, key, replay }: ObjectRef): unknown {
  const encoded = encodeURIComponent(key.replace(/\p{Cs}/gu, "\ufffd"))
    .replaceAll("%2F", "/")
    .replaceAll("%20", "+");
  const notification = {
    Records: [
      {
        eventVersion: "2.1",
        eventSource: "aws:s3",
        eventName: "ObjectCreated:Put",
        s3: { bucket: { name: bucket }, object: { key: encoded } },
      },
    ],
  };
  return replay === undefined ? notification : { replay, notification };
}

/** The parts of an event that stand and fall alone. A pipe's list has them without an envelope. */
function piecesOf(event: unknown): readonly unknown[] {
  if (Array.isArray(event) && event.length > 0) return event;
  const records = ownField(event, "Records");
  return Array.isArray(records) ? records : [event];
}

function messageIdOf(piece: unknown): string | undefined {
  const id = ownField(piece, "messageId");
  return ownField(piece, "eventSource") === "aws:sqs" && typeof id === "string" ? id : undefined;
}
