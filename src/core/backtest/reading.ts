/** What became of the records of some log files under one set of rules; each is counted once. */
export interface JudgedCounts {
  /** Records that `publish` keeps off the bus. */
  filtered: number;
  unmatched: number;
  /** Silenced by an ignore rule. */
  ignored: number;
  /** Matched, repeats included. */
  matched: number;
  /** Judgements that a rule could not make. */
  faults: number;
}

/** What reading some log files came to. */
export interface ReadCounts {
  /** Log files that were read, in part or whole. */
  files: number;
  /** Elements that were read; its parts are those that are no record, those out of range, and what was judged. */
  records: number;
  /** Elements that are no record. */
  rejected: number;
  /** Records of a time that was not asked for. */
  outside: number;
}

/** Something that could not be read, and why. */
export interface Unread {
  /** The file. */
  readonly path: string;
  /** What of it: `record 3`, `line 7`; absent where it is the file. */
  readonly where?: string;
  readonly why: string;
}

/** Nothing judged yet. */
export function noJudged(): JudgedCounts {
  return { filtered: 0, unmatched: 0, ignored: 0, matched: 0, faults: 0 };
}

/** Nothing read yet. */
export function noneRead(): ReadCounts {
  return { files: 0, records: 0, rejected: 0, outside: 0 };
}

/** Adds counts of one kind to others of it. */
export function addCounts<Counts extends object>(sum: Counts, more: Counts): void {
  for (const [name, value] of Object.entries(more)) {
    const counts = sum as Record<string, number>;
    counts[name] = (counts[name] ?? 0) + value;
  }
}
