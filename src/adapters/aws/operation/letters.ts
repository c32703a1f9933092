import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import type { Letter } from "../../../core/operation/dead-letter.ts";
import { needOf } from "../asked/need-of.ts";
import { clientLimits } from "../client-limits.ts";

/** A dead letter that was received, and is hidden from others for a while. */
export interface ReceivedLetter extends Letter {
  readonly id: string;
  readonly handle: string;
  /** When it was put there, milliseconds since the epoch. */
  readonly sentAt: number;
}

/** Queues as an operator works with them. Rejects with what is missing: a permission, credentials. */
export interface Letters {
  /** Takes some letters, hidden from others for so many seconds. None: the queue shows none now. */
  receive(queueUrl: string, hiddenSeconds: number): Promise<readonly ReceivedLetter[]>;
  send(queueUrl: string, body: string): Promise<void>;
  delete(queueUrl: string, letter: ReceivedLetter): Promise<void>;
  /** Shows a letter again at once. */
  show(queueUrl: string, letter: ReceivedLetter): Promise<void>;
  /** How many messages there are, about. */
  depth(queueUrl: string): Promise<MessageCounts>;
}

/** How many messages a queue holds, as SQS estimates it. */
export interface MessageCounts {
  /** Ready to be received. */
  readonly visible: number;
  /** Received and not yet deleted. */
  readonly inFlight: number;
  /** Waiting for their time. */
  readonly delayed: number;
}

/** @param region Region of the queues; absent: the environment's. */
export function sqsLetters(region: string | undefined): Letters {
  const client = new SQSClient({
    ...clientLimits({ attemptMilliseconds: 10_000, attempts: 3, idleMilliseconds: 20_000 }),
    ...(region !== undefined && { region }),
  });
  return {
    receive: (QueueUrl, VisibilityTimeout) =>
      asking("receive from", QueueUrl, "sqs:ReceiveMessage", async () => {
        const command = new ReceiveMessageCommand({
          QueueUrl,
          VisibilityTimeout,
          MaxNumberOfMessages: 10,
          // A short poll asks some of the queue's servers alone, and may find none.
          WaitTimeSeconds: 1,
          MessageAttributeNames: ["All"],
          MessageSystemAttributeNames: ["SentTimestamp"],
        });
        const { Messages = [] } = await client.send(command);
        return Messages.map(received);
      }),
    send: (QueueUrl, MessageBody) =>
      asking("send to", QueueUrl, `sqs:SendMessage${BY_OPERATORS}`, async () => {
        await client.send(new SendMessageCommand({ QueueUrl, MessageBody }));
      }),
    delete: (QueueUrl, { handle: ReceiptHandle }) =>
      asking("delete from", QueueUrl, "sqs:DeleteMessage", async () => {
        await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      }),
    show: (QueueUrl, { handle: ReceiptHandle }) =>
      asking("put back into", QueueUrl, "sqs:ChangeMessageVisibility", async () => {
        const input = { QueueUrl, ReceiptHandle, VisibilityTimeout: 0 };
        await client.send(new ChangeMessageVisibilityCommand(input));
      }),
    depth: (QueueUrl) =>
      asking("count", QueueUrl, "sqs:GetQueueAttributes", async () => {
        const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: DEPTHS });
        const { Attributes = {} } = await client.send(command);
        const [visible = 0, inFlight = 0, delayed = 0] = DEPTHS.map((it) => Number(Attributes[it]));
        return { visible, inFlight, delayed };
      }),
  };
}

const DEPTHS: (
  | "ApproximateNumberOfMessages"
  | "ApproximateNumberOfMessagesNotVisible"
  | "ApproximateNumberOfMessagesDelayed"
)[] = [
  "ApproximateNumberOfMessages",
  "ApproximateNumberOfMessagesNotVisible",
  "ApproximateNumberOfMessagesDelayed",
];

const BY_OPERATORS = ", to a role or user that the setting operators names,";

async function asking<T>(
  verb: string,
  queueUrl: string,
  needed: string,
  ask: () => Promise<T>,
): Promise<T> {
  try {
    return await ask();
  } catch (cause) {
    const queue = queueUrl.slice(queueUrl.lastIndexOf("/") + 1);
    const need = needOf(cause, `${needed} must be allowed`);
    throw new Error(`Cannot ${verb} queue ${queue} as ${need}`, { cause });
  }
}

function received({ MessageId, ReceiptHandle, Body, ...message }: Message): ReceivedLetter {
  const texts = Object.entries(message.MessageAttributes ?? {}).flatMap(([name, value]) =>
    value.StringValue === undefined ? [] : [[name, value.StringValue] as const],
  );
  return {
    id: String(MessageId),
    handle: String(ReceiptHandle),
    body: Body ?? "",
    attributes: Object.fromEntries(texts),
    sentAt: Number(message.Attributes?.SentTimestamp ?? 0),
  };
}
