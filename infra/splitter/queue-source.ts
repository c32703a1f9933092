import { Duration } from "aws-cdk-lib";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import { SPLITTER_ENV } from "../../src/contract.ts";
import { admitBucketToQueue, bucketQueue } from "../delivery/bucket-delivery.ts";
import { DEFAULTS } from "../shared/defaults.ts";
import { foreignAccount } from "../shared/foreign.ts";
import { feed, ProductQueue } from "../shared/queue.ts";
import { requireHere } from "../shared/usable.ts";
import type { LogSource, LogSourceTarget, QueueSourceProps } from "./log-source.ts";
import { bucketSource, notify } from "./s3-source.ts";

/** A queue between bucket and splitter: bursts wait, and a bucket in another account can notify it. */
export function queueSource({ queue, queueKey }: QueueSourceProps = {}): LogSource {
  return {
    byQueue: true,
    bind(target) {
      requireHere(target, "queue", queue, "Lambda reads queues of its own Region");
      const source = queue ?? createdQueue(target);
      // What another account's queue measures is in that account.
      if (foreignAccount(source, target) === undefined) target.waiting.push(source);
      if (queueKey !== undefined) {
        // Lambda receives as the function's role.
        target.function.ownRole.addToPolicy(
          new PolicyStatement({ actions: ["kms:Decrypt"], resources: [queueKey.keyArn] }),
        );
      }
      feed(target.function, source, { batchSize: 10, maxConcurrency: target.queueExecutions });
    },
  };
}

/** Attempts at one log file before it is a dead letter; transient faults of S3 are over by then. */
const MAX_RECEIVES = 5;

function createdQueue(target: LogSourceTarget): IQueue {
  const { bucketAccount } = target;
  const timeout = target.function.timeout ?? Duration.seconds(DEFAULTS.splitter.timeoutSeconds);
  const queue = new ProductQueue(target, "LogFiles", {
    // https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
    visibilityTimeout: Duration.seconds(6 * timeout.toSeconds()),
    retentionPeriod: Duration.days(14),
    deadLetterQueue: { queue: target.deadLetters, maxReceiveCount: MAX_RECEIVES },
  });
  // Closed to others, so that an operator may send a dead letter back by it.
  target.function.addEnvironment(SPLITTER_ENV.logQueueName, queue.queueName);
  const bucket = bucketSource(target);
  if (bucketAccount === undefined) notify(target, bucketQueue(queue, bucket));
  else admitBucketToQueue(queue, bucket);
  return queue;
}
