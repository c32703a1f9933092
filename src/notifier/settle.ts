import { destinationId } from "../core/alert/route.ts";
import type { BufferQueue, DeadLetters, Log } from "../ports.ts";
import type { Assessment, Incoming } from "./assess.ts";
import type { Delivery, Outcome } from "./delivery/delivery.ts";

/** Least and most seconds until a message that failed comes again. */
const BACKOFF = { first: 5, most: 900 } as const;

/** How the work on a message ended: all is said, it must come again, or it is a dead letter. */
export type Settlement = "done" | "again" | "given-up";

/** What settling a message needs. */
export interface SettleDeps {
  readonly deadLetters: DeadLetters;
  readonly buffer: BufferQueue;
  readonly log: Log;
}

/**
 * Ends the work on one message: done, back to the queue, or to the dead letters.
 *
 * While one of its deliveries may still succeed the whole message comes again; destinations that
 * have it are then skipped as repeated. Only when nothing but refusals is left is it given up.
 *
 * @returns How it ended.
 */
export async function settleMessage(
  { incoming, kind, reason }: Assessment,
  outcomes: readonly (readonly [Delivery, Outcome])[],
  deps: SettleDeps,
): Promise<Settlement> {
  const wait = waitOf(outcomes);
  if (wait !== undefined) return comeAgain(incoming, wait, deps);
  const refusals = outcomes.flatMap(([{ destination }, outcome]) =>
    outcome.kind === "refused" ? [`${destinationId(destination)} answers "${outcome.reason}"`] : [],
  );
  if (kind !== "malformed" && refusals.length === 0) return "done";
  const error =
    kind === "malformed"
      ? { errorType: "MalformedEvent", errorMessage: reason ?? "Cannot read bus event" }
      : {
          errorType: "DeliveryError",
          errorMessage: `Cannot deliver as ${refusals.join(" and ")}`,
        };
  try {
    await deps.deadLetters.send({ requestPayload: payloadOf(incoming), responsePayload: error });
    deps.log.error("A message is given up", { messageId: incoming.id, ...error });
    return "given-up";
  } catch (cause) {
    deps.log.error("A dead letter cannot be sent", { messageId: incoming.id, error: cause });
    return comeAgain(incoming, BACKOFF.first, deps);
  }
}

/** Seconds the destinations ask for, or undefined if all is said. */
function waitOf(outcomes: readonly (readonly [Delivery, Outcome])[]): number | undefined {
  const waits = outcomes.flatMap(([{ subject }, outcome]) => {
    if (outcome.kind === "later") return [outcome.afterSeconds];
    // A rule's next fault asks again; any other event would be lost if the other notifier died.
    const mayForget = subject.kind === "notice" && subject.identity.startsWith("fault#");
    return outcome.kind === "busy" && !mayForget ? [BACKOFF.first] : [];
  });
  return waits.length === 0 ? undefined : Math.max(...waits);
}

async function comeAgain(
  { id, receiptHandle, receiveCount }: Incoming,
  atLeast: number,
  { buffer, log }: SettleDeps,
): Promise<Settlement> {
  if (receiptHandle === undefined) return "again";
  const backoff = BACKOFF.first * 2 ** Math.min(Math.max(receiveCount - 1, 0), 16);
  const seconds = Math.ceil(Math.max(Math.min(backoff, BACKOFF.most), atLeast));
  try {
    await buffer.postpone(receiptHandle, Math.min(seconds, MAX_VISIBILITY));
  } catch (error) {
    log.warn("A message cannot be postponed: it comes again when the queue says", {
      messageId: id,
      error,
    });
  }
  return "again";
}

/** Seconds SQS takes for a visibility timeout. */
const MAX_VISIBILITY = 43_200;

function payloadOf({ body }: Incoming): unknown {
  if (typeof body !== "string") return body;
  try {
    return JSON.parse(body);
  } catch {
    // Then the text itself is what was received.
    return body;
  }
}
