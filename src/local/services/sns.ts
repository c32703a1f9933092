import { createHash, randomUUID } from "node:crypto";
import { patternMatcher } from "../../core/pattern/match.ts";
import { AwsError } from "../protocol/aws-error.ts";
import type { Input, Service } from "../protocol/service.ts";
import { arnOf, type Place } from "../wiring/arn.ts";
import type { SubscriptionWiring, TopicWiring } from "../wiring/wiring.ts";
import { readTexts } from "./message-structure.ts";

/** A message that was published to a topic. */
export interface TopicMessage {
  readonly messageId: string;
  readonly topic: string;
  /** Milliseconds since the epoch. */
  readonly publishedAt: number;
  readonly subject?: string;
  /** The text; of a message with one for each protocol, the default one. */
  readonly message: string;
  /** Texts of protocols that have one of their own, by protocol. */
  readonly texts?: Readonly<Record<string, string>>;
  /** Text or number by name, as text. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** The topics of the local stack. */
export interface Sns {
  readonly operations: Service;
  /** Publishes from inside; the topic must exist. */
  publish(topic: string, message: string, subject?: string): TopicMessage;
  /** What was published, in order, as far as it is kept. */
  messages(): readonly TopicMessage[];
  /** Messages ever published, by the topic's name. */
  counts(): ReadonlyMap<string, number>;
}

/** Where subscribers are reached. */
export interface SnsDeps {
  /** Messages kept at least, of all topics together. */
  readonly keep: number;
  readonly topics: readonly TopicWiring[];
  readonly place: Place;
  readonly toQueue: (queue: string, body: string) => void;
  readonly toFunction: (name: string, event: unknown) => void;
  /** Whether SNS may hand a topic's messages on to a subscriber. */
  readonly mayDeliver?: (topicArn: string, subscription: SubscriptionWiring) => boolean;
  readonly onPublished?: (message: TopicMessage) => void;
  /** What was published before a restart. */
  readonly before?: {
    readonly messages: readonly TopicMessage[];
    readonly counts: ReadonlyMap<string, number>;
  };
}

/**
 * Bytes of one message.
 *
 * @see https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
 */
const MAX_MESSAGE_BYTES = 256 * 1024;

/** The characters of XML 1.0: a queue behind the topic takes no others. */
const ALLOWED = /^[\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]*$/u;

/** 1 to 100 characters, none of them a line break or another control character. */
const SUBJECT = /^\P{Cc}{1,100}$/u;

/** Makes the topics, with the SNS operation that publishes to them. */
export function createSns({ topics, place, keep, ...deps }: SnsDeps): Sns {
  const published: TopicMessage[] = [...(deps.before?.messages ?? [])];
  const counts = new Map(deps.before?.counts);
  const publish = (topic: TopicWiring, message: TopicMessage): TopicMessage => {
    const texts = [
      message.message,
      ...Object.values(message.texts ?? {}),
      ...Object.values(message.attributes),
    ];
    if (!texts.every((text) => ALLOWED.test(text))) throw invalid("Message");
    published.push(message);
    deps.onPublished?.(message);
    counts.set(topic.name, (counts.get(topic.name) ?? 0) + 1);
    // Cut in blocks: moving the whole list for every message would cost more than the messages.
    if (published.length > 2 * keep) published.splice(0, published.length - keep);
    const topicArn = arnOf("sns", topic.name, place);
    for (const subscription of topic.subscriptions ?? []) {
      const { queue, function: name, rawMessageDelivery } = subscription;
      const text = message.texts?.[queue === undefined ? "lambda" : "sqs"] ?? message.message;
      if (!takes(subscription, text)) continue;
      if (deps.mayDeliver?.(topicArn, subscription) === false) continue;
      const envelope = envelopeOf({ ...message, message: text }, topicArn);
      if (queue !== undefined) {
        deps.toQueue(queue, rawMessageDelivery ? text : JSON.stringify(envelope));
      }
      if (name !== undefined) deps.toFunction(name, functionEvent(envelope, topicArn));
    }
    return message;
  };
  return {
    messages: () => published,
    counts: () => counts,
    publish(name, message, subject) {
      const topic = topics.find((candidate) => candidate.name === name);
      if (topic === undefined) throw noTopic();
      const messageId = randomUUID();
      return publish(topic, {
        messageId,
        publishedAt: Date.now(),
        topic: name,
        message,
        attributes: {},
        ...(subject === undefined ? {} : { subject }),
      });
    },
    operations: {
      Publish(input) {
        const arn = String(input.TopicArn ?? input.TargetArn ?? "");
        const topic = topics.find(({ name }) => arnOf("sns", name, place) === arn);
        if (topic === undefined) throw noTopic();
        const { messageId } = publish(topic, { topic: topic.name, ...readMessage(input) });
        return { MessageId: messageId };
      },
    },
  };
}

/** Filters are few and topics slow: compiled for each message. */
function takes({ filter }: SubscriptionWiring, message: string): boolean {
  if (filter === undefined) return true;
  try {
    return patternMatcher(filter)(JSON.parse(message));
  } catch (cause) {
    if (cause instanceof SyntaxError) return false;
    throw cause;
  }
}

function readMessage(input: Input): Omit<TopicMessage, "topic"> {
  const given = String(input.Message ?? "");
  if (given === "") throw invalid("Empty message");
  if (Buffer.byteLength(given) > MAX_MESSAGE_BYTES) throw invalid("Message too long");
  const message = {
    messageId: randomUUID(),
    publishedAt: Date.now(),
    ...readTexts(given, input.MessageStructure),
    attributes: readAttributes(input),
  };
  if (input.Subject === undefined) return message;
  const subject = String(input.Subject);
  if (!SUBJECT.test(subject)) throw invalid("Subject");
  return { ...message, subject };
}

function readAttributes(input: Input): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (let entry = 1; ; entry++) {
    const prefix = `MessageAttributes.entry.${entry}`;
    const name = input[`${prefix}.Name`];
    if (name === undefined) return attributes;
    const type = input[`${prefix}.Value.DataType`];
    const value = input[`${prefix}.Value.StringValue`] ?? input[`${prefix}.Value.BinaryValue`];
    if (type === undefined || value === undefined || value === "") {
      throw new AwsError(
        "ParameterValueInvalid",
        `The message attribute '${name}' must contain non-empty message attribute value.`,
      );
    }
    attributes[String(name)] = String(value);
  }
}

