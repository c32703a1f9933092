import type { Mark } from "../../core/thread/mark.ts";
import type { Storm } from "../../core/thread/storm.ts";
import type { ChannelBoard } from "../sheet/channel-board.ts";
import { drawSheet } from "../sheet/draw-sheet.ts";
import { nextMark } from "../sheet/next-mark.ts";
import { persist } from "../sheet/persist.ts";
import { stormSheet } from "../sheet/storm-sheet.ts";
import { giveUp } from "./give-up.ts";

/** Brings a storm's message up to date, and after its last window draws its end. */
export async function drawStorm(
  mark: Mark,
  board: ChannelBoard,
  isUrgent: () => Promise<boolean>,
): Promise<void> {
  const { channel, deps, storms, pen } = board;
  const { drawings, clock, settings } = deps;
  const { window: id } = mark;
  const storm = storms.get(id) ?? (await drawings.storm(channel, id));
  if (storm === undefined || storm.drawn.as === "failed") return drawings.clearMark(channel, mark);
  const sheet = stormSheet(storm, await drawings.stormTallies(id), board);
  if (storm.kind === "mute" && !pen.traits.canStorm)
    return await passOver(mark, storm, sheet.count, board);
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

/** A destination that takes no message for many threads is told nothing of what is muted. */
async function passOver(
  mark: Mark,
  storm: Storm,
  count: number,
  { channel, deps, storms, counters }: ChannelBoard,
): Promise<void> {
  const { drawings, clock } = deps;
  const passed: Storm = { ...storm, drawn: { ...storm.drawn, ts: "", count, told: count } };
  await persist(clock, () => drawings.putStorm(channel, passed));
  storms.set(storm.id, passed);
  counters.muted += Math.max(0, count - storm.drawn.count);
  if (storm.endsAt > clock.now()) {
    return drawings.renewMark(channel, mark, { due: storm.endsAt, isWaiting: false, as: "alone" });
  }
  await drawings.endStorm(channel, passed);
  storms.delete(storm.id);
  await drawings.clearMark(channel, mark);
}
