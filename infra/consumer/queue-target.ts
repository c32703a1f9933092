import { Duration } from "aws-cdk-lib";
import { PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import { toQueue } from "../delivery/rule-delivery.ts";
import { foreignAccount } from "../shared/foreign.ts";
import { ProductQueue } from "../shared/queue.ts";
import { requireHere, requireStandard } from "../shared/usable.ts";
import type { Consumer, ConsumerOptions, ConsumerTarget, Delivered } from "./consumer.ts";

/** What a queue consumer can be told. */
export interface QueueOptions extends ConsumerOptions {
  /**
   * Existing queue. When it was imported its policy must let EventBridge send; of another account's,
   * the role that is made here, `EventsRole` of the consumer.
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

/**
 * A queue of another account, to which a role of this one sends; of an own queue EventBridge takes
 * none.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-cross-account.html
 */
function elsewhere(consumer: Consumer, { queueArn: arn }: IQueue): ConsumerTarget["to"] {
  const role = new Role(consumer, "EventsRole", {
    assumedBy: new ServicePrincipal("events.amazonaws.com"),
  });
  role.addToPolicy(new PolicyStatement({ actions: ["sqs:SendMessage"], resources: [arn] }));
  return (input) => ({ bind: () => ({ arn, role, ...(input && { input }) }) });
}

/** A queue somebody polls. */
export function queueTarget(options: QueueOptions) {
  return (consumer: Consumer): ConsumerTarget => {
    const prop = `queue of consumer "${consumer.node.id}"`;
    requireHere(consumer, prop, options.queue, "EventBridge delivers to queues of its own Region");
    requireStandard(prop, options.queue, "events are sent without a message group");
    const queue =
      options.queue ??
      new ProductQueue(consumer, "Queue", {
        retentionPeriod: Duration.days(14),
        deadLetterQueue: { queue: consumer.deadLetters, maxReceiveCount: 10 },
      });
    return {
      to:
        foreignAccount(queue, consumer) === undefined
          ? (message) => toQueue(queue, message)
          : elsewhere(consumer, queue),
    };
  };
}
