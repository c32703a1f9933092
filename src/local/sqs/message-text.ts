import { AwsError } from "../protocol/aws-error.ts";

/**
 * Checks that a message holds characters of XML 1.0 only, as SQS does, whoever sends it.
 *
 * @throws {AwsError} If it holds others.
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
 */
export function checkMessageText(body: string): void {
  if (ALLOWED.test(body)) return;
  const message = "The message contains characters outside the allowed set.";
  throw new AwsError("InvalidMessageContents", message);
}

const ALLOWED = /^[\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]*$/u;
