import { destinationNotice } from "../../core/alert/notice.ts";
import type { Drawn } from "../../core/thread/drawn.ts";
import { errandMessage } from "../../core/thread/errand.ts";
import type { Mark } from "../../core/thread/mark.ts";
import { isStormId } from "../../core/thread/storm.ts";
import type { ChannelBoard } from "../sheet/channel-board.ts";
import { persist } from "../sheet/persist.ts";

/** What a destination refuses for good. */
export interface RefusedSheet {
  /** Window or storm. */
  readonly window: string;
  /** Its events by now. */
  readonly count: number;
  readonly drawn: Drawn;
  readonly reason: string;
}

/**
 * Gives up what a destination refuses: a dead letter that has it drawn again when it is sent back,
 * a line in the log, a notice to the other destinations once an hour. Nothing of it is lost.
 */
export async function giveUp(
  { window, count, drawn, reason }: RefusedSheet,
  mark: Mark,
  { channel, deps, counters, storms }: ChannelBoard,
): Promise<void> {
  const { drawings, deadLetters, log, clock } = deps;
  log.error("A destination refuses a message for good", { channel, window, reason, events: count });
  await deadLetters.send({
    requestPayload: errandMessage({ kind: "redraw", channel, window }),
    responsePayload: {
      errorType: "DestinationRefused",
      errorMessage: `Cannot draw ${window} as ${channel} answers "${reason}"`,
    },
  });
  counters.deadLetters++;
  counters.failed += Math.max(0, count - drawn.count);
  const failed: Drawn = { ...drawn, as: "failed", reason };
  const storm = isStormId(window) ? storms.get(window) : undefined;
  if (storm === undefined) {
    await persist(clock, () => drawings.putDrawn(window, failed));
  } else {
    await persist(clock, () => drawings.endStorm(channel, { ...storm, drawn: failed }));
    storms.delete(window);
  }
  await drawings.clearMark(channel, mark);
  await deps.tell(destinationNotice(channel, reason, clock.now()), channel);
}
