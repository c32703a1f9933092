import { SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { queueText } from "../../core/record/queue-text.ts";
import type { Continuations } from "../../ports.ts";

/** Sends continuations to a queue that invokes the splitter. */
export function sqsContinuations(client: SQSClient, queueUrl: string): Continuations {
  return {
    async send(continuation, delaySeconds) {
      const MessageBody = queueText(JSON.stringify(continuation));
      await client.send(
        new SendMessageCommand({
          QueueUrl: queueUrl,
          MessageBody,
          ...(delaySeconds > 0 && { DelaySeconds: delaySeconds }),
        }),
      );
    },
  };
}
