import type { Drawn } from "./drawn.ts";
import { nextStep, type StepGrowth } from "./reply-step.ts";

/** What a destination can do. */
export interface DrawingTraits {
  /** Whether a message can be changed; where it cannot, summaries follow. */
  readonly canEdit: boolean;
  /** Whether messages can stand under another. */
  readonly canReply: boolean;
  readonly growth: StepGrowth;
  /** Whether it is told of each window's begin and end, and of nothing else. */
  readonly endsOnly: boolean;
}

/** How often a thread speaks. Milliseconds. */
export interface ThreadTimes {
  /** Between two edits of a message, and between two replies. */
  readonly groupInterval: number;
  /** Between two replies of a thread that goes on, whatever its count. */
  readonly repeatInterval: number;
  /** Replies that only tell of a count. */
  readonly maxReplies: number;
}

/** A window or a storm that is posted, and what it came to since. */
export interface Situation {
  readonly drawn: Drawn;
  /** Events by now. */
  readonly count: number;
  /** Whether its message would read otherwise by now. */
  readonly isStale: boolean;
  /** Whether it has what no message that notifies has named. */
  readonly hasNews: boolean;
  /** Whether no more comes. */
  readonly isClosed: boolean;
  /** Whether there are so many of its kind that only what is news is worth a reply. */
  readonly isStorm: boolean;
  /** Whether it is muted: brought up to date, with nothing that notifies. @default false */
  readonly isQuiet?: boolean;
  readonly now: number;
}

/** What is to be called now, in this order, and when to look again. */
export interface CallsDue {
  readonly calls: readonly ("edit" | "reply" | "final")[];
  /** Milliseconds since the epoch; absent where nothing waits but the end. */
  readonly at?: number;
}

/** What a posted message needs now. */
export function callsDue(
  situation: Situation,
  traits: DrawingTraits,
  times: ThreadTimes,
): CallsDue {
  const { drawn, now, isClosed, isStale } = situation;
  const calls: CallsDue["calls"][number][] = [];
  const later: number[] = [];
  if (traits.canEdit && isStale) {
    const at =
      (drawn.editedAt ?? drawn.postedAt ?? 0) +
      editInterval({ count: drawn.count, isStorm: situation.isStorm }, times);
    if (isClosed || at <= now) calls.push("edit");
    else later.push(at);
  }
  const at = replyAt(situation, traits, times);
  if (at !== undefined && (isClosed || at <= now)) calls.push(isClosed ? "final" : "reply");
  else if (at !== undefined) later.push(at);
  return { calls, ...(later.length > 0 && { at: Math.min(...later) }) };
}

/**
 * Milliseconds between two drawings of a thread: reading a large one costs more. A storm is read
 * from what its windows came to, which are few.
 */
export function editInterval(
  { count, isStorm }: Pick<Situation, "count" | "isStorm">,
  { groupInterval }: ThreadTimes,
): number {
  if (isStorm) return groupInterval;
  return Math.max(groupInterval, Math.min(LONGEST_EDIT_INTERVAL, count * 5));
}

/** When the next message that notifies is due; undefined if none is. */
function replyAt(
  { drawn, count, hasNews, isClosed, isStorm, isQuiet }: Situation,
  { canEdit, growth, endsOnly }: DrawingTraits,
  { groupInterval, repeatInterval, maxReplies }: ThreadTimes,
): number | undefined {
  const { told, replies } = drawn;
  const last = drawn.repliedAt ?? drawn.postedAt ?? 0;
  if (endsOnly) return isClosed && (!drawn.isEnded || count > told) ? last : undefined;
  if (isQuiet) return undefined;
  if (hasNews) return last + newsInterval(replies);
  if (count <= told) return undefined;
  // What cannot be edited says at its end what it came to, and no message is spared on the way.
  if (isClosed && !canEdit) return last;
  if (isStorm && canEdit) return undefined;
  if (replies >= maxReplies) return undefined;
  if (count >= nextStep(told, growth)) return last + groupInterval;
  return canEdit && !isClosed ? last + repeatInterval : undefined;
}

/** Milliseconds between two replies with news: one carries the more the longer news goes on. */
function newsInterval(replies: number): number {
  return Math.min(LONGEST_NEWS_INTERVAL, 5_000 * 2 ** replies);
}

const LONGEST_EDIT_INTERVAL = 30_000;
const LONGEST_NEWS_INTERVAL = 60_000;
