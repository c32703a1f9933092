import type { Mark } from "../../core/thread/mark.ts";
import { type ChannelBoard, callDestination } from "../sheet/channel-board.ts";

/** Puts request and response under a window's message; once, whatever becomes of it. */
export async function drawDetails(mark: Mark, board: ChannelBoard): Promise<void> {
  const { channel, pen, counters, deps } = board;
  const { drawings } = deps;
  const [head, drawn] = await Promise.all([
    drawings.head(mark.window),
    drawings.drawn(mark.window),
  ]);
  const under = drawn?.ts;
  if (head !== undefined && under !== undefined && drawn?.as === "alone") {
    const result = await callDestination(board, "post", mark.rank, () =>
      pen.post({ kind: "details", head }, { of: mark.window, under }),
    );
    if (result.did === "done") counters.details++;
    // Limited: it comes when the channel is idle again.
    else if (result.did === "wait" && !result.isUnsure) return;
  }
  await drawings.renewMark(channel, mark, {
    due: mark.due,
    isWaiting: mark.since !== undefined,
    wantsDetails: false,
  });
}
