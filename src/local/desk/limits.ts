import { createMinuteLimiter, createRateLimiter, type RateLimit } from "./slack/rate-limit.ts";

/** How much the desk takes. */
export interface DeskLimits {
  /** New messages of each channel, through methods and webhooks alike. @default unlimited */
  readonly posts?: RateLimit;
  /** Calls of single methods in any minute, over the whole workspace. @default unlimited */
  readonly perMinute?: Readonly<Record<string, number>>;
}

/**
 * Slack's own limits, of an app that a customer makes for itself: about one message a second and
 * channel with short bursts, and of each method of tier 3 fifty calls a minute and workspace.
 *
 * @see {@link https://docs.slack.dev/apis/web-api/rate-limits}
 */
export const SLACK_PACE: DeskLimits = {
  posts: { perSecond: 1, burst: 3 },
  perMinute: { "chat.update": 50, "conversations.history": 50, "conversations.replies": 50 },
};

/** Name that a call of an incoming webhook goes by beside the methods' names. */
export const WEBHOOK_CALL = "webhook";

/** Calls that a limit of new messages counts. */
const POSTS = ["chat.postMessage", WEBHOOK_CALL];

/** Decides whether a call is one too many. */
export interface Limiter {
  /**
   * @param channel Id of the channel it is about, where it is about one.
   * @returns Seconds to wait for the next such call; 0 = it may go on.
   */
  take(call: string, channel: string | undefined): number;
  /** The limit of a call, in words; `undefined` if it has none. */
  rule(call: string): string | undefined;
}

/** Makes the limiter of a desk. */
export function createLimiter({ posts, perMinute = {} }: DeskLimits, now: () => number): Limiter {
  const perChannel = posts && createRateLimiter(posts, now);
  const perCall = new Map(
    Object.entries(perMinute).map(([call, calls]) => [call, createMinuteLimiter(calls, now)]),
  );
  return {
    take(call, channel) {
      const wait =
        perChannel !== undefined && channel !== undefined && POSTS.includes(call)
          ? perChannel(channel)
          : 0;
      return wait > 0 ? wait : (perCall.get(call)?.(call) ?? 0);
    },
    rule(call) {
      const minute = perMinute[call];
      if (minute !== undefined) return `${minute} a minute, all channels together`;
      if (posts === undefined || !POSTS.includes(call)) return undefined;
      return `${posts.perSecond} a second and channel, ${posts.burst ?? 1} at once`;
    },
  };
}
