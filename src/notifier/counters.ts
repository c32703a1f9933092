/**
 * What one invocation counts. Three sums hold, whatever happens:
 * `events = unmatched + ignored + repeated + alerted` and `deliveries = posted + folded + failed`.
 */
export interface NotifyCounters {
  /** Bus events that carry a record. */
  events: number;
  unmatched: number;
  ignored: number;
  /** Matched, and every destination has it already or is being served by another. */
  repeated: number;
  /** Matched, and this invocation tried to deliver it somewhere. */
  alerted: number;
  /** Attempts to deliver something to one destination: alerts, notices, removed files. */
  deliveries: number;
  /** Became a message of its own. */
  posted: number;
  /** Became part of a thread: a reply, or beyond `maxReplies` a count. */
  folded: number;
  /** Not delivered: comes again, or went to the dead letters. */
  failed: number;
  /** Delivered without thread and without protection against repeats, as the table was down. */
  unthreaded: number;
  /** Judgements a rule could not make. */
  faults: number;
  /** Operator notices posted, rule faults and refusing destinations among them. */
  notices: number;
  /** Alerts of removed log and digest files that were delivered. */
  removedObjects: number;
  /** Removals that do not alert: lifecycle, outside the prefix, switched off. */
  skipped: number;
  /** Messages that are no bus event. */
  malformed: number;
  /** Messages that had to be posted as plain text. */
  plain: number;
  /** Parents whose count could not be brought up to date. */
  redrawFailed: number;
  /** Access-denied metrics that could not be sent. */
  metricsFailed: number;
  /** Pieces of work given up. */
  deadLetters: number;
}

/** All zero. */
export function newNotifyCounters(): NotifyCounters {
  return {
    events: 0,
    unmatched: 0,
    ignored: 0,
    repeated: 0,
    alerted: 0,
    deliveries: 0,
    posted: 0,
    folded: 0,
    failed: 0,
    unthreaded: 0,
    faults: 0,
    notices: 0,
    removedObjects: 0,
    skipped: 0,
    malformed: 0,
    plain: 0,
    redrawFailed: 0,
    metricsFailed: 0,
    deadLetters: 0,
  };
}
