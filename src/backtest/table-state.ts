import type { Drawn } from "../core/thread/drawn.ts";
import type { Mark } from "../core/thread/mark.ts";
import type { Member } from "../core/thread/member.ts";
import { FREE_PACE, type Pace } from "../core/thread/pace.ts";
import type { Storm } from "../core/thread/storm.ts";
import type { WindowHead } from "../core/thread/window.ts";
import type { OpenWindow } from "../ports.ts";
import { Claims } from "./claims.ts";

/** A window while it can still change. */
export interface WindowState {
  readonly number: number;
  head: WindowHead;
  readonly members: Map<string, Member>;
  /** The members as they are given out; undefined once there is another. */
  listed: readonly Member[] | undefined;
  readonly published: Set<string>;
  drawn: Drawn | undefined;
}

/** What the table holds of one channel. */
export interface ChannelState {
  readonly claims: Claims;
  /** The window that takes a thread's events now, by thread key. */
  readonly current: Map<string, OpenWindow>;
  readonly marks: Map<string, Mark>;
  readonly storms: Map<string, Storm>;
  readonly ended: Map<string, Storm>;
  pace: Pace;
}

/** A channel that nothing was recorded for. */
export function newChannel(): ChannelState {
  return {
    claims: new Claims(),
    current: new Map(),
    marks: new Map(),
    storms: new Map(),
    ended: new Map(),
    pace: FREE_PACE,
  };
}

/** The members of a window that is not over: who gets the same list again knows that nobody was added. */
export function membersOf(window: WindowState | undefined): readonly Member[] {
  if (window === undefined) return [];
  window.listed ??= [...window.members.values()];
  return window.listed;
}
