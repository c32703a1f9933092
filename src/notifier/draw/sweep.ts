import { dueAt, earliest } from "../../core/thread/plan.ts";
import type { DrawDeps } from "../sheet/draw-deps.ts";

/** What waits to be drawn, over all channels. */
export interface WaitingDrawings {
  /** Windows and storms. */
  readonly waitingThreads: number;
  /** Age of the oldest that is due; 0 if none is. */
  readonly oldestWaitingSeconds: number;
}

/**
 * Looks after all channels: asks for the turn of each that something is marked in, and
 * tells how long the oldest waits. The net under every death, and the clock of windows that end.
 *
 * @throws {Error} If the table or the queue fails for a channel, once the others are asked for.
 */
export async function sweep(
  deps: Pick<DrawDeps, "turns" | "drawings" | "penOf" | "clock" | "log">,
): Promise<WaitingDrawings> {
  const { turns, drawings, penOf, clock, log } = deps;
  const channels = await turns.channels();
  const all = await Promise.allSettled(
    channels.map(async (channel) => {
      // What waits for a destination that is none any more is nobody's to draw.
      if (penOf(channel) === undefined) return [];
      const marks = await drawings.marks(channel);
      const now = clock.now();
      const due = marks.filter((mark) => dueAt(mark) <= now);
      // Asking knows whether somebody draws, or comes in time: no message is sent then.
      if (marks.length > 0) {
        await turns.ask(channel, due.length > 0 ? now : earliest(marks.map(dueAt)));
      }
      return due.flatMap(({ since }) => (since === undefined ? [] : [now - since]));
    }),
  );
  // One channel that cannot be read keeps nobody from asking for the others; what waits there is not known.
  const failed = all.find((it) => it.status === "rejected");
  if (failed !== undefined) throw failed.reason;
  const ages = all.flatMap((it) => (it.status === "fulfilled" ? it.value : []));
  const oldest = ages.reduce((most, age) => Math.max(most, age), 0);
  const waiting = {
    waitingThreads: ages.length,
    oldestWaitingSeconds: Math.round(Math.max(0, oldest) / 1_000),
  };
  log.metrics({ ...waiting });
  return waiting;
}
