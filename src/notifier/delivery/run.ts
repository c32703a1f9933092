import { DeliveryError } from "../../core/alert/delivery-error.ts";
import type { Subject } from "../../core/alert/subject.ts";
import type { MessageContext } from "../../core/slack/alert-message.ts";
import type { SlackMessage } from "../../core/slack/block.ts";
import { parentMessage, plainMessage } from "../../core/slack/subject.ts";
import type { Clock, Log, SlackApp, SlackWebhooks, Topics } from "../../ports.ts";
import { type Circumstances, type Delivery, isDelivered, type Outcome } from "./delivery.ts";
import type { DestinationLine } from "./destination-line.ts";
import type { BatchTable } from "./table.ts";

/** What deliveries need from outside. */
export interface DeliveryDeps {
  readonly slackApp: SlackApp;
  readonly slackWebhooks: SlackWebhooks;
  readonly topics: Topics;
  readonly clock: Clock;
  readonly log: Log;
  readonly messageContext: MessageContext;
  /** Replies posted under one parent; after that only its count moves. */
  readonly maxReplies: number;
}

/** One destination's share of one batch. */
export interface DeliveryRun extends DeliveryDeps {
  readonly line: DestinationLine;
  readonly table: BatchTable;
}

/** A delivery this batch may deliver: claimed, or without a lease because the table is down. */
export interface Work {
  readonly delivery: Delivery;
  readonly lease: string | undefined;
}

/**
 * Claims a delivery.
 *
 * Between a post and its record lies a moment in which a crash leaves the lease behind: once that
 * is over the event is delivered again. So a crash costs at most one duplicate, never an alert.
 *
 * @returns The work, or the outcome if there is nothing to do.
 */
export async function takeUp(delivery: Delivery, { table }: DeliveryRun): Promise<Work | Outcome> {
  const claim = await table.claim(delivery.claimKey);
  if (claim === undefined) return { delivery, lease: undefined };
  switch (claim.kind) {
    case "claimed":
      return { delivery, lease: claim.lease };
    case "done":
      return { kind: "repeated" };
    case "busy":
      return { kind: "busy" };
  }
}

/**
 * Records what became of claimed work.
 *
 * @returns The outcome, which says so if there is no table to record it in.
 */
export async function putDown(
  { delivery, lease }: Work,
  outcome: Outcome,
  { table }: DeliveryRun,
): Promise<Outcome> {
  if (isDelivered(outcome)) {
    const unthreaded = lease === undefined || table.isDown;
    await table.complete(delivery.claimKey);
    return unthreaded ? { ...outcome, unthreaded } : outcome;
  }
  if (lease !== undefined) await table.release(delivery.claimKey, lease);
  return outcome;
}

/** Delivers a delivery as a message of its own. */
export async function deliverAlone(delivery: Delivery, run: DeliveryRun): Promise<Outcome> {
  try {
    return { kind: "posted", ...(await postAlone(delivery, run)) };
  } catch (error) {
    return run.line.outcomeOf(error);
  }
}

/**
 * Sends a Slack message; if Slack does not take it as it is, sends the plain text instead.
 *
 * @param call How a single call is made. @default by the line, which a rate limit then holds
 * @returns What Slack answered, and whether it was the plain text that passed.
 * @throws {DeliveryError} If neither passes.
 */
export async function sendSlack<T>(
  subject: Subject,
  message: SlackMessage,
  run: DeliveryRun,
  send: (message: SlackMessage) => Promise<T>,
  call: DestinationLine["call"] = run.line.call,
): Promise<{ readonly answer: T; readonly plain?: true }> {
  try {
    return { answer: await call(() => send(message)) };
  } catch (error) {
    if (!(error instanceof DeliveryError) || error.fault !== "content") throw error;
    run.log.error("Slack refuses a message: it goes out as plain text", { error });
    const answer = await call(() => send(plainMessage(subject, run.messageContext)));
    return { answer, plain: true };
  }
}

async function postAlone(
  { subject, destination, sns }: Delivery,
  run: DeliveryRun,
): Promise<Circumstances> {
  if (destination.kind === "sns") {
    await run.line.call(() => run.topics.publish(destination.topicArn, sns()));
    return {};
  }
  if (destination.kind === "bus") throw new TypeError("Cannot deliver to the bus: no pen for it");
  const { plain } = await sendSlack(
    subject,
    parentMessage(subject, run.messageContext),
    run,
    async (message) => {
      if (destination.kind === "slack-app") await run.slackApp.post(destination.channel, message);
      else await run.slackWebhooks.post(destination.secretId, message);
    },
  );
  return plain ? { plain } : {};
}
