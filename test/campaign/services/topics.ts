import { ServiceError } from "./answer.ts";

/** One publication. */
export interface Publication {
  readonly at: number;
  readonly topic: string;
  readonly subject: string;
  readonly message: string;
  readonly structure: string | undefined;
}

const MAX_BYTES = 256 * 1024;

/** SNS topics that keep what was published on them. */
export class Topics {
  readonly #arns: readonly string[];
  readonly #now: () => number;
  readonly published: Publication[] = [];
  #ids = 0;

  constructor(arns: readonly string[], now: () => number) {
    this.#arns = arns;
    this.#now = now;
  }

  /**
   * Answers Publish, its fields as the query protocol spells them.
   *
   * @see https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
   */
  publish(fields: Readonly<Record<string, string>>): { readonly MessageId: string } {
    const {
      TopicArn: topic = "",
      Subject: subject = "",
      Message: message = "",
      MessageStructure: structure,
    } = fields;
    if (!this.#arns.includes(topic)) throw new ServiceError("NotFound", "Topic does not exist");
    if (message === "")
      throw new ServiceError("InvalidParameter", "Invalid parameter: Empty message");
    if (Buffer.byteLength(message) > MAX_BYTES)
      throw new ServiceError("InvalidParameter", "Invalid parameter: Message too long");
    if (subject !== "" && !/^[\x21-\x7e][\x20-\x7e]{0,98}$/.test(subject)) {
      throw new ServiceError("InvalidParameter", "Invalid parameter: Subject");
    }
    if (
      structure === "json" &&
      typeof (JSON.parse(message) as { default?: unknown }).default !== "string"
    ) {
      throw new ServiceError(
        "InvalidParameter",
        "Invalid parameter: Message Structure - No default entry in JSON message body",
      );
    }
    this.published.push({ at: this.#now(), topic, subject, message, structure });
    return { MessageId: `publication-${++this.#ids}` };
  }
}
