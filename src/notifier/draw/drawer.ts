import type { WindowHead } from "../../core/thread/window.ts";
import type { DrawDeps } from "../sheet/draw-deps.ts";
import { redraw } from "./redraw.ts";
import { sweep, type WaitingDrawings } from "./sweep.ts";
import { drawTurn, type TurnEnd } from "./turn.ts";

/** The notifier's half that draws. */
export interface ChannelDrawer {
  /** Draws what waits in a channel, for some 20 seconds at most. */
  draw(channel: string): Promise<TurnEnd>;
  /** Has a window drawn that was given up. */
  redraw(channel: string, window: string): Promise<void>;
  /** Asks for the turns of all channels that something waits for. */
  sweep(): Promise<WaitingDrawings>;
  /**
   * Posts one event that cannot be recorded, marked as such.
   *
   * @throws {DeliveryError} If its destination does not take it.
   */
  postAlone(head: WindowHead): Promise<void>;
}

/** Makes a drawer. Its methods reject when table or queue cannot be reached. */
export function createChannelDrawer(deps: DrawDeps): ChannelDrawer {
  return {
    draw: (channel) => drawTurn(channel, deps),
    redraw: (channel, window) => redraw(channel, window, deps),
    sweep: () => sweep(deps),
    async postAlone(head) {
      const pen = deps.penOf(head.channel);
      if (pen === undefined)
        throw new Error(`Cannot post to ${head.channel}: it is no destination`);
      await pen.post({ kind: "alone", head }, { of: head.id });
    },
  };
}
