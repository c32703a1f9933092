import type { IKey } from "aws-cdk-lib/aws-kms";
import type { IBucket } from "aws-cdk-lib/aws-s3";
import type { ITopic } from "aws-cdk-lib/aws-sns";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import type { ProductFunction } from "../shared/product-function.ts";

/** What a log source is bound to: the splitter. */
export interface LogSourceTarget extends Construct {
  /** What is told of log files. */
  readonly function: ProductFunction;
  /** Takes what could not be delivered to the function. */
  readonly deadLetters: IQueue;
  /** Bucket CloudTrail delivers to. */
  readonly logBucket: IBucket;
  /** What the keys of log files begin with. */
  readonly logPrefix: string;
  /** Queues of log files that wait to be read, for a log source to add to: each has an alarm. */
  readonly waiting: IQueue[];
  /** Executions at once that a queue may start. */
  readonly queueExecutions: number;
  /** Account of the bucket, when it is another than the stack's. */
  readonly bucketAccount: string | undefined;
}

/**
 * How news of a log file reaches the splitter. Only an account itself can configure its bucket, so
 * with a bucket elsewhere `s3Source()` is refused and the others grant that account
 * what it needs.
 */
export interface LogSource {
  /**
   * Whether a queue of log files invokes the splitter.
   *
   * @default false
   */
  readonly byQueue?: boolean;
  bind(target: LogSourceTarget): void;
}

/** Existing resources a log source may use instead of creating them. */
export interface TopicSourceProps {
  /**
   * Topic that S3 or CloudTrail itself publishes to already. It may carry other messages: only
   * those about the log bucket are taken.
   *
   * @default - a topic is created, and the bucket notifies it
   */
  readonly topic?: ITopic;
}

/** Existing resources a log source may use instead of creating them. */
export interface QueueSourceProps {
  /**
   * Queue that has the notifications already. Its visibility timeout must be at least six times
   * the splitter's timeout, and it needs a dead-letter queue of its own.
   *
   * @default - a queue is created, and the bucket notifies it
   */
  readonly queue?: IQueue;

  /**
   * Key the queue is encrypted with, where it was imported without it; its policy must let the
   * splitter's role in when it is another account's.
   *
   * @default - the queue's own `encryptionMasterKey`, if it has one
   */
  readonly queueKey?: IKey;
}
