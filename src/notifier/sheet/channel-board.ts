import { DeliveryError } from "../../core/alert/delivery-error.ts";
import type { Mute } from "../../core/mute/mute.ts";
import { URGENT_EDITS } from "../../core/thread/call-rate.ts";
import { consequenceOf } from "../../core/thread/failure.ts";
import { isUrgentRank } from "../../core/thread/mark.ts";
import {
  type CallMethod,
  opensAt,
  type Pace,
  pacedAfterPost,
  pacedAfterSuccess,
  pacedAfterTrouble,
} from "../../core/thread/pace.ts";
import type { Storm } from "../../core/thread/storm.ts";
import type { Pen } from "../pen/pen.ts";
import type { DrawCounters } from "./draw-counters.ts";
import type { DrawDeps } from "./draw-deps.ts";

/** A channel in the hands of who draws it. */
export interface ChannelBoard {
  readonly channel: string;
  readonly pen: Pen;
  readonly deps: DrawDeps;
  readonly counters: DrawCounters;
  /** Storms whose end is not drawn, by id; kept up to date by who changes one. */
  readonly storms: Map<string, Storm>;
  /** What is muted, as it was when the turn began. */
  readonly mutes: readonly Mute[];
  pace: Pace;
  /** No call is begun after this, milliseconds since the epoch. */
  readonly until: number;
}

/** What became of a call. */
export type CallResult<T> =
  | { readonly did: "done"; readonly value: T }
  /** Not made, or failed for now: the channel's pace says when the next may be made. */
  | { readonly did: "wait"; readonly isUnsure: boolean }
  | { readonly did: "give-up"; readonly reason: string }
  /** The message it was about is gone; `isThere` if it only cannot be changed. */
  | { readonly did: "replace"; readonly isThere: boolean };

/**
 * Makes one call to the destination, if its pace allows it, and learns from what comes of it.
 *
 * @param rank Of what is drawn: some edits are kept for the more severe.
 */
export async function callDestination<T>(
  board: ChannelBoard,
  method: CallMethod,
  rank: number,
  use: () => Promise<T>,
): Promise<CallResult<T>> {
  const { clock, edits } = board.deps;
  const held: CallResult<T> = { did: "wait", isUnsure: false };
  if (clock.now() > board.until || opensAt(board.pace, method) > clock.now()) return held;
  if (!(await answers(board)) || clock.now() > board.until) return held;
  try {
    if (method === "edit") {
      const permit = await edits.take(isUrgentRank(rank) ? 0 : URGENT_EDITS);
      if (!permit.isGranted) {
        board.pace = { ...board.pace, pauses: { ...board.pace.pauses, edit: permit.at } };
        return held;
      }
    }
    const value = await use();
    board.pace = pacedAfterSuccess(board.pace);
    return { did: "done", value };
  } catch (error) {
    if (!(error instanceof DeliveryError)) throw error;
    return await failed(board, method, error);
  } finally {
    if (method === "post") {
      board.pace = pacedAfterPost(board.pace, clock.now(), board.pen.traits.spacing);
    }
  }
}

/** Whether the destination answers again, if it did not: asked with a call that nobody sees twice. */
async function answers(board: ChannelBoard): Promise<boolean> {
  const { channel, pen, deps } = board;
  if (board.pace.trouble?.kind !== "unsure" || pen.probe === undefined) return true;
  try {
    await pen.probe();
    return true;
  } catch (error) {
    if (!(error instanceof DeliveryError)) throw error;
    board.pace = pacedAfterTrouble(board.pace, "unsure", deps.clock.now());
    deps.log.warn("A destination does not answer yet", { channel, error });
    return false;
  }
}

async function failed(
  board: ChannelBoard,
  method: CallMethod,
  error: DeliveryError,
): Promise<Exclude<CallResult<never>, { did: "done" }>> {
  const { channel, counters, deps } = board;
  const now = deps.clock.now();
  const consequence = consequenceOf(error, method, board.pace, now);
  board.pace = consequence.pace;
  const isLimit = error.retryAfterSeconds !== undefined;
  if (isLimit) counters.limited++;
  if (error.isUnsure) counters.unknown++;
  deps.log.warn("A destination did not take a message", { channel, method, error });
  if (isLimit && method === "edit") await deps.edits.pause(opensAt(board.pace, "edit"));
  switch (consequence.do) {
    case "wait":
      return { did: "wait", isUnsure: error.isUnsure };
    case "give-up":
      return { did: "give-up", reason: consequence.reason };
    case "replace":
      return { did: "replace", isThere: STILL_THERE.includes(error.code) };
  }
}

/** Words for a message that stands but cannot be changed any more. */
const STILL_THERE = ["cant_update_message", "edit_window_closed"];
