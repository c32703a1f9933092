import type { DeadLetters, Log, MessageQueues } from "../ports.ts";
import type { Assessment, Incoming } from "./assess.ts";
import type { SentOutcome } from "./go-alone.ts";
import type { Delivery } from "./record/delivery.ts";

/** Least and most seconds until a message that failed comes again. */
const BACKOFF = { first: 2, most: 300 } as const;

/** How the work on a message ended: all is said, it must come again, or it is a dead letter. */
export type Settlement = "done" | "again" | "given-up";

/** What settling a message needs. */
export interface SettleDeps {
  readonly deadLetters: DeadLetters;
  readonly queues: MessageQueues;
  readonly log: Log;
}

/**
 * Ends the work on one message: done, back to the queue, or to the dead letters.
 *
 * While one of its deliveries is not recorded, or nobody was told to draw it, the whole message
 * comes again; what is recorded is then known. Only what is no event is given up.
 *
 * @returns How it ended.
 */
export async function settleMessage(
  { incoming, kind, reason, unanswered, deliveries }: Assessment,
  outcomes: readonly (readonly [Delivery, SentOutcome])[],
  deps: SettleDeps,
): Promise<Settlement> {
  if (outcomes.some(([delivery, outcome]) => mustComeAgain(delivery, outcome))) {
    return comeAgain(incoming, deps);
  }
  // Without a delivery there is nothing that could have gone alone.
  if (unanswered && deliveries.length === 0) return comeAgain(incoming, deps);
  if (kind !== "malformed") return "done";
  const error = {
    errorType: "MalformedEvent",
    errorMessage: reason ?? "Cannot read bus event",
  };
  try {
    await deps.deadLetters.send({ requestPayload: incoming.body, responsePayload: error });
    deps.log.error("A message is given up", { messageId: incoming.id, ...error });
    return "given-up";
  } catch (cause) {
    deps.log.error("A dead letter cannot be sent", { messageId: incoming.id, error: cause });
    return comeAgain(incoming, deps);
  }
}

function mustComeAgain({ subject }: Delivery, outcome: SentOutcome): boolean {
  // A rule's next fault asks again: its event must not come again for it.
  if (subject.kind === "notice" && subject.identity.startsWith("fault#")) return false;
  return outcome.kind === "later" || ("unasked" in outcome && outcome.unasked === true);
}

/** Has a message come again, later each time; a bare event is thrown by who answers for it. */
export async function comeAgain(
  { id, receipt, receiveCount }: Incoming,
  { queues, log }: Pick<SettleDeps, "queues" | "log">,
): Promise<"again"> {
  if (receipt === undefined) return "again";
  const backoff = BACKOFF.first * 2 ** Math.min(Math.max(receiveCount - 1, 0), 16);
  try {
    await queues.postpone(receipt, Math.min(backoff, BACKOFF.most));
  } catch (error) {
    log.warn("A message cannot be postponed: it comes again when the queue says", {
      messageId: id,
      error,
    });
  }
  return "again";
}