interface Envelope {
  readonly MessageId: string;
  readonly [member: string]: unknown;
}

/** @see https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html */
function envelopeOf(message: TopicMessage, TopicArn: string): Envelope {
  const attributes = Object.entries(message.attributes);
  return {
    Type: "Notification",
    MessageId: message.messageId,
    TopicArn,
    ...(message.subject !== undefined && { Subject: message.subject }),
    Message: message.message,
    Timestamp: new Date().toISOString(),
    SignatureVersion: "1",
    Signature: createHash("sha256").update(message.messageId).digest("base64"),
    ...(attributes.length > 0 && {
      MessageAttributes: Object.fromEntries(
        attributes.map(([name, Value]) => [name, { Type: "String", Value }]),
      ),
    }),
  };
}

function functionEvent(envelope: Envelope, topicArn: string) {
  const EventSubscriptionArn = `${topicArn}:${randomUUID()}`;
  return {
    Records: [{ EventSource: "aws:sns", EventVersion: "1.0", EventSubscriptionArn, Sns: envelope }],
  };
}

function noTopic(): AwsError {
  return new AwsError("NotFound", "Topic does not exist", { status: 404 });
}

function invalid(what: string): AwsError {
  return new AwsError("InvalidParameter", `Invalid parameter: ${what}`);
}
