import { ChangeMessageVisibilityCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type { BufferQueue } from "../../ports.ts";

/** The buffer queue: what fails comes again when it is said to, not when the queue's own timeout ends. */
export function sqsBuffer(client: SQSClient, queueUrl: string): BufferQueue {
  return {
    async postpone(receiptHandle, seconds) {
      await client.send(
        new ChangeMessageVisibilityCommand({
          QueueUrl: queueUrl,
          ReceiptHandle: receiptHandle,
          VisibilityTimeout: seconds,
        }),
      );
    },
  };
}
