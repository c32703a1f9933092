import { Duration } from "aws-cdk-lib";
import { SqsQueue } from "aws-cdk-lib/aws-events-targets";
import { type IQueue, Queue, QueueEncryption } from "aws-cdk-lib/aws-sqs";
import { requireHere, requireStandard } from "../shared/usable.ts";
import type { Consumer, ConsumerOptions, ConsumerTarget, Delivered } from "./consumer.ts";

/** What a queue consumer can be told. */
export interface QueueOptions extends ConsumerOptions {
  /**
   * Existing queue. Its policy must let EventBridge send when it was imported.
   *
   * @default - created: 14 days of retention, and the consumer's dead letters for what is received
   * ten times
   */
  readonly queue?: IQueue;

  /**
   * What is sent of an event.
   *
   * @default "event"
   */
  readonly deliver?: Delivered;
}

/** A queue somebody polls. */
export function queueTarget(options: QueueOptions) {
  return (consumer: Consumer): ConsumerTarget => {
    const prop = `queue of consumer "${consumer.node.id}"`;
    requireHere(consumer, prop, options.queue, "EventBridge delivers to queues of its own Region");
    requireStandard(prop, options.queue, "events are sent without a message group");
    const queue =
      options.queue ??
      new Queue(consumer, "Queue", {
        retentionPeriod: Duration.days(14),
        encryption: QueueEncryption.SQS_MANAGED,
        enforceSSL: true,
        deadLetterQueue: { queue: consumer.deadLetters, maxReceiveCount: 10 },
      });
    return { to: (message) => new SqsQueue(queue, message && { message }) };
  };
}
