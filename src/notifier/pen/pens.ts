import { destinationOfId } from "../../core/alert/route.ts";
import type { SlackApp, SlackWebhooks, Topics } from "../../ports.ts";
import { type AlertBus, busPen } from "./bus-pen.ts";
import type { Pen } from "./pen.ts";
import { type SlackPenParts, slackAppPen, slackWebhookPen } from "./slack-pens.ts";
import { snsPen } from "./sns-pen.ts";

/** What the pens of all destinations need. */
export interface PenParts extends SlackPenParts {
  readonly slackApp: SlackApp;
  readonly slackWebhooks: SlackWebhooks;
  readonly topics: Topics;
  /** Milliseconds between two messages on a topic. @default what its subscriptions by e-mail take */
  readonly topicSpacing?: number;
  readonly alertBus: AlertBus;
  /** Whether a topic gets a thread's events folded, or each. */
  readonly snsRepeats: "fold" | "each";
}

/**
 * Finds the pen of a channel, made at its first use.
 *
 * The returned function takes a destination's id; undefined is its answer for any other text.
 */
export function createPens(parts: PenParts): (channel: string) => Pen | undefined {
  const pens = new Map<string, Pen | undefined>();
  return (channel) => {
    if (!pens.has(channel)) pens.set(channel, penFor(channel, parts));
    return pens.get(channel);
  };
}

function penFor(id: string, parts: PenParts): Pen | undefined {
  const destination = destinationOfId(id);
  switch (destination?.kind) {
    case undefined:
      return undefined;
    case "slack-app":
      return slackAppPen(parts.slackApp, destination.channel, parts);
    case "slack-webhook":
      return slackWebhookPen(parts.slackWebhooks, destination.secretId, parts);
    case "sns":
      return snsPen(destination.topicArn, parts);
    case "bus":
      return busPen(parts.alertBus);
  }
}
