import { SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { canaryMessage } from "../../core/entry/canary.ts";
import { validationMessage } from "../../core/entry/validation-request.ts";
import { queueText } from "../../core/record/queue-text.ts";
import type { CanaryQueue, Continuations, ValidationQueue } from "../../ports.ts";

/** Sends continuations, canaries and what is to be validated to a queue that invokes the splitter. */
export function sqsContinuations(
  client: SQSClient,
  queueUrl: string,
): Continuations & CanaryQueue & ValidationQueue {
  return {
    async sendCanary(canary) {
      const MessageBody = JSON.stringify(canaryMessage(canary));
      await client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody }));
    },

    async sendValidation(folder) {
      const MessageBody = queueText(JSON.stringify(validationMessage(folder)));
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
