import type { Alert } from "../../core/alert/alert.ts";
import { DeliveryError } from "../../core/alert/delivery-error.ts";
import type { RemovedObject } from "../../core/alert/removed-object.ts";
import type { Subject } from "../../core/alert/subject.ts";
import { folded, type ThreadState } from "../../core/alert/thread.ts";
import { repeatMessage, sightingOfSubject } from "../../core/slack/subject.ts";
import type { Thread } from "../../ports.ts";
import type { Circumstances, Outcome } from "./delivery.ts";
import { type DeliveryRun, sendSlack, type Work } from "./run.ts";

/** Takes each work's outcome as soon as it is known. */
export type Settle = (work: Work, outcome: Outcome) => Promise<void>;

/** A thread into which works were just counted. */
export interface CountedThread {
  readonly channel: string;
  /** Table key. */
  readonly key: string;
  readonly before: ThreadState;
  readonly after: Thread;
  /** What the thread began with, if it is known. */
  readonly parent: Subject | undefined;
}

/**
 * Replies to a thread's parent, one reply a work, up to `maxReplies` in the thread; beyond, being
 * counted is all. Replies that fail are taken back from the count.
 *
 * @returns The works left over if the parent turned out to be gone; the thread is then closed.
 */
export async function replyAll(
  { channel, key, before, after, parent }: CountedThread,
  works: readonly Work[],
  run: DeliveryRun,
  settle: Settle,
): Promise<readonly Work[]> {
  const { ts, state } = after;
  let known = before;
  let failed = 0;
  for (const [i, work] of works.entries()) {
    const subject = threadSubject(work);
    const number = state.count - works.length + 1 + i;
    try {
      let how: Circumstances = {};
      if (number - 1 <= run.maxReplies) {
        const held = run.line.held();
        if (held !== undefined) {
          failed++;
          await settle(work, held);
          continue;
        }
        const { plain } = await sendSlack(
          subject,
          repeatMessage(subject, parent, number, known),
          run,
          (message) => run.slackApp.post(channel, message, ts),
        );
        if (plain) how = { plain };
      }
      known = folded(known, [sightingOfSubject(subject, known.lastSeen)]);
      await settle(work, { kind: "folded", ...how });
    } catch (error) {
      if (error instanceof DeliveryError && error.fault === "gone") {
        return closeThread(key, ts, works.slice(i), run);
      }
      failed++;
      await settle(work, run.line.outcomeOf(error));
    }
  }
  if (failed > 0) await run.table.threads((t) => t.fold(key, ts, { count: -failed }));
  return [];
}

/** Forgets a thread whose parent is gone, so that the next round begins a new one. */
export async function closeThread(
  key: string,
  ts: string,
  left: readonly Work[],
  { table }: DeliveryRun,
): Promise<readonly Work[]> {
  await table.threads((threads) => threads.close(key, ts));
  return left;
}

/** The subject of a work that threads. @throws {TypeError} For a notice, which stands alone. */
export function threadSubject({ delivery: { subject } }: Work): Alert | RemovedObject {
  if (subject.kind === "notice") throw new TypeError("Cannot thread a notice: it stands alone");
  return subject;
}
