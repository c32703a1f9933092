import type { ObjectRef } from "../record/object-ref.ts";

/** What a notification of any known envelope says. */
export interface Notification {
  /** New objects, in their order. */
  readonly objects: readonly NotedObject[];
  /** Events about objects that are not new. */
  readonly skipped: number;
  /** Pieces that say nothing understood. */
  readonly faults: readonly NotificationFault[];
  /** Whether it came from a queue, so that messages can fail one by one. */
  readonly fromQueue: boolean;
}

/** A new object and the queue message that told of it. */
export interface NotedObject {
  readonly object: ObjectRef;
  readonly messageId?: string;
}

/** A piece of a notification that is not understood. */
export interface NotificationFault {
  readonly error: NotificationError;
  /** The event that holds this piece alone. */
  readonly payload: unknown;
  readonly messageId?: string;
}

/** A notification of no known envelope. */
export class NotificationError extends Error {
  override readonly name = "NotificationError";
}

/**
 * Reads which log files an event tells of.
 *
 * Known are S3 notifications, S3 events of EventBridge and CloudTrail's own notices, each bare,
 * in SNS (as Lambda gets it or as its JSON text), in SQS, or in SNS in SQS. Test messages of S3
 * and CloudTrail say nothing. What is not understood is told beside the rest, never thrown.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/configure-sns-notifications-for-cloudtrail.html
 */
export function readNotification(event: unknown): Notification {
  const objects: NotedObject[] = [];
  const faults: NotificationFault[] = [];
  let skipped = 0;
  let fromQueue = false;
  for (const piece of piecesOf(event)) {
    const messageId = messageIdOf(piece);
    fromQueue ||= messageId !== undefined;
    const message = messageId === undefined ? {} : { messageId };
    const found = new Finder();
    found.read(piece, 0);
    for (const error of found.faults) {
      faults.push({ error, payload: piece === event ? event : { Records: [piece] }, ...message });
    }
    for (const object of found.objects) objects.push({ object, ...message });
    skipped += found.skipped;
  }
  return { objects, skipped, faults, fromQueue };
}

/** The S3 notification that tells of one object: what a dead letter carries for a redrive. */
export function toS3Notification({ bucket, key }: ObjectRef): unknown {
  const encoded = encodeURIComponent(key.replace(/\p{Cs}/gu, "\ufffd"))
    .replaceAll("%2F", "/")
    .replaceAll("%20", "+");
  return {
    Records: [
      {
        eventVersion: "2.1",
        eventSource: "aws:s3",
        eventName: "ObjectCreated:Put",
        s3: { bucket: { name: bucket }, object: { key: encoded } },
      },
    ],
  };
}

/** The parts of an event that stand and fall alone. */
function piecesOf(event: unknown): readonly unknown[] {
  const records = field(event, "Records");
  return Array.isArray(records) ? records : [event];
}

function messageIdOf(piece: unknown): string | undefined {
  const id = field(piece, "messageId");
  return field(piece, "eventSource") === "aws:sqs" && typeof id === "string" ? id : undefined;
}

/** Looks for objects in one piece, through the envelopes around them. */
class Finder {
  readonly objects: ObjectRef[] = [];
  readonly faults: NotificationError[] = [];
  skipped = 0;

  /** Reads a value; what in it is not understood becomes a fault, the rest goes on. */
  read(value: unknown, depth: number): void {
    try {
      this.#read(value, depth);
    } catch (error) {
      if (!(error instanceof NotificationError)) throw error;
      this.faults.push(error);
    }
  }

  #read(value: unknown, depth: number): void {
    const inner = depth + 1;
    const records = field(value, "Records");
    if (depth > MAX_ENVELOPES) throw unknown(`more than ${MAX_ENVELOPES} envelopes`);
    if (Array.isArray(records)) for (const record of records) this.read(record, inner);
    else if (field(value, "eventSource") === "aws:sqs") this.#text(field(value, "body"), inner);
    else if (field(value, "EventSource") === "aws:sns") {
      this.#text(field(field(value, "Sns"), "Message"), inner);
    } else if (field(value, "Type") === "Notification") {
      this.#text(field(value, "Message"), inner);
    } else if (field(value, "s3") !== undefined) this.#s3(value);
    else if (field(value, "source") === "aws.s3") this.#eventBridge(value);
    else if (field(value, "s3ObjectKey") !== undefined) this.#cloudTrail(value);
    else if (field(value, "Event") !== "s3:TestEvent") throw unknown(describe(value));
  }

  #text(text: unknown, depth: number): void {
    if (typeof text !== "string") throw unknown(`an envelope around ${describe(text)}`);
    if (text === CLOUDTRAIL_TEST) return;
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch (cause) {
      throw unknown("a message that is not JSON", { cause });
    }
    this.read(value, depth);
  }

  #s3(record: unknown): void {
    const name = field(record, "eventName");
    if (typeof name !== "string") throw unknown(`an S3 event named ${describe(name)}`);
    if (!/^(s3:)?ObjectCreated:/.test(name)) {
      this.skipped++;
      return;
    }
    const s3 = field(record, "s3");
    const key = field(field(s3, "object"), "key");
    this.#object(field(field(s3, "bucket"), "name"), typeof key === "string" ? decode(key) : key);
  }

  #eventBridge(event: unknown): void {
    if (field(event, "detail-type") !== "Object Created") {
      this.skipped++;
      return;
    }
    const detail = field(event, "detail");
    this.#object(field(field(detail, "bucket"), "name"), field(field(detail, "object"), "key"));
  }

  #cloudTrail(notice: unknown): void {
    const keys = field(notice, "s3ObjectKey");
    if (!Array.isArray(keys)) throw unknown(`s3ObjectKey ${describe(keys)}`);
    for (const key of keys) this.#object(field(notice, "s3Bucket"), key);
  }

  #object(bucket: unknown, key: unknown): void {
    if (typeof bucket !== "string" || bucket === "" || typeof key !== "string" || key === "") {
      throw unknown(`an object with bucket ${describe(bucket)} and key ${describe(key)}`);
    }
    this.objects.push({ bucket, key });
  }
}

/** S3 encodes keys as forms do: a space is a plus. */
function decode(key: string): string {
  try {
    return decodeURIComponent(key.replaceAll("+", " "));
  } catch (cause) {
    throw unknown(`the key ${describe(key)}, which is not URL-encoded`, { cause });
  }
}

function field(value: unknown, name: string): unknown {
  if (value === null || typeof value !== "object" || !Object.hasOwn(value, name)) return undefined;
  return (value as Record<string, unknown>)[name];
}

/** Names a value by its kind or keys; of its content, only short strings are shown. */
function describe(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.slice(0, 200));
  if (Array.isArray(value)) return "a list";
  if (value === null || typeof value !== "object") return String(value);
  const keys = Object.keys(value).slice(0, 10);
  return `an object with keys ${JSON.stringify(keys).slice(0, 200)}`;
}

function unknown(what: string, options?: ErrorOptions): NotificationError {
  return new NotificationError(
    `Cannot read notification as it must be one of S3, SNS, SQS, CloudTrail or EventBridge: found ${what}`,
    options,
  );
}

/** Envelope in envelope, none of the known stacks is deeper. */
const MAX_ENVELOPES = 6;

/** What CloudTrail says when a topic is given to a trail. */
const CLOUDTRAIL_TEST = "CloudTrail validation message.";
