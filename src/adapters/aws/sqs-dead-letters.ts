import { SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { queueText } from "../../core/record/queue-text.ts";
import type { DeadLetters } from "../../ports.ts";

/**
 * Sends dead letters to a queue, one message each, in the shape of Lambda's own failure records:
 * whoever redrives the queue invokes the function with `requestPayload`.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
 */
export function sqsDeadLetters(client: SQSClient, queueUrl: string): DeadLetters {
  return {
    async send(letter) {
      const MessageBody = queueText(JSON.stringify(letter));
      await client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody }));
    },
  };
}
