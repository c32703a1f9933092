import type { ObjectRef } from "../record/object-ref.ts";
import { textStart } from "../record/text-start.ts";
import { isOfConfig } from "./config-notice.ts";
import { type Resumption, resumptionOf } from "./continuation.ts";
import { classifyKey } from "./object-key.ts";
import { ownField } from "./own-field.ts";

/** A notification of no known envelope. */
export class NotificationError extends Error {
  override readonly name = "NotificationError";
}

/** A new object, and where its reading goes on if it was begun before. */
export interface FoundObject {
  readonly object: ObjectRef;
  readonly resume?: Resumption;
  /** S3's tag of the content that the news is of; not every notification says it. */
  readonly etag?: string;
  /** Whether it was tried before: it comes out of a dead letter that somebody sent back. */
  readonly isAgain?: true;
}

/**
 * Looks for new objects in one piece of a notification, through the envelopes around them.
 *
 * Whatever names objects is asked first, and only then whether it is a message that never does:
 * no log file is hidden by calling its notice something else.
 */
export class ObjectFinder {
  readonly objects: FoundObject[] = [];
  readonly faults: NotificationError[] = [];
  /** Messages and events that tell of no new object. */
  skipped = 0;
  #isAgain = false;
  #replay: string | undefined;
  #isOutside: boolean;
  readonly #ownQueues: readonly string[];

