import type { VirtualTime } from "../../../src/backtest/virtual-time.ts";
import type { Random } from "../../support/random.ts";
import type { Faults } from "../network/faults.ts";
import type { Queue, QueueMessage } from "../services/queue.ts";
import type { LambdaFunction } from "./function.ts";

/** An event source mapping: a queue's messages become a function's batches. */
export interface MappingOptions {
  readonly queue: Queue;
  readonly target: LambdaFunction;
  readonly batchSize: number;
  readonly windowSeconds: number;
  readonly maxConcurrency: number;
  /** Share of done messages that come again all the same. */
  readonly duplicates: number;
}

interface Taken {
  readonly message: QueueMessage;
  readonly receiptHandle: string;
}

/** Bytes of an invocation's payload; six megabytes less what surrounds the bodies. */
const MAX_PAYLOAD_BYTES = 5_500_000;

/** Starts a mapping. It takes messages as they become visible and collects them into batches. */
export function startMapping(
  options: MappingOptions,
  time: VirtualTime,
  random: Random,
  faults: Faults,
): void {
  const { queue, target, batchSize, windowSeconds, maxConcurrency, duplicates } = options;
  let batch: Taken[] = [];
  let bytes = 0;
  let running = 0;
  let isDue = false;
  let pumping = false;

  const pump = () => {
    pumping = false;
    while (running < maxConcurrency) {
      const message = queue.receive();
      if (message === undefined) break;
      if (batch.length > 0 && bytes + message.body.length > MAX_PAYLOAD_BYTES) flush();
      if (batch.length === 0 && windowSeconds > 0) time.after(windowSeconds * 1_000, becomeDue);
      batch.push({ message, receiptHandle: message.receiptHandle as string });
      bytes += message.body.length;
      if (batch.length >= batchSize) flush();
    }
    if (batch.length > 0 && (isDue || windowSeconds === 0) && running < maxConcurrency) flush();
  };
  const wake = () => {
    if (pumping) return;
    pumping = true;
    // A poller asks again and again: what comes meanwhile comes with it.
    time.after(5 + random.below(40), pump);
  };
  const becomeDue = () => {
    isDue = batch.length > 0;
    if (isDue && running < maxConcurrency) flush();
  };
  const flush = () => {
    const items = batch;
    batch = [];
    bytes = 0;
    isDue = false;
    running++;
    run(items).then(() => {
      running--;
      wake();
    });
  };
  const run = async (items: readonly Taken[]) => {
    const outcome = await target.invoke({ Records: items.map((item) => record(queue, item)) });
    const failed = outcome.ok
      ? failedIds(outcome.payload, items)
      : items.map(({ message }) => message.id);
    for (const { message, receiptHandle } of items) {
      if (failed.includes(message.id)) continue;
      // The poller's own call to delete can fail: then the message is done, and comes again.
      if (!faults.happens(duplicates)) queue.delete(receiptHandle);
    }
  };

  queue.onVisible(wake);
}

/** @see https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html */
function record(queue: Queue, { message, receiptHandle }: Taken): object {
  return {
    messageId: message.id,
    receiptHandle,
    body: message.body,
    attributes: {
      ApproximateReceiveCount: String(message.receiveCount),
      SentTimestamp: String(message.sentAt),
      ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
    },
    messageAttributes: {},
    eventSource: "aws:sqs",
    eventSourceARN: `arn:aws:sqs:us-east-1:111122223333:${queue.name}`,
    awsRegion: "us-east-1",
  };
}

/** Which messages failed; an answer that Lambda cannot read, or an id not in the batch, fails all. */
function failedIds(payload: unknown, items: readonly Taken[]): readonly string[] {
  const all = items.map(({ message }) => message.id);
  const failures: unknown = Object(payload).batchItemFailures ?? [];
  if (!Array.isArray(failures)) return all;
  const ids = failures.map((failure) => String(Object(failure).itemIdentifier));
  return ids.every((id) => all.includes(id)) ? ids : all;
}
