import { Duration } from "aws-cdk-lib";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import { acknowledge } from "../shared/nag-evidence.ts";
import { ProductQueue } from "../shared/queue.ts";

/**
 * Defines the queue by which a destination gets its turn to be drawn; a message's delay is the
 * wait.
 *
 * It has no dead letters: what is to be drawn is in the table, and the sweep asks within a minute
 * for every turn that is missing. A turn kept for longer would only come too late. Its messages are
 * hidden for the function's timeout and no longer, so that a drawer that dies costs that much.
 */
export function turnQueue(scope: Construct, id: string, functionTimeout: Duration): Queue {
  const queue = new ProductQueue(scope, id, {
    visibilityTimeout: functionTimeout,
    retentionPeriod: Duration.hours(1),
  });
  for (const id of ["AwsSolutions-SQS3", "Serverless-SQSRedrivePolicy"]) {
    acknowledge(queue, {
      id,
      reason:
        "A turn that is lost is asked for again by the sweep, within a minute: what is to be drawn is in the table, not in the message.",
    });
  }
  return queue;
}
