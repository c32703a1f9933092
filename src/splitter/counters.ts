import type { LogFile } from "./log-file.ts";

/** What became of an invocation's files and records; the sum that holds is in `src/contract.ts`. */
export interface SplitCounters {
  /**
   * Records whose fate is settled. Those that are read again, as something of their file failed or
   * another invocation goes on before them, are counted by the attempt that settles them.
   */
  records: number;
  /** Records the bus accepted. */
  published: number;
  /** Records the bus accepted that are sent again, as their file failed: none of `published`. */
  resent: number;
  /** Records that are not wanted on the bus: the own role's, and what `publish` leaves out. */
  filtered: number;
  /** Elements of `Records` that are no record. */
  rejected: number;
  /** Records that say they are of another account than their file: none of them is left out for that. */
  misplaced: number;
  /** Log files that are not what they were when they were read before, or when S3 told of them. */
  overwritten: number;
  /** Records the bus did not accept after all tries; they are tried again with their file. */
  failed: number;
  /** Log files begun. */
  files: number;
  /** Log files whose reading went on where another invocation stopped: none of `files`. */
  resumed: number;
  /** Log files that another invocation reads on at once, as time was up. */
  handedOn: number;
  /** Log files that are tried again after a pause: the bus throttles, say, or access is denied. */
  waiting: number;
  /** Log files that were tried for hours: dead letters. */
  overdue: number;
  /** Log files that cannot be read to their end and never will. */
  unreadable: number;
  /** Objects that are no log files or are not new, and messages that tell of none by what they are. */
  skipped: number;
  /** Notifications that are not understood. */
  malformed: number;
}

/** Counters of an invocation that has done nothing yet. */
export function newSplitCounters(): SplitCounters {
  return {
    records: 0,
    published: 0,
    filtered: 0,
    rejected: 0,
    resent: 0,
    misplaced: 0,
    overwritten: 0,
    failed: 0,
    files: 0,
    resumed: 0,
    handedOn: 0,
    waiting: 0,
    overdue: 0,
    unreadable: 0,
    skipped: 0,
    malformed: 0,
  };
}

/** Counts what became of a file, by its outcome alone. */
export function countFile(file: LogFile, counters: SplitCounters): void {
  const { opened, from, failure, unreadable, overdue, handedOn, waits, ledger } = file;
  const isBegun = opened || unreadable !== undefined;
  if (isBegun) counters[from.next === 0 && from.etag === undefined ? "files" : "resumed"]++;
  counters.failed += file.refused;
  if (file.overwritten !== undefined) counters.overwritten++;
  const { published, filtered, rejected } = ledger.settled;
  if (failure !== undefined) {
    // All of it is read again.
    counters.resent += published;
    return;
  }
  counters.records += published + filtered + rejected;
  counters.published += published;
  counters.filtered += filtered;
  counters.rejected += rejected;
  counters.misplaced += file.misplaced;
  if (waits) counters.waiting++;
  else if (handedOn) counters.handedOn++;
  else if (overdue !== undefined) counters.overdue++;
  else if (unreadable !== undefined) counters.unreadable++;
}
