import type { Drawn } from "../../core/thread/drawn.ts";
import { NONE_SEEN, seenWith } from "../../core/thread/news.ts";
import { type CallResult, type ChannelBoard, callDestination } from "./channel-board.ts";
import { persist } from "./persist.ts";
import type { Sheet } from "./sheet.ts";

/**
 * Posts a sheet's message. That it is tried is noted first: after a death, or an answer that never
 * came, the next drawer looks for it before it posts again, where the destination lets it.
 *
 * @param hash Of the message's text.
 */
export async function postSheet(
  sheet: Sheet,
  drawn: Drawn,
  hash: string,
  board: ChannelBoard,
): Promise<CallResult<Drawn>> {
  const { pen, counters, deps } = board;
  const now = deps.clock.now();
  const seen = seenWith(NONE_SEEN, sheet.named());
  const attempt = drawn.attempt ?? { id: deps.random(), at: now, told: sheet.count, seen, hash };
  const place = {
    of: sheet.id,
    attempt: attempt.id,
    ...(sheet.under !== undefined && { under: sheet.under }),
  };
  if (drawn.attempt === undefined) {
    await persist(deps.clock, () => sheet.save({ ...drawn, attempt }));
  }
  const result = await callDestination(board, "post", sheet.rank, async () => {
    const found = drawn.attempt && (await pen.find?.(place, drawn.attempt.at));
    return { ts: found ?? (await pen.post(sheet.picture, place)), isFound: found !== undefined };
  });
  if (result.did !== "done") {
    // What was refused did not happen; an earlier try still may have.
    const isOpen = drawn.attempt !== undefined || (result.did === "wait" && result.isUnsure);
    if (!isOpen) await persist(deps.clock, () => sheet.save(drawn));
    return result;
  }
  const { ts, isFound } = result.value;
  const { attempt: _over, ...before } = drawn;
  const posted: Drawn = {
    ...before,
    ts,
    ...(sheet.under !== undefined && { parent: sheet.under }),
    postedAt: deps.clock.now(),
    // One that was found tells what it told then, and is edited if that is not all.
    ...(isFound
      ? { count: attempt.told, told: attempt.told, seen: attempt.seen, hash: attempt.hash }
      : { count: sheet.count, told: sheet.count, seen, hash }),
  };
  if (!isFound) counters.messages++;
  counters[sheet.countsAs] += posted.count;
  await persist(deps.clock, () => sheet.save(posted));
  return { did: "done", value: posted };
}
