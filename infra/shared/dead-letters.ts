import { Duration } from "aws-cdk-lib";
import type { IQueue, Queue } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import { acknowledge } from "./nag-evidence.ts";
import { ProductQueue } from "./queue.ts";

/** How long dead letters wait for someone to look: SQS's maximum. */
const DEAD_LETTER_RETENTION = Duration.days(14);

/**
 * Defines a queue for work that was given up: encrypted, TLS only, kept for
 * {@linkcode DEAD_LETTER_RETENTION}.
 */
export function deadLetterQueue(scope: Construct, id: string): Queue {
  const queue = new ProductQueue(scope, id, { retentionPeriod: DEAD_LETTER_RETENTION });
  acknowledgeDeadLetterQueue(queue);
  return queue;
}

function acknowledgeDeadLetterQueue(queue: IQueue): void {
  acknowledge(
    queue,
    {
      id: "AwsSolutions-SQS3",
      reason:
        "This queue is itself a dead-letter queue; the checker knows only those that another queue names.",
    },
    {
      id: "Serverless-SQSRedrivePolicy",
      reason: "This queue is itself a dead-letter queue, watched by an alarm.",
    },
  );
}
