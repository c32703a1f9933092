import { isObject } from "../core/record/event-text.ts";
import { withoutLetter } from "../core/thread/errand.ts";
import type { Incoming } from "./assess.ts";

/**
 * The messages of an invocation: an SQS batch's, or the one bare event.
 *
 * @throws {TypeError} If it is neither.
 */
export function incomingOf(event: unknown): readonly Incoming[] {
  if (isObject(event) && Array.isArray(event.Records)) return event.Records.map(fromQueue);
  const body = withoutLetter(event);
  if (isObject(body) && ("detail-type" in body || "trailbridge" in body)) {
    return [{ id: String(body.id ?? "invocation"), body, receiveCount: 1 }];
  }
  const keys = isObject(event) ? Object.keys(event).slice(0, 10) : typeof event;
  throw new TypeError(
    `Cannot read invocation as it must be an SQS batch, an EventBridge event or an errand: ${JSON.stringify(keys)}`,
  );
}

/** What Lambda takes as "these messages failed, the others are done". */
export interface BatchResponse {
  batchItemFailures: { itemIdentifier: string }[];
}

/**
 * The answer to an invocation.
 *
 * @param failed Ids of the messages that must come again.
 * @throws {Error} If the failed one is a bare event, which no response can return.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 */
export function batchResponse(
  incoming: readonly Incoming[],
  failed: readonly string[],
): BatchResponse {
  const bare = incoming.find((one) => one.receipt === undefined && failed.includes(one.id));
  if (bare !== undefined) throw new Error(`Cannot handle event "${bare.id}" now: try it again`);
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
}

function fromQueue(record: unknown): Incoming {
  const { messageId, receiptHandle, body, attributes, eventSourceARN } = isObject(record)
    ? record
    : {};
  const attribute = (name: string): number =>
    isObject(attributes) ? Number(attributes[name]) : Number.NaN;
  const count = attribute("ApproximateReceiveCount");
  const sentAt = attribute("SentTimestamp");
  return {
    id: String(messageId),
    body: withoutLetter(parsed(body)),
    receipt: {
      queue: String(eventSourceARN).split(":").at(-1) ?? "",
      handle: String(receiptHandle),
    },
    receiveCount: Number.isInteger(count) && count > 0 ? count : 1,
    ...(sentAt > 0 && { sentAt }),
  };
}

/** What a text is as JSON; the text itself if it is none, which is told where it is read. */
function parsed(body: unknown): unknown {
  if (typeof body !== "string") return body;
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}
