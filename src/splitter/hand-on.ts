import { UnreadableError } from "../core/log/unreadable.ts";
import { toContinuation } from "../core/notification/continuation.ts";
import { isOverdue, PATIENCE_HOURS, pauseSeconds } from "../core/notification/patience.ts";
import type { Clock, Continuations } from "../ports.ts";
import type { LogFile, Obstacle } from "./log-file.ts";

/**
 * Invocations that may read one file, one after the other. CloudTrail's largest files need a
 * handful, and some hundreds where the bus takes fewest events and the function has least time and
 * CPU; what needs more is no log file but a bomb.
 */
export const MAX_HOPS = 1_000;

/**
 * Has another invocation read on a file that time was up for.
 *
 * Nothing is handed on by an invocation that came no further than the one before: it fails, and
 * what invoked it gives up after a few tries. So a chain always ends, without Lambda's help. One
 * that had other files to read as well fails nothing.
 */
export async function handOn(file: LogFile, continuations: Continuations): Promise<void> {
  const { resumption, from } = file;
  const hops = from.hops + 1;
  if (file.begun && !file.yielded && from.hops > 0 && !file.cameOn) {
    file.failure = `time is up before record ${from.next} is on the bus: splitter.timeoutSeconds or splitter.memoryMiB is too small for this file`;
    return;
  }
  if (hops >= MAX_HOPS) {
    file.unreadable = new UnreadableError(
      `Cannot read log file as ${MAX_HOPS} invocations must suffice for it: they read ${resumption.next} records`,
    );
    return;
  }
  try {
    const waiting = file.cameOn ? undefined : from.waiting;
    const at = { ...resumption, hops, ...(waiting && { waiting }) };
    await continuations.send(toContinuation(file.object, at), 0);
    file.handedOn = true;
  } catch (error) {
    file.failure = `time is up, and no continuation could be sent: ${error}`;
  }
}

/**
 * Has another invocation try a file again after a pause: pauses grow, and after some hours the
 * file is overdue. No invocation waits itself.
 *
 * @param obstacle What is to be gone by then.
 */
export async function postpone(
  file: LogFile,
  obstacle: Obstacle,
  continuations: Continuations,
  clock: Clock,
): Promise<void> {
  const now = clock.now();
  const { pauses, since } = file.from.waiting ?? { pauses: 0, since: now };
  if (isOverdue(since, now)) {
    file.overdue = new OverdueError(
      `Cannot split log file as ${PATIENCE_HOURS} hours of tries must suffice: ${obstacle.message}`,
    );
    return;
  }
  const before = file.cameOn ? Math.max(0, pauses - 1) : pauses;
  const pause = pauseSeconds(before, file.address);
  const waiting = { pauses: before + 1, since };
  try {
    await continuations.send(toContinuation(file.object, { ...file.resumption, waiting }), pause);
    file.handedOn = true;
    file.waits = { seconds: Math.round((now - since) / 1_000), pauseSeconds: pause };
  } catch (error) {
    file.failure = `${obstacle.message}; and no continuation could be sent: ${error}`;
  }
}

/** A log file that was tried for hours. */
class OverdueError extends Error {
  override readonly name = "OverdueError";
}
