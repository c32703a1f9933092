import { AwsError } from "../protocol/aws-error.ts";
import { type Input, integerMember, type Service, textMember } from "../protocol/service.ts";
import { entriesOfBatch, perEntry } from "./batch.ts";
import { checkMessageText } from "./message-text.ts";
import type { Queue, QueueMessage } from "./queue.ts";

/** What the SQS operations work on. */
export interface SqsDeps {
  /** Queues by name. */
  readonly queues: ReadonlyMap<string, Queue>;
  /** Address of a queue, as clients name it. */
  readonly urlOf: (name: string) => string;
  readonly arnOf: (name: string) => string;
}

/**
 * Bytes of one message, and of one batch together.
 *
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html
 */
const MAX_MESSAGE_BYTES = 1024 * 1024;

const VISIBILITY = { from: 0, to: 43_200, otherwise: 0 };

/** The SQS operations over JSON. Only standard queues; nothing is paged. */
export function createSqs({ queues, urlOf, arnOf }: SqsDeps): Service {
  const queueOf = (input: Input): Queue => {
    const url = textMember(input, "QueueUrl", "MissingParameter");
    const queue = queues.get(url.slice(url.lastIndexOf("/") + 1));
    if (queue === undefined) throw noQueue();
    return queue;
  };
  return {
    SendMessage: (input, trace) => send(queueOf(input), input, trace),
    SendMessageBatch(input, trace) {
      const queue = queueOf(input);
      const entries = entriesOfBatch(input);
      const bytes = entries.reduce(
        (sum, entry) => sum + Buffer.byteLength(String(entry.MessageBody)),
        0,
      );
      if (bytes > MAX_MESSAGE_BYTES) throw tooLong("BatchRequestTooLong");
      return perEntry(entries, (entry) => send(queue, entry, trace));
    },
    async ReceiveMessage(input) {
      const queue = queueOf(input);
      const count = integerMember(input, "MaxNumberOfMessages", { from: 1, to: 10, otherwise: 1 });
      const wait = integerMember(input, "WaitTimeSeconds", { from: 0, to: 20, otherwise: 0 });
      const timeout = queue.options.visibilityTimeoutSeconds ?? 30;
      const visibilityTimeoutSeconds = integerMember(input, "VisibilityTimeout", {
        ...VISIBILITY,
        otherwise: timeout,
      });
      let messages = queue.receive(count, { visibilityTimeoutSeconds });
      if (messages.length === 0 && wait > 0) {
        await visibleOrLate(queue, wait);
        messages = queue.receive(count, { visibilityTimeoutSeconds });
      }
      return messages.length === 0 ? {} : { Messages: messages.map(received) };
    },
    DeleteMessage: (input) => {
      queueOf(input).delete(handleOf(input));
    },
    DeleteMessageBatch(input) {
      const queue = queueOf(input);
      return perEntry(entriesOfBatch(input), (entry) => {
        queue.delete(handleOf(entry));
        return {};
      });
    },
    ChangeMessageVisibility: (input) => changeVisibility(queueOf(input), input),
    ChangeMessageVisibilityBatch(input) {
      const queue = queueOf(input);
      return perEntry(entriesOfBatch(input), (entry) => {
        changeVisibility(queue, entry);
        return {};
      });
    },
    GetQueueUrl(input) {
      const name = textMember(input, "QueueName", "MissingParameter");
      if (!queues.has(name)) throw noQueue();
      return { QueueUrl: urlOf(name) };
    },
    ListQueues: (input) => ({
      QueueUrls: [...queues.keys()]
        .filter((name) => name.startsWith(String(input.QueueNamePrefix ?? "")))
        .map(urlOf),
    }),
    GetQueueAttributes: (input) => ({ Attributes: attributesOf(queueOf(input), input, arnOf) }),
    PurgeQueue: (input) => queueOf(input).purge(),
  };
}

function send(queue: Queue, input: Input, trace: string | undefined) {
  const body = textMember(input, "MessageBody", "MissingParameter");
  if (Buffer.byteLength(body) > MAX_MESSAGE_BYTES) throw tooLong("InvalidParameterValue");
  checkMessageText(body);
  const message = queue.send(body, {
    delaySeconds: integerMember(input, "DelaySeconds", {
      from: 0,
      to: 900,
      otherwise: queue.options.delaySeconds ?? 0,
    }),
    attributes: (input.MessageAttributes ?? {}) as Record<string, unknown>,
    ...(trace !== undefined && { trace }),
  });
  return { MessageId: message.id, MD5OfMessageBody: message.md5 };
}

function changeVisibility(queue: Queue, input: Input): void {
  const seconds = integerMember(input, "VisibilityTimeout", VISIBILITY);
  if (!queue.changeVisibility(handleOf(input), seconds)) {
    const message = "The receipt handle is not that of a message in flight.";
    throw new AwsError("MessageNotInflight", message, {
      queryCode: "AWS.SimpleQueueService.MessageNotInflight",
    });
  }
}

function handleOf(input: Input): string {
  return textMember(input, "ReceiptHandle", "MissingParameter");
}

function received(message: QueueMessage) {
  return {
    MessageId: message.id,
    ReceiptHandle: message.receiptHandle,
    MD5OfBody: message.md5,
    Body: message.body,
    Attributes: systemAttributes(message),
    ...(Object.keys(message.attributes).length > 0 && { MessageAttributes: message.attributes }),
  };
}

/** The attributes SQS itself gives a message, as text. */
export function systemAttributes(message: QueueMessage): Readonly<Record<string, string>> {
  return {
    ApproximateReceiveCount: String(message.receiveCount),
    SentTimestamp: String(message.sentAt),
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt ?? message.sentAt),
    ...(message.trace !== undefined && { AWSTraceHeader: message.trace }),
  };
}

function attributesOf(queue: Queue, input: Input, arnOf: (name: string) => string) {
  const { visible, invisible, delayed } = queue.depth();
  const {
    visibilityTimeoutSeconds = 30,
    delaySeconds = 0,
    maxReceiveCount,
    deadLetters,
  } = queue.options;
  const all: Record<string, string> = {
    ApproximateNumberOfMessages: String(visible),
    ApproximateNumberOfMessagesNotVisible: String(invisible - delayed),
    ApproximateNumberOfMessagesDelayed: String(delayed),
    DelaySeconds: String(delaySeconds),
    VisibilityTimeout: String(visibilityTimeoutSeconds),
    QueueArn: arnOf(queue.name),
  };
  if (maxReceiveCount !== undefined && deadLetters !== undefined) {
    const deadLetterTargetArn = arnOf(deadLetters.name);
    all.RedrivePolicy = JSON.stringify({ deadLetterTargetArn, maxReceiveCount });
  }
  const names = (input.AttributeNames ?? []) as readonly string[];
  if (names.includes("All")) return all;
  return Object.fromEntries(Object.entries(all).filter(([name]) => names.includes(name)));
}

async function visibleOrLate(queue: Queue, seconds: number): Promise<void> {
  let stop = () => {};
  let timer: NodeJS.Timeout | undefined;
  await new Promise<void>((resolve) => {
    stop = queue.onVisible(resolve);
    timer = setTimeout(resolve, seconds * 1000);
    timer.unref();
  });
  stop();
  clearTimeout(timer);
}

function noQueue(): AwsError {
  return new AwsError("QueueDoesNotExist", "The specified queue does not exist.", {
    queryCode: "AWS.SimpleQueueService.NonExistentQueue",
  });
}

function tooLong(code: string): AwsError {
  return new AwsError(code, `One or more messages are over ${MAX_MESSAGE_BYTES} bytes.`);
}
