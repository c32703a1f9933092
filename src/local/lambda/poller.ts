import type { Queue, QueueMessage } from "../sqs/queue.ts";
import { systemAttributes } from "../sqs/sqs-api.ts";
import type { Activity } from "../wiring/activity.ts";
import { arnOf, type Place } from "../wiring/arn.ts";
import type { EventSourceMappingWiring } from "../wiring/wiring.ts";
import type { FunctionHost } from "./function-host.ts";

/** What feeds a queue's messages to a function. */
export interface Poller {
  /** Stops receiving; invocations under way end by themselves. */
  close(): void;
}

/** What a poller works on. */
export interface PollerDeps {
  readonly place: Place;
  readonly activity: Activity;
  readonly queue: Queue;
  readonly host: FunctionHost;
  /**
   * Seconds after which a message whose invocation failed is visible again, where the function
   * did not say. Lambda waits for the rest of the queue's visibility timeout.
   */
  readonly failedVisibilitySeconds: number;
}

/**
 * Bytes of one invocation's payload.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
const MAX_PAYLOAD_BYTES = 6 * 1024 * 1024;

/** A message of a batch, as it was when it was received. */
interface Item {
  readonly message: QueueMessage;
  readonly receiptHandle: string;
  /** When it would be visible again, in milliseconds since the epoch. */
  readonly due: number | undefined;
  readonly bytes: number;
}

/**
 * Starts feeding. It waits for messages and never asks in vain: the queue calls it.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 */
export function startPoller(mapping: EventSourceMappingWiring, deps: PollerDeps): Poller {
  const { queue, host, activity } = deps;
  const { batchSize = 10, batchWindowSeconds = 0, reportBatchItemFailures = false } = mapping;
  const maxConcurrency = mapping.maxConcurrency ?? Number.POSITIVE_INFINITY;
  let batch: Item[] = [];
  let bytes = 0;
  let running = 0;
  let window: NodeJS.Timeout | undefined;
  /** Whether the batch need not wait for more messages. */
  let isDue = false;
  let closed = false;
  let endCollecting = () => {};

  const pump = () => {
    if (isDue && running < maxConcurrency) flush();
    while (running < maxConcurrency && !closed) {
      const [message] = queue.receive(1, { forFunction: true });
      if (message === undefined) break;
      add(toItem(queue, message, batchSize));
      if (batch.length >= batchSize) flush();
    }
    if (batch.length > 0 && batchWindowSeconds === 0) becomeDue();
  };
  const becomeDue = () => {
    isDue = true;
    if (running < maxConcurrency) flush();
  };
  const add = (item: Item) => {
    if (batch.length > 0 && bytes + item.bytes > MAX_PAYLOAD_BYTES) flush();
    if (batch.length === 0) {
      endCollecting = activity.begin();
      if (batchWindowSeconds > 0) window = setTimeout(becomeDue, batchWindowSeconds * 1000);
    }
    batch.push(item);
    bytes += item.bytes;
  };
  const flush = () => {
    clearTimeout(window);
    const items = batch;
    batch = [];
    bytes = 0;
    isDue = false;
    running++;
    const end = endCollecting;
    run(items).finally(() => {
      running--;
      pump();
      end();
    });
  };
  const run = async (items: readonly Item[]) => {
    const outcome = await host.invoke(
      { Records: items.map((item) => record(item, deps)) },
      items.map(({ message }) => message.trace),
    );
    const failed = outcome.ok
      ? failedIds(reportBatchItemFailures ? outcome.payload : null, items)
      : new Set(items.map(({ message }) => message.id));
    for (const item of items) {
      if (!failed.has(item.message.id)) queue.delete(item.receiptHandle);
      else if (queue.due(item.receiptHandle) === item.due) {
        queue.changeVisibility(item.receiptHandle, deps.failedVisibilitySeconds);
      }
    }
  };

  const stop = queue.onVisible(pump);
  pump();
  return {
    close() {
      closed = true;
      stop();
      clearTimeout(window);
    },
  };
}

function toItem(queue: Queue, message: QueueMessage, batchSize: number): Item {
  const receiptHandle = message.receiptHandle ?? "";
  const due = queue.due(receiptHandle);
  // Six bytes a character is the most that JSON makes of text. Only a body that could then take
  // more than its share of the payload is worth measuring.
  const most = RECORD_BYTES + 6 * message.body.length;
  const isSmall = most * batchSize <= MAX_PAYLOAD_BYTES;
  const bytes = isSmall ? most : RECORD_BYTES + Buffer.byteLength(JSON.stringify(message.body));
  return { message, receiptHandle, due, bytes };
}

/** Bytes of a record beside its body, rounded up. */
const RECORD_BYTES = 1024;

/** @see https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html */
function record({ message, receiptHandle }: Item, { queue, place }: PollerDeps) {
  const { id, body, md5, attributes } = message;
  return {
    messageId: id,
    receiptHandle,
    body,
    attributes: { ...systemAttributes(message), SenderId: "AIDALOCAL00000000000" },
    messageAttributes: Object.fromEntries(
      Object.entries(attributes).map(([name, value]) => [name, attributeOf(Object(value))]),
    ),
    md5OfBody: md5,
    eventSource: "aws:sqs",
    eventSourceARN: arnOf("sqs", queue.name, place),
    awsRegion: place.region,
  };
}

function attributeOf({ DataType, StringValue }: { DataType?: string; StringValue?: string }) {
  return {
    dataType: DataType,
    stringValue: StringValue,
    stringListValues: [],
    binaryListValues: [],
  };
}

/**
 * Which messages failed, by the function's answer. An answer that Lambda cannot read fails them
 * all: so does an id that is not in the batch.
 */
function failedIds(payload: unknown, items: readonly Item[]): ReadonlySet<string> {
  const failures: unknown = Object(payload).batchItemFailures ?? [];
  const all = new Set(items.map(({ message }) => message.id));
  if (!Array.isArray(failures)) return all;
  const ids = failures.map((failure) => Object(failure).itemIdentifier);
  return ids.every((id) => all.has(id)) ? new Set(ids) : all;
}
