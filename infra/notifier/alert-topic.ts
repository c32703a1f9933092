import { type ITopic, Subscription, SubscriptionProtocol, Topic } from "aws-cdk-lib/aws-sns";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { keepUndelivered } from "../delivery/topic-delivery.ts";
import { deadLetterQueue } from "../shared/dead-letters.ts";
import { identified } from "../shared/physical-name.ts";
import { topicKey } from "../shared/topic-key.ts";

/** Properties of {@linkcode AlertTopic}. */
export interface AlertTopicProps {
  /** Endpoint → protocol of SNS, e.g. `{ "soc@example.com": "email" }`. */
  readonly subscriptions: Readonly<Record<string, string>>;

  /**
   * Existing topic to subscribe them to.
   *
   * @default - an encrypted topic is created
   */
  readonly topic?: ITopic;
}

/** Defines a topic for alerts with its subscribers: encrypted, TLS only, dead letters for what they do not take. */
export class AlertTopic extends Construct {
  /** The topic that was given, or the one that was made. */
  readonly topic: ITopic;

  /** Alerts a subscriber did not take. */
  readonly undelivered: Queue;

  constructor(scope: Construct, id: string, { subscriptions, topic }: AlertTopicProps) {
    super(scope, id);
    this.topic =
      topic ??
      new Topic(this, "Topic", {
        displayName: "trailbridge alerts",
        masterKey: topicKey(this),
        enforceSSL: true,
      });
    this.undelivered = deadLetterQueue(this, "Undelivered");
    for (const [endpoint, protocol] of Object.entries(subscriptions)) {
      // Not by its place in the list: SNS answers a subscription of who is subscribed with the same
      // ARN, so that whoever moved up would be unsubscribed when the old place goes.
      const subscription = new Subscription(this, identified(this, "Subscription", endpoint), {
        topic: this.topic,
        endpoint,
        protocol: protocolOf(protocol),
      });
      keepUndelivered(subscription, this.topic, this.undelivered);
    }
  }
}

function protocolOf(name: string): SubscriptionProtocol {
  const known = Object.values(SubscriptionProtocol);
  const protocol = known.find((candidate) => candidate === name);
  if (protocol === undefined) {
    throw new Error(
      `Cannot subscribe by "${name}" as the protocol must be one of ${known.join(", ")}`,
    );
  }
  return protocol;
}
