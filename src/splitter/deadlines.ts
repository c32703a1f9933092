/** When an invocation must be how far, in milliseconds since the epoch. */
export interface Deadlines {
  /** Until when log files are read. */
  readonly read: number;
  /** Until when entries are sent; what is left of the time is for telling what could not be done. */
  readonly send: number;
}

/**
 * Shares out an invocation's time.
 *
 * @param now Milliseconds since the epoch.
 * @param left Milliseconds the invocation has left.
 */
export function deadlinesOf(now: number, left: number): Deadlines {
  return { read: now + READ_SHARE * left, send: now + SEND_SHARE * left };
}

/**
 * Until when a file is read whose first record was come to just now: when there is little time for
 * reading left, for half of all that is left, so that every invocation brings a file on.
 */
export function readingEnd({ read, send }: Deadlines, now: number): number {
  return Math.max(read, (now + send) / 2);
}

/**
 * Shares out the time for reading among the files that are left, so that a slow one delays no
 * other for long: what is left of it then another invocation reads, alone.
 *
 * @param left Files to read, this one included.
 */
export function turnOf(deadlines: Deadlines, now: number, left: number): Deadlines {
  if (left === 1) return deadlines;
  const share = Math.max(LEAST_TURN, (deadlines.read - now) / left);
  const end = Math.min(deadlines.read, now + share);
  return { read: end, send: end };
}

/** Milliseconds; most files need a tenth of it. */
const LEAST_TURN = 10_000;

/** Share of the time for reading; then what was read is sent on its way. */
const READ_SHARE = 0.75;

/** Share of the time for reading and sending; the rest is for telling what could not be done. */
const SEND_SHARE = 0.9;
