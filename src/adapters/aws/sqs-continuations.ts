import { SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { canaryMessage } from "../../core/entry/canary.ts";
import { queueText } from "../../core/record/queue-text.ts";
import type { CanaryQueue, Continuations } from "../../ports.ts";

/** Sends continuations and canaries to a queue that invokes the splitter. */
export function sqsContinuations(client: SQSClient, queueUrl: string): Continuations & CanaryQueue {
  return {
    async sendCanary(canary) {
      const MessageBody = JSON.stringify(canaryMessage(canary));
      await client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody }));
    },

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
