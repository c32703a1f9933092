import { rankOf } from "../../core/thread/mark.ts";
import { isStormId } from "../../core/thread/storm.ts";
import type { DrawDeps } from "../sheet/draw-deps.ts";

/** Has a window or a storm drawn that was given up: its dead letter was sent back. */
export async function redraw(channel: string, window: string, deps: DrawDeps): Promise<void> {
  const { drawings, turns, clock, random, log } = deps;
  const now = clock.now();
  const mark = { window, since: now, due: now, version: random() };
  if (isStormId(window)) {
    const storm = await drawings.storm(channel, window);
    if (storm === undefined)
      return log.warn("A storm to be drawn again is gone", { channel, window });
    const { reason: _reason, ...drawn } = storm.drawn;
    await drawings.putStorm(channel, { ...storm, drawn: { ...drawn, as: "alone" } });
    const { rank, ruleId, openedAt, endsAt: closesAt } = storm;
    await drawings.putMark(channel, { ...mark, rank, ruleId, openedAt, closesAt });
  } else {
    const [head, drawn] = await Promise.all([drawings.head(window), drawings.drawn(window)]);
    if (head === undefined)
      return log.warn("A window to be drawn again is gone", { channel, window });
    if (drawn?.as === "failed") {
      const { reason: _reason, ...rest } = drawn;
      await drawings.putDrawn(window, {
        ...rest,
        as: drawn.parent === undefined ? "alone" : "inhibited",
      });
    }
    const { ruleId, openedAt, closesAt } = head;
    await drawings.putMark(channel, {
      ...mark,
      rank: rankOf(head.severity),
      ...(ruleId !== undefined && { ruleId }),
      openedAt,
      closesAt,
      ...(drawn?.ts !== undefined && { as: "alone" }),
    });
  }
  await turns.ask(channel, now);
}
