import type { Clock, Log } from "../ports.ts";
import type { Assessment } from "./assess.ts";
import type { Delivery } from "./record/delivery.ts";
import type { RecordOutcome } from "./record/recorder.ts";
import { isUrgent } from "./record/window-facts.ts";

/** What became of a delivery in the end. */
export type SentOutcome =
  | RecordOutcome
  /** It could not be recorded, and went to its destination without. */
  | { readonly kind: "alone" };

/** Milliseconds a message waits for the table before what is urgent goes out without it. */
const PATIENCE = 60_000;

/** Milliseconds one call to a destination may take. */
const CALL = 10_000;

/** Deliveries one function instance remembers to have sent alone. */
const MAX_REMEMBERED = 10_000;

/** What going alone needs. */
export interface AloneDeps {
  /** Posts a delivery by itself, marked as such; rejects if its destination does not take it. */
  readonly postAlone: (delivery: Delivery) => Promise<void>;
  readonly clock: Clock;
  readonly log: Log;
}

/** Sends what cannot be recorded; see {@linkcode createGoAlone}. */
export type GoAlone = (
  assessments: readonly Assessment[],
  outcomes: ReadonlyMap<Delivery, RecordOutcome>,
  deadline: number,
) => Promise<ReadonlyMap<Delivery, SentOutcome>>;

/**
 * Makes the way out for when the table cannot be reached: what is critical or high is told without
 * it after a minute. It may come again, and is not folded; but somebody knows.
 *
 * Each message is judged by itself: one whose events are recorded is none of its business. The
 * returned function never rejects; its deadline, in milliseconds since the epoch, is when the last
 * call must be over.
 */
export function createGoAlone({ postAlone, clock, log }: AloneDeps): GoAlone {
  const sent = new Set<string>();

  async function send(messageId: string, delivery: Delivery, deadline: number): Promise<boolean> {
    const key = JSON.stringify([messageId, delivery.channel]);
    if (sent.has(key)) return true;
    if (clock.now() + CALL > deadline) return false;
    try {
      await postAlone(delivery);
    } catch (error) {
      log.error("An alert can neither be recorded nor sent alone: it comes again", {
        channel: delivery.channel,
        identity: delivery.identity,
        error,
      });
      return false;
    }
    log.warn("The table cannot be reached: an alert goes out alone", {
      channel: delivery.channel,
      identity: delivery.identity,
    });
    // A message of which one destination is left comes again: the others have it.
    if (sent.size >= MAX_REMEMBERED) sent.clear();
    sent.add(key);
    return true;
  }

  return async (assessments, outcomes, deadline) => {
    const ends = new Map<Delivery, SentOutcome>(outcomes);
    const lines = new Map<string, (() => Promise<void>)[]>();
    for (const { incoming, deliveries } of assessments) {
      const { id, sentAt } = incoming;
      if (sentAt === undefined || clock.now() - sentAt < PATIENCE) continue;
      for (const delivery of deliveries) {
        if (ends.get(delivery)?.kind !== "later" || !isUrgent(delivery)) continue;
        if (delivery.subject.kind === "notice") continue;
        const line = lines.get(delivery.channel) ?? [];
        lines.set(delivery.channel, line);
        line.push(async () => {
          if (await send(id, delivery, deadline)) ends.set(delivery, { kind: "alone" });
        });
      }
    }
    // The destinations beside each other, of each one message after another.
    await Promise.all(
      [...lines.values()].map(async (line) => {
        for (const step of line) await step();
      }),
    );
    return ends;
  };
}
