import { Duration } from "aws-cdk-lib";
import type { DeadLetterQueue, IQueue, Queue } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import { ProductQueue } from "../shared/queue.ts";

/** What one of the notifier's queues of events is. */
export interface EventQueueProps {
  /** How long a message is hidden while it is worked on: at least the function's timeout. */
  readonly visibility: Duration;
  /** Takes what was received too often. */
  readonly deadLetters: IQueue;
}

/** Defines a queue between bus and notifier: batches, back-pressure, fourteen days of patience. */
export function eventQueue(
  scope: Construct,
  id: string,
  { visibility, deadLetters }: EventQueueProps,
): Queue {
  const deadLetterQueue: DeadLetterQueue = { queue: deadLetters, maxReceiveCount: MAX_RECEIVES };
  return new ProductQueue(scope, id, {
    visibilityTimeout: visibility,
    retentionPeriod: Duration.days(14),
    deadLetterQueue,
  });
}

/**
 * Times a message may be received. High on purpose: while the table is down a message comes back
 * every few minutes for days, and what can never succeed the notifier gives up by itself.
 */
const MAX_RECEIVES = 1_000;
