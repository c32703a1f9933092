import { UnreadableError } from "../core/log/unreadable.ts";
import { toContinuation } from "../core/notification/continuation.ts";
import type { Continuations } from "../ports.ts";
import type { LogFile } from "./log-file.ts";

/**
 * Invocations that may read one file, one after the other. CloudTrail's largest files need a
 * handful where the bus takes fewest events; what needs more is no log file but a bomb.
 */
export const MAX_HOPS = 100;

/**
 * Has another invocation read on a file that time was up for.
 *
 * Nothing is handed on by an invocation that came no further than the one before: it fails, and
 * what invoked it gives up after a few tries. So a chain always ends, without Lambda's help.
 */
export async function handOn(file: LogFile, continuations: Continuations): Promise<void> {
  const { resumption, from } = file;
  if (file.begun && resumption.next === from.next) {
    file.failure = `time is up before record ${from.next} is on the bus`;
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
