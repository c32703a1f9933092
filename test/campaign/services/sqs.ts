import { createHash } from "node:crypto";
import { ServiceError } from "./answer.ts";
import type { Queue } from "./queue.ts";

type Fields = Readonly<Record<string, unknown>>;

const MAX_BYTES = 1024 * 1024;
const MAX_DELAY_SECONDS = 900;
const MAX_VISIBILITY_SECONDS = 43_200;

/** SQS's operations on a set of queues. @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/Welcome.html */
export function answerSqs(
  queues: ReadonlyMap<string, Queue>,
  operation: string,
  input: Fields,
): Fields {
  const queue = queues.get(String(input.QueueUrl).split("/").at(-1) ?? "");
  if (queue === undefined) {
    throw new ServiceError(
      "com.amazonaws.sqs#QueueDoesNotExist",
      "The specified queue does not exist.",
    );
  }
  switch (operation) {
    case "SendMessage":
      return send(queue, input);
    case "SendMessageBatch":
      return batch(input, (entry) => send(queue, entry));
    case "ChangeMessageVisibility":
      return changeVisibility(queue, input);
    case "ChangeMessageVisibilityBatch":
      return batch(input, (entry) => changeVisibility(queue, entry));
    case "DeleteMessage":
      queue.delete(String(input.ReceiptHandle));
      return {};
    default:
      throw new Error(`Cannot answer ${operation} as the simulated SQS knows no such operation`);
  }
}

function send(queue: Queue, { MessageBody, DelaySeconds = 0 }: Fields): Fields {
  const body = String(MessageBody ?? "");
  if (body === "")
    throw new ServiceError(
      "MissingParameter",
      "The request must contain the parameter MessageBody.",
    );
  if (Buffer.byteLength(body) > MAX_BYTES)
    throw invalid(
      "One or more parameters are invalid. Reason: Message must be shorter than 1048576 bytes.",
    );
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what the service refuses.
  if (/[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/.test(body)) {
    throw new ServiceError(
      "com.amazonaws.sqs#InvalidMessageContents",
      "Invalid binary character was found in the message body.",
    );
  }
  const delay = wholeNumber("DelaySeconds", DelaySeconds, MAX_DELAY_SECONDS);
  const MessageId = queue.send(body, delay * 1_000);
  return { MessageId, MD5OfMessageBody: createHash("md5").update(body).digest("hex") };
}

function changeVisibility(queue: Queue, { ReceiptHandle, VisibilityTimeout }: Fields): Fields {
  const seconds = wholeNumber("VisibilityTimeout", VisibilityTimeout, MAX_VISIBILITY_SECONDS);
  if (!queue.changeVisibility(String(ReceiptHandle), seconds)) {
    throw new ServiceError(
      "com.amazonaws.sqs#MessageNotInflight",
      "Value for parameter ReceiptHandle is invalid. Reason: Message does not exist or is not available for visibility timeout change.",
    );
  }
  return {};
}

function batch({ Entries }: Fields, act: (entry: Fields) => Fields): Fields {
  const entries = (Entries ?? []) as Fields[];
  if (entries.length === 0 || entries.length > 10) {
    throw new ServiceError(
      "com.amazonaws.sqs#TooManyEntriesInBatchRequest",
      "Maximum number of entries per request are 10.",
    );
  }
  const Successful: Fields[] = [];
  const Failed: Fields[] = [];
  for (const entry of entries) {
    try {
      Successful.push({ Id: entry.Id, ...act(entry) });
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      Failed.push({ Id: entry.Id, Code: error.code, Message: error.message, SenderFault: true });
    }
  }
  return { Successful, Failed };
}

function wholeNumber(name: string, value: unknown, most: number): number {
  const number = Number(value);
  if (Number.isInteger(number) && number >= 0 && number <= most) return number;
  throw invalid(
    `Value ${value} for parameter ${name} is invalid. Reason: Must be between 0 and ${most}, if provided.`,
  );
}

function invalid(message: string): ServiceError {
  return new ServiceError("InvalidParameterValue", message);
}
