import type { Seen } from "./news.ts";

/** What a destination shows of a window or a storm; written after the call that showed it. */
export interface Drawn {
  /**
   * `storm`: counted in a storm's message. `inhibited`: under a critical thread of the same actor.
   * `failed`: the destination refuses it for good.
   */
  readonly as: "alone" | "storm" | "inhibited" | "failed";
  /** Storm that counts it. */
  readonly storm?: string;
  /** Being posted: what became of it is not known until `ts` is there. */
  readonly attempt?: Attempt;
  /** The destination's id of the message; empty where it gives none. */
  readonly ts?: string;
  /** Message its replies go under, where that is not its own. */
  readonly parent?: string;
  /** Milliseconds since the epoch, as all times here. */
  readonly postedAt?: number;
  /** Events the message shows as it stands. */
  readonly count: number;
  /** Tells its text from another. */
  readonly hash?: string;
  readonly editedAt?: number;
  /** Events that messages which notify have told of. */
  readonly told: number;
  /** Messages after the first that notified. */
  readonly replies: number;
  readonly repliedAt?: number;
  /** What was named in a message that notified. */
  readonly seen?: Seen;
  /** Whether its message cannot be changed any more. */
  readonly isFixed?: boolean;
  /** Whether its end was told. */
  readonly isEnded?: boolean;
  /** What its messages are about, where the event that opened its window is recorded elsewhere. */
  readonly standIn?: StandIn;
  /** Why it failed. */
  readonly reason?: string;
}

/** An event that stands in for the one that opened a window. */
export interface StandIn {
  /** JSON of its `Subject`. */
  readonly subject: string;
  /** JSON of its `SnsMessage`, for SNS destinations. */
  readonly sns?: string;
}

/** A message that was sent and not confirmed. */
export interface Attempt {
  readonly id: string;
  /** When it was tried first. */
  readonly at: number;
  /** Events it told of then. */
  readonly told: number;
  readonly seen: Seen;
  readonly hash: string;
}

/** Of which nothing is shown yet. */
export function undrawn(as: Drawn["as"]): Drawn {
  return { as, count: 0, told: 0, replies: 0 };
}
