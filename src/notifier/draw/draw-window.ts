import { subjectOfText } from "../../core/alert/subject.ts";
import { muteOf } from "../../core/mute/mute.ts";
import { type Drawn, undrawn } from "../../core/thread/drawn.ts";
import type { Mark } from "../../core/thread/mark.ts";
import { groupOf, type WindowPlace } from "../../core/thread/storm.ts";
import type { ChannelBoard } from "../sheet/channel-board.ts";
import { drawSheet } from "../sheet/draw-sheet.ts";
import { nextMark } from "../sheet/next-mark.ts";
import { windowSheet } from "../sheet/window-sheet.ts";
import { drawEach } from "./draw-each.ts";
import { giveUp } from "./give-up.ts";
import { standInOf } from "./stand-in.ts";

/**
 * Draws one window: reads what was recorded of it, brings its message and the replies up to date,
 * and says when it is due next.
 *
 * @param place How, if nothing is shown of it yet.
 */
export async function drawWindow(
  mark: Mark,
  place: Exclude<WindowPlace, { as: "storm" }>,
  board: ChannelBoard,
  isUrgent: () => Promise<boolean>,
): Promise<void> {
  const { channel, deps, pen } = board;
  const { drawings, log } = deps;
  const [head, known] = await Promise.all([
    drawings.head(mark.window),
    drawings.drawn(mark.window),
  ]);
  if (head === undefined) {
    log.error("A window that is marked has no head: it cannot be drawn", { channel, mark });
    return drawings.clearMark(channel, mark);
  }
  if (known?.as === "failed") return drawings.clearMark(channel, mark);
  if (known?.as === "storm") return takeOver(mark, known, board);
  if (pen.publish !== undefined && pen.traits.takesEach && head.kind === "alert") {
    return drawEach(mark, head, pen.publish, board);
  }
  if (subjectOfText(head.subject) === undefined) {
    return giveUp(
      { window: head.id, count: 1, drawn: undrawn("alone"), reason: "unreadable_head" },
      mark,
      board,
    );
  }
  const under = place.as === "inhibited" ? (await drawings.drawn(place.under))?.ts : undefined;
  const members = await drawings.members(mark.window, head.shards);
  const standIn = standInOf(head, members, known);
  const drawn: Drawn = {
    ...(known ?? undrawn(under === undefined ? "alone" : "inhibited")),
    ...(standIn !== undefined && { standIn }),
  };
  const sheet = windowSheet(
    {
      head: { ...head, ...standIn },
      members,
      isStorm: isStormOn(mark, board),
      isQuiet: muteOf(board.mutes, mark, deps.clock.now()) !== undefined,
      under: drawn.parent ?? (pen.traits.canReply && drawn.as === "inhibited" ? under : undefined),
      wantsDetails: pen.traits.hasDetails && head.kind === "alert" && drawn.as === "alone",
    },
    board,
  );
  const end = await drawSheet(sheet, drawn, board, isUrgent);
  if (end.end === "refused") {
    return giveUp({ window: head.id, count: sheet.count, ...end }, mark, board);
  }
  if (end.at === undefined && sheet.isClosed) return drawings.clearMark(channel, mark);
  const isNew = known?.ts === undefined && end.drawn.ts !== undefined;
  await drawings.renewMark(channel, mark, {
    ...nextMark(
      end,
      { closesAt: head.closesAt, isStorm: false },
      deps.clock.now(),
      deps.settings.times,
    ),
    ...(isNew && sheet.wantsDetails && { wantsDetails: true }),
  });
}

/** A mark whose window is counted in a storm, as its drawer did not get to say. */
async function takeOver(mark: Mark, { storm }: Drawn, { channel, deps }: ChannelBoard) {
  await deps.drawings.renewMark(channel, mark, {
    due: deps.clock.now(),
    isWaiting: true,
    as: "storm",
    ...(storm !== undefined && { storm }),
  });
}

function isStormOn(mark: Mark, { storms, deps }: ChannelBoard): boolean {
  const now = deps.clock.now();
  return [...storms.values()].some(
    (storm) => storm.kind === "storm" && groupOf(storm) === groupOf(mark) && storm.endsAt > now,
  );
}
