import { ChangeMessageVisibilityCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type { MessageQueues } from "../../ports.ts";

/**
 * Queues a function is fed by: what fails comes again when it is said to, not when the queue's own
 * timeout ends.
 *
 * @param urls Of the queues; their names are what comes last in them.
 */
export function sqsMessages(client: SQSClient, urls: readonly string[]): MessageQueues {
  const urlByName = new Map(urls.map((url) => [url.slice(url.lastIndexOf("/") + 1), url]));
  return {
    async postpone({ queue, handle }, seconds) {
      const QueueUrl = urlByName.get(queue);
      if (QueueUrl === undefined) {
        throw new Error(`Cannot postpone a message of queue "${queue}" as it must be a known one`);
      }
      await client.send(
        new ChangeMessageVisibilityCommand({
          QueueUrl,
          ReceiptHandle: handle,
          VisibilityTimeout: seconds,
        }),
      );
    },
  };
}
