import { Names } from "aws-cdk-lib";
import type { Grant, IGrantable } from "aws-cdk-lib/aws-iam";
import type { SqsEventSourceProps } from "aws-cdk-lib/aws-lambda-event-sources";
import { type IQueue, Queue, QueueEncryption, type QueueProps } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import type { ProductFunction } from "./product-function.ts";

/** A queue of the product: encrypted, TLS only. */
export class ProductQueue extends Queue {
  constructor(scope: Construct, id: string, props: Omit<QueueProps, "encryption" | "enforceSSL">) {
    super(scope, id, { ...props, encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true });
  }
}

/**
 * Lets somebody send messages to any queue, and use its key where that is known. The CDK's own grant
 * gives away a queue's address and settings too.
 *
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
 */
export function grantSend(queue: IQueue, grantee: IGrantable): Grant {
  queue.encryptionMasterKey?.grant(grantee, "kms:GenerateDataKey", "kms:Decrypt");
  return queue.grant(grantee, "sqs:SendMessage");
}

/** How a queue invokes a function. */
export interface FeedProps
  extends Pick<SqsEventSourceProps, "batchSize" | "maxBatchingWindow" | "maxConcurrency"> {
  /**
   * Whether the function says by itself when a message that failed comes again.
   *
   * @default - it comes when the queue's timeout ends
   */
  readonly postpones?: boolean;
}

/**
 * Has a queue invoke a function, which answers for each message by itself. Its role gets what Lambda
 * asks of it, which is less than the CDK's event source grants.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html#events-sqs-permissions
 */
export function feed(
  target: ProductFunction,
  queue: IQueue,
  { postpones = false, ...props }: FeedProps,
): void {
  queue.encryptionMasterKey?.grantDecrypt(target.ownRole);
  queue.grant(
    target.ownRole,
    "sqs:ReceiveMessage",
    "sqs:DeleteMessage",
    "sqs:GetQueueAttributes",
    ...(postpones ? ["sqs:ChangeMessageVisibility"] : []),
  );
  // As the CDK's event source names it: a mapping of another name would be made beside this one.
  target.addEventSourceMapping(`SqsEventSource:${Names.nodeUniqueId(queue.node)}`, {
    eventSourceArn: queue.queueArn,
    reportBatchItemFailures: true,
    ...props,
  });
}
