import { isObject } from "../core/record/event-text.ts";
import type { Incoming } from "./assess.ts";

/**
 * The messages of an invocation: an SQS batch's, or the one bare EventBridge event.
 *
 * @throws {TypeError} If it is neither.
 */
export function incomingOf(event: unknown): readonly Incoming[] {
  if (isObject(event) && Array.isArray(event.Records)) return event.Records.map(fromQueue);
  if (isObject(event) && "detail-type" in event) {
    return [{ id: String(event.id), body: event, receiveCount: 1 }];
  }
  const keys = isObject(event) ? Object.keys(event).slice(0, 10) : typeof event;
  throw new TypeError(
    `Cannot read invocation as it must be an SQS batch or an EventBridge event: ${JSON.stringify(keys)}`,
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
  const bare = incoming.find((one) => one.receiptHandle === undefined && failed.includes(one.id));
  if (bare !== undefined) throw new Error(`Cannot deliver event "${bare.id}" now: try it again`);
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
}

function fromQueue(record: unknown): Incoming {
  const { messageId, receiptHandle, body, attributes } = isObject(record) ? record : {};
  const count = isObject(attributes) ? Number(attributes.ApproximateReceiveCount) : Number.NaN;
  return {
    id: String(messageId),
    body,
    receiptHandle: String(receiptHandle),
    receiveCount: Number.isInteger(count) && count > 0 ? count : 1,
  };
}
