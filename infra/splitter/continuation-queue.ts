import { Duration } from "aws-cdk-lib";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { SPLITTER_ENV } from "../../src/contract.ts";
import { DEFAULTS } from "../shared/defaults.ts";
import { acknowledgeQueueMapping } from "../shared/nag-evidence.ts";
import { feed, grantSend, ProductQueue } from "../shared/queue.ts";
import type { LogSourceTarget } from "./log-source.ts";

/** Attempts to read on before a log file is a dead letter. */
const MAX_RECEIVES = 5;

/**
 * Defines the queue by which the splitter has a log file read on that needs more time than one
 * invocation. One file to an invocation, so that each has all the time there is.
 */
export function continuationQueue(target: LogSourceTarget, id: string): Queue {
  const { function: splitter, deadLetters, queueExecutions: maxConcurrency } = target;
  const timeout = splitter.timeout ?? Duration.seconds(DEFAULTS.splitter.timeoutSeconds);
  const queue = new ProductQueue(target, id, {
    // https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
    visibilityTimeout: Duration.seconds(6 * timeout.toSeconds()),
    retentionPeriod: Duration.days(14),
    deadLetterQueue: { queue: deadLetters, maxReceiveCount: MAX_RECEIVES },
  });
  grantSend(queue, splitter);
  splitter.addEnvironment(SPLITTER_ENV.continuationQueueUrl, queue.queueUrl);
  feed(splitter, queue, { batchSize: 1, maxConcurrency });
  acknowledgeQueueMapping(splitter);
  return queue;
}
