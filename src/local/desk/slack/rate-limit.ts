/** How fast a channel takes messages. */
export interface RateLimit {
  /** Messages a channel takes a second in the long run. Slack's is about 1. */
  readonly perSecond: number;
  /** Messages a channel takes at once after a pause. @default 1 */
  readonly burst?: number;
}

/**
 * Makes one token bucket per key.
 *
 * @param now Milliseconds since the epoch.
 * @returns A function that takes a token for the key: 0 if there was one, else the whole seconds to
 * wait for it, at least 1, as `Retry-After` says them.
 * @see {@link https://docs.slack.dev/apis/web-api/rate-limits}
 */
export function createRateLimiter(
  { perSecond, burst = 1 }: RateLimit,
  now: () => number,
): (key: string) => number {
  const buckets = new Map<string, { tokens: number; at: number }>();
  return (key) => {
    const at = now();
    const bucket = buckets.get(key) ?? { tokens: burst, at };
    const tokens = Math.min(burst, bucket.tokens + ((at - bucket.at) / 1000) * perSecond);
    const taken = tokens >= 1;
    buckets.set(key, { tokens: taken ? tokens - 1 : tokens, at });
    return taken ? 0 : Math.max(1, Math.ceil((1 - tokens) / perSecond));
  };
}

/**
 * Makes one window of a minute per key: so many calls are taken in any minute.
 *
 * @param now Milliseconds since the epoch.
 * @returns As {@linkcode createRateLimiter}'s.
 */
export function createMinuteLimiter(perMinute: number, now: () => number): (key: string) => number {
  const taken = new Map<string, number[]>();
  return (key) => {
    const at = now();
    const lately = (taken.get(key) ?? []).filter((time) => time > at - MINUTE);
    const [first = at] = lately;
    const isTaken = lately.length < perMinute;
    taken.set(key, isTaken ? [...lately, at] : lately);
    return isTaken ? 0 : Math.max(1, Math.ceil((first + MINUTE - at) / 1000));
  };
}

const MINUTE = 60_000;
