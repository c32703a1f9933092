import { toContinuation } from "../core/notification/continuation.ts";
import type { NotificationFault } from "../core/notification/notification.ts";
import { toS3Notification } from "../core/notification/notification.ts";
import { textStart } from "../core/record/text-start.ts";
import type { DeadLetters } from "../ports.ts";
import type { LogFile } from "./log-file.ts";

/** Characters of an error in a dead letter. */
const MAX_MESSAGE = 2_000;

/**
 * Puts a log file that is tried no more among the dead letters, as what would have it alone read
 * again: from where it stopped, unless its content is at fault.
 */
export function giveUpFile(file: LogFile, letters: DeadLetters): Promise<void> {
  const { object, unreadable, overdue, stopped, resumption } = file;
  const isBegun = resumption.next > 0 || resumption.beyond !== undefined;
  const goesOn = stopped || (overdue !== undefined && isBegun);
  return letters.send({
    requestPayload: goesOn
      ? toContinuation(object, { ...resumption, hops: 0 })
      : toS3Notification(object),
    responsePayload: errorOf(overdue ?? unreadable),
  });
}

/** Puts a notification that nobody understands among the dead letters. */
export function giveUpNotification(
  { error, payload }: NotificationFault,
  letters: DeadLetters,
): Promise<void> {
  return letters.send({ requestPayload: payload, responsePayload: errorOf(error) });
}

function errorOf(error: Error | undefined): { errorType: string; errorMessage: string } {
  const { name = "Error", message = "" } = error ?? {};
  return { errorType: name, errorMessage: textStart(message, MAX_MESSAGE) };
}
