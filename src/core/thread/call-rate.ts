/** So many calls a minute, and so many of them at once. */
export interface CallRate {
  readonly perMinute: number;
  readonly burst: number;
}

/**
 * Edits of one Slack workspace over all channels: with the burst, at most 50 in any minute.
 *
 * @see https://docs.slack.dev/apis/web-api/rate-limits/ (chat.update is of tier 3)
 */
export const WORKSPACE_EDITS: CallRate = { perMinute: 40, burst: 10 };

/** Edits of {@linkcode WORKSPACE_EDITS} at once that only critical and high threads may use. */
export const URGENT_EDITS = 3;

/** What an allowance answers: its new state, or when to ask again. Milliseconds since the epoch. */
export type Permit =
  | { readonly isGranted: true; readonly tat: number }
  | { readonly isGranted: false; readonly at: number };

/**
 * Takes one call from an allowance (generic cell rate algorithm: one number is all its state).
 *
 * @param tat When the allowance would be whole again, from the last permit; 0 at first.
 * @param kept Calls of the burst that this one must leave.
 */
export function permitOf(
  { perMinute, burst }: CallRate,
  tat: number,
  now: number,
  kept = 0,
): Permit {
  const interval = 60_000 / perMinute;
  const from = Math.max(tat, now);
  const most = (burst - 1 - kept) * interval;
  if (from - now <= most) return { isGranted: true, tat: from + interval };
  return { isGranted: false, at: Math.ceil(from - most) };
}
