import { undrawn } from "../../core/thread/drawn.ts";
import type { Mark } from "../../core/thread/mark.ts";
import type { Member } from "../../core/thread/member.ts";
import { opensAt } from "../../core/thread/pace.ts";
import type { WindowHead } from "../../core/thread/window.ts";
import { type ChannelBoard, callDestination } from "../sheet/channel-board.ts";
import { persist } from "../sheet/persist.ts";
import { giveUp } from "./give-up.ts";

/** Events published before something more severe is looked for. */
const AT_ONCE = 10;

/** Publishes a window's events one by one, each noted when it is out. */
export async function drawEach(
  mark: Mark,
  head: WindowHead,
  publish: (member: Member) => Promise<void>,
  board: ChannelBoard,
): Promise<void> {
  const { channel, deps, counters } = board;
  const { drawings, clock } = deps;
  const [members, published] = await Promise.all([
    drawings.members(mark.window, head.shards),
    drawings.published(mark.window),
  ]);
  const left = members
    .filter(({ identity }) => !published.has(identity))
    .sort((a, b) => a.recordedAt - b.recordedAt || (a.identity < b.identity ? -1 : 1));
  let count = members.length - left.length;
  let held = left.length > AT_ONCE;
  for (const member of left.slice(0, AT_ONCE)) {
    const wait = opensAt(board.pace, "post") - clock.now();
    if (wait > 0 && wait <= board.pen.traits.spacing) await clock.sleep(wait);
    const result = await callDestination(board, "post", mark.rank, () => publish(member));
    if (result.did === "give-up") {
      const drawn = { ...undrawn("alone"), count };
      return giveUp(
        { window: head.id, count: members.length, drawn, reason: result.reason },
        mark,
        board,
      );
    }
    if (result.did !== "done") {
      held = true;
      break;
    }
    await persist(clock, () => drawings.putPublished(mark.window, [member.identity]));
    counters.messages++;
    counters.drawn++;
    count++;
  }
  const now = clock.now();
  await persist(clock, () =>
    drawings.putDrawn(mark.window, { ...undrawn("alone"), ts: "", count, told: count }),
  );
  if (!held && head.closesAt <= now) return drawings.clearMark(channel, mark);
  await drawings.renewMark(channel, mark, {
    due: held ? Math.max(now, opensAt(board.pace, "post")) : head.closesAt,
    isWaiting: held,
    as: "alone",
  });
}
