import type { Mark } from "../../core/thread/mark.ts";
import type { ChannelBoard } from "../sheet/channel-board.ts";
import { drawSheet } from "../sheet/draw-sheet.ts";
import { nextMark } from "../sheet/next-mark.ts";
import { stormSheet } from "../sheet/storm-sheet.ts";
import { giveUp } from "./give-up.ts";

/** Brings a storm's message up to date, and after its last window draws its end. */
export async function drawStorm(
  mark: Mark,
  board: ChannelBoard,
  isUrgent: () => Promise<boolean>,
): Promise<void> {
  const { channel, deps, storms } = board;
  const { drawings, clock, settings } = deps;
  const { window: id } = mark;
  const storm = storms.get(id) ?? (await drawings.storm(channel, id));
  if (storm === undefined || storm.drawn.as === "failed") return drawings.clearMark(channel, mark);
  const sheet = stormSheet(storm, await drawings.stormTallies(id), board);
  const end = await drawSheet(sheet, storm.drawn, board, isUrgent);
  if (end.end === "refused") {
    return giveUp({ window: id, count: sheet.count, ...end }, mark, board);
  }
  const { drawn, at } = end;
  if (at === undefined && sheet.isClosed) {
    await drawings.endStorm(channel, { ...storm, ...storms.get(id), drawn });
    storms.delete(id);
    return drawings.clearMark(channel, mark);
  }
  const next = nextMark(
    end,
    { closesAt: storm.endsAt, isStorm: true },
    clock.now(),
    settings.times,
  );
  await drawings.renewMark(channel, mark, next);
}
