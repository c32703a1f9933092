import { DeliveryError } from "../../core/alert/delivery-error.ts";
import type { MessageContext } from "../../core/slack/alert-message.ts";
import { snsOfText } from "../../core/sns/fold-message.ts";
import type { Topics } from "../../ports.ts";
import type { Pen, PenTraits } from "./pen.ts";
import { snsTextOf } from "./sns-text.ts";

/** Above ten messages a second SNS suspends subscriptions by e-mail. */
const SPACING = 150;

const TRAITS: PenTraits = {
  canEdit: false,
  canReply: false,
  growth: "tenfold",
  endsOnly: false,
  canStorm: true,
  hasDetails: false,
  spacing: SPACING,
  takesEach: false,
};

/** What publishing on a topic needs. */
interface TopicParts {
  readonly topics: Topics;
  /** Whether a topic gets a thread's events folded, or each. */
  readonly snsRepeats: "fold" | "each";
  readonly context: MessageContext;
  /** Milliseconds between two messages. @default SPACING */
  readonly topicSpacing?: number;
}

/** Publishes on a topic: the first event of a thread, then summaries; or each event by itself. */
export function snsPen(
  topicArn: string,
  { topics, snsRepeats, context, topicSpacing }: TopicParts,
): Pen {
  const isEach = snsRepeats === "each";
  return {
    traits: {
      ...TRAITS,
      ...(topicSpacing !== undefined && { spacing: topicSpacing }),
      ...(isEach && { takesEach: true, canStorm: false }),
    },
    hash: () => "",
    async post(picture) {
      await topics.publish(topicArn, snsTextOf(picture, context));
      return "";
    },
    async publish({ sns }) {
      const message = sns === undefined ? undefined : snsOfText(sns);
      if (message === undefined) throw new DeliveryError("refused", "event_without_message");
      await topics.publish(topicArn, message);
    },
  };
}
