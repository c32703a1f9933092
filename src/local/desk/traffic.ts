/** What became of a call. */
export type CallFate = "answered" | "limited" | "faulted";

/** Calls of one kind, counted. */
export interface CallCounts {
  /** A method's name, or `webhook`. */
  readonly call: string;
  readonly calls: number;
  /** Refused because they were too many. */
  readonly limited: number;
  /** The same within the last minute. */
  readonly limitedLately: number;
  /** Met by a fault that was ordered. */
  readonly faulted: number;
}

/** Counts what becomes of calls. */
export interface Traffic {
  note(call: string, outcome: CallFate): void;
  counts(): readonly CallCounts[];
}

/**
 * Makes an empty count.
 *
 * @param now Milliseconds since the epoch.
 * @param onNote Called when what it counts has changed.
 */
export function createTraffic(now: () => number, onNote: () => void): Traffic {
  const byCall = new Map<string, { counts: Record<CallFate, number>; limitedAt: number[] }>();
  return {
    note(call, outcome) {
      const kept = byCall.get(call) ?? {
        counts: { answered: 0, limited: 0, faulted: 0 },
        limitedAt: [],
      };
      byCall.set(call, kept);
      kept.counts[outcome]++;
      if (outcome === "limited") kept.limitedAt = [...recent(kept.limitedAt, now()), now()];
      onNote();
    },
    counts: () =>
      [...byCall].map(([call, { counts, limitedAt }]) => ({
        call,
        calls: counts.answered + counts.limited + counts.faulted,
        limited: counts.limited,
        limitedLately: recent(limitedAt, now()).length,
        faulted: counts.faulted,
      })),
  };
}

function recent(times: readonly number[], now: number): number[] {
  return times.filter((time) => time > now - 60_000);
}
