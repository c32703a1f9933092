import { sha256 } from "../record/sha256.ts";

/**
 * Hours a log file is tried again that a later try may bring through: the bus throttles, access to
 * the bucket or the key is not granted yet. Then it is a dead letter.
 */
export const PATIENCE_HOURS = 6;

/** Since when, and after how many pauses, a log file waits for another try. */
export interface Waiting {
  /** Pauses so far, less one for each try that brought the file on. */
  readonly pauses: number;
  /** Milliseconds since the epoch of the first try that came to nothing. */
  readonly since: number;
}

/** What an SQS message may be delayed by. @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html */
const LONGEST_PAUSE_SECONDS = 900;

/** Doubled from pause to pause. */
const FIRST_PAUSE_SECONDS = 8;

/**
 * Seconds until the next try of one of many that wait for the same: growing, and spread over half
 * of the time, so that not all of them come back at once.
 *
 * @param pauses Pauses before this one.
 * @param name Tells it from the others. The same name has the same pauses.
 */
export function pauseSeconds(pauses: number, name: string): number {
  const most = Math.min(LONGEST_PAUSE_SECONDS, FIRST_PAUSE_SECONDS * 2 ** pauses);
  const share = Number.parseInt(sha256(`${pauses} ${name}`).slice(0, 8), 16) / 2 ** 32;
  return Math.ceil((most * (1 + share)) / 2);
}

/** Whether what waits since then has been tried for as long as it is tried. */
export function isOverdue(since: number, now: number): boolean {
  return now - since >= PATIENCE_HOURS * 3_600_000;
}
