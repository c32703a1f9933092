/** What a turn did. */
export interface DrawCounters {
  /** Turns that were taken. */
  turns: number;
  /** Events that are shown by now and were not before. */
  drawn: number;
  /** Events of what is muted: counted in a message that notifies nobody, or shown nowhere. */
  muted: number;
  /** Messages that stand by themselves: parents, storms, summaries. */
  messages: number;
  edits: number;
  replies: number;
  /** Replies with request and response. */
  details: number;
  /** Storms that were opened. */
  storms: number;
  /** Calls the destination refused as too many. */
  limited: number;
  /** Calls that may have had an effect although they failed. */
  unknown: number;
  /** Events that cannot be shown, as the destination refuses them. */
  failed: number;
  deadLetters: number;
}

/** Nothing done yet. */
export function noDrawing(): DrawCounters {
  return {
    turns: 0,
    drawn: 0,
    muted: 0,
    messages: 0,
    edits: 0,
    replies: 0,
    details: 0,
    storms: 0,
    limited: 0,
    unknown: 0,
    failed: 0,
    deadLetters: 0,
  };
}
