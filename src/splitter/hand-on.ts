import { UnreadableError } from "../core/log/unreadable.ts";
import { toContinuation } from "../core/notification/continuation.ts";
import type { Continuations } from "../ports.ts";
import type { LogFile } from "./log-file.ts";

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
 * what invoked it gives up after a few tries. So a chain always ends, without Lambda's help. The
 * first one may have had other files to read: it fails nothing.
 */
export async function handOn(file: LogFile, continuations: Continuations): Promise<void> {
  const { resumption, from } = file;
  if (file.begun && from.hops > 0 && resumption.next === from.next) {
    file.failure = `time is up before record ${from.next} is on the bus: splitter.timeoutSeconds or splitter.memoryMiB is too small for this file`;
    return;
  }
  if (resumption.hops >= MAX_HOPS) {
    file.unreadable = new UnreadableError(
      `Cannot read log file as ${MAX_HOPS} invocations must suffice for it: they read ${resumption.next} records`,
    );
    return;
  }
  try {
    await continuations.send(toContinuation(file.object, resumption));
    file.handedOn = true;
  } catch (error) {
    file.failure = `time is up, and no continuation could be sent: ${error}`;
  }
}
