import { isObject } from "../../core/record/event-text.ts";
import { AwsError } from "../protocol/aws-error.ts";

/** What a message says: to everybody, and to subscribers of single protocols. */
export interface MessageTexts {
  /** Text for every protocol that has none of its own. */
  readonly message: string;
  /** By protocol; absent where the message has one text for all. */
  readonly texts?: Readonly<Record<string, string>>;
}

/**
 * Reads what a message says by its structure. Of a message of structure `json`, values that are no
 * text and names that are no protocol are left out, as the service does.
 *
 * @param structure `MessageStructure` of the request.
 * @throws {AwsError} If the structure is unknown, or the message does not have it.
 * @see https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
 */
export function readTexts(given: string, structure: unknown): MessageTexts {
  if (structure === undefined || structure === "") return { message: given };
  if (structure !== "json") throw invalid("Invalid parameter: MessageStructure");
  const body = parse(given);
  const { default: message, ...others } = body;
  if (typeof message !== "string")
    throw invalid(`${STRUCTURE} No default entry in JSON message body`);
  const texts = Object.entries(others).filter(
    (entry): entry is [string, string] => PROTOCOLS.has(entry[0]) && typeof entry[1] === "string",
  );
  return { message, texts: Object.fromEntries(texts) };
}

const STRUCTURE = "Invalid parameter: Message Structure -";

/** What a subscription or a platform endpoint may be of. */
const PROTOCOLS = new Set([
  ...["http", "https", "email", "email-json", "sms", "sqs", "lambda", "application", "firehose"],
  ...["ADM", "APNS", "APNS_SANDBOX", "BAIDU", "GCM", "MPNS", "WNS"],
]);

function parse(text: string): Readonly<Record<string, unknown>> {
  try {
    const body: unknown = JSON.parse(text);
    if (isObject(body)) return body;
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
  }
  throw invalid(`${STRUCTURE} JSON message body failed to parse`);
}

function invalid(message: string): AwsError {
  return new AwsError("InvalidParameter", message);
}