  /**
   * @param ownQueues Names of the queues that others send nothing to.
   * @param isOutside Whether it is known that others may have sent the piece.
   */
  constructor(ownQueues: readonly string[], isOutside: boolean) {
    this.#ownQueues = ownQueues;
    this.#isOutside = isOutside;
  }

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
    const records = ownField(value, "Records");
    if (depth > MAX_ENVELOPES) throw unknown(`more than ${MAX_ENVELOPES} envelopes`);
    if (Array.isArray(records)) for (const record of records) this.read(record, inner);
    else if (Array.isArray(value) && value.length > 0) for (const it of value) this.read(it, inner);
    else if (ownField(value, "eventSource") === "aws:sqs") {
      const queue = String(ownField(value, "eventSourceARN")).split(":").at(-1) ?? "";
      this.#sent(ownField(value, "body"), inner, this.#ownQueues.includes(queue));
    } else if (ownField(value, "EventSource") === "aws:sns") {
      this.#sent(ownField(ownField(value, "Sns"), "Message"), inner, false);
    } else if (ownField(value, "Type") === "Notification") {
      this.#sent(ownField(value, "Message"), inner, false);
    } else if (ownField(value, "s3") !== undefined) this.#s3(value);
    else if (ownField(value, "source") === "aws.s3") this.#eventBridge(value);
    else if (ownField(value, "continuation") !== undefined) {
      this.#continuation(ownField(value, "continuation"));
    } else if (ownField(value, "requestPayload") !== undefined) {
      this.#again(ownField(value, "requestPayload"), inner);
    } else if (ownField(value, "replay") !== undefined) {
      this.#replayed(ownField(value, "replay"), ownField(value, "notification"), inner);
    } else if (Array.isArray(ownField(value, "s3ObjectKey"))) this.#cloudTrail(value);
    else if (isOfConfig(value)) this.#config(value);
    else if (ownField(value, "s3ObjectKey") !== undefined) this.#cloudTrail(value);
    else if (isIdle(value)) this.skipped++;
    else throw unknown(describe(value));
  }

  /** What a message holds; one that others may have sent stays theirs, whatever is in it. */
  #sent(text: unknown, depth: number, isOwn: boolean): void {
    const before = this.#isOutside;
    this.#isOutside ||= !isOwn;
    try {
      this.#text(text, depth);
    } finally {
      this.#isOutside = before;
    }
  }

  /** What a dead letter was about. Who sends one by a topic or a queue of others sends back nothing. */
  #again(payload: unknown, depth: number): void {
    const before = this.#isAgain;
    this.#isAgain ||= !this.#isOutside;
    try {
      this.#read(payload, depth);
    } finally {
      this.#isAgain = before;
    }
  }

  /** What is to be read once more, and to page nobody: of others' it pages like all news. */
  #replayed(name: unknown, notification: unknown, depth: number): void {
    if (typeof name !== "string" || !REPLAY_NAME.test(name)) {
      throw unknown(`a replay named ${describe(name)}`);
    }
    const before = this.#replay;
    if (!this.#isOutside) this.#replay = name;
    try {
      this.#read(notification, depth);
    } finally {
      this.#replay = before;
    }
  }

  #text(text: unknown, depth: number): void {
    if (typeof text !== "string") throw unknown(`an envelope around ${describe(text)}`);
    if (text === CLOUDTRAIL_TEST) {
      this.skipped++;
      return;
    }
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch (cause) {
      throw unknown("a message that is not JSON", { cause });
    }
    this.read(value, depth);
  }

  #s3(record: unknown): void {
    const name = ownField(record, "eventName");
    if (typeof name !== "string") throw unknown(`an S3 event named ${describe(name)}`);
    if (!/^(s3:)?ObjectCreated:/.test(name)) {
      this.skipped++;
      return;
    }
    const s3 = ownField(record, "s3");
    const key = ownField(ownField(s3, "object"), "key");
    this.#object(
      ownField(ownField(s3, "bucket"), "name"),
      typeof key === "string" ? decode(key) : key,
      { etag: ownField(ownField(s3, "object"), "eTag") },
    );
  }

  #eventBridge(event: unknown): void {
    if (ownField(event, "detail-type") !== "Object Created") {
      this.skipped++;
      return;
    }
    const detail = ownField(event, "detail");
    this.#object(
      ownField(ownField(detail, "bucket"), "name"),
      ownField(ownField(detail, "object"), "key"),
      { etag: ownField(ownField(detail, "object"), "etag") },
    );
  }

  #cloudTrail(notice: unknown): void {
    const keys = ownField(notice, "s3ObjectKey");
    if (!Array.isArray(keys)) throw unknown(`s3ObjectKey ${describe(keys)}`);
    for (const key of keys) this.#object(ownField(notice, "s3Bucket"), key);
  }

  /** AWS Config shares topics and buckets with trails; one of its files has no log file's key. */
  #config(notice: unknown): void {
    const key = ownField(notice, "s3ObjectKey");
    const kind = typeof key === "string" ? classifyKey(key) : "foreign";
    if (kind === "foreign" || kind === "digest") this.skipped++;
    else this.#object(ownField(notice, "s3Bucket"), key);
  }

  /** The splitter's own message to itself; one of others is news of a file, which is read from its beginning. */
  #continuation(value: unknown): void {
    const resume = resumptionOf(value);
    if (resume === undefined) throw unknown(`a continuation that is ${describe(value)}`);
    const replay = ownField(value, "replay");
    const own = { resume, ...(typeof replay === "string" && { replay }) };
    this.#object(ownField(value, "bucket"), ownField(value, "key"), this.#isOutside ? {} : own);
  }

  #object(
    bucket: unknown,
    key: unknown,
    {
      resume,
      etag,
      replay = this.#replay,
    }: { readonly resume?: Resumption; readonly etag?: unknown; readonly replay?: string } = {},
  ): void {
    if (typeof bucket !== "string" || bucket === "" || typeof key !== "string" || key === "") {
      throw unknown(`an object with bucket ${describe(bucket)} and key ${describe(key)}`);
    }
    this.objects.push({
      object: { bucket, key, ...(replay !== undefined && { replay }) },
      ...(resume && { resume }),
      ...(typeof etag === "string" && etag !== "" && { etag }),
      ...(this.#isAgain && { isAgain: true }),
    });
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

/** Whether a message is one of those that never tell of an object. */
function isIdle(value: unknown): boolean {
  if (ownField(value, "Event") === "s3:TestEvent") return true;
  const type = ownField(value, "Type");
  return type === "SubscriptionConfirmation" || type === "UnsubscribeConfirmation";
}

/** Names a value by its kind or keys; of its content, only short strings are shown. */
function describe(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(textStart(value, 200));
  if (Array.isArray(value)) return "a list";
  if (value === null || typeof value !== "object") return String(value);
  const keys = Object.keys(value).slice(0, 10);
  return `an object with keys ${textStart(JSON.stringify(keys), 200)}`;
}

function unknown(what: string, options?: ErrorOptions): NotificationError {
  return new NotificationError(
    `Cannot read notification as it must be one of S3, SNS, SQS, CloudTrail or EventBridge: found ${what}`,
    options,
  );
}

/** A word that stands in each event of a replay. */
const REPLAY_NAME = /^[\w.:-]{1,100}$/;

/** Envelope in envelope: the deepest known stack, in a dead letter of a dead letter. */
const MAX_ENVELOPES = 16;

/** What CloudTrail says when a topic is given to a trail. */
const CLOUDTRAIL_TEST = "CloudTrail validation message.";
