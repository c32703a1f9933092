import { CANARY_WAYS } from "../contract.ts";
import type { Errand } from "../core/thread/errand.ts";
import type { ChannelTurns, Clock, Log, MessageQueues } from "../ports.ts";
import type { Incoming } from "./assess.ts";
import type { CanaryWatch } from "./canary/canary-watch.ts";
import type { ChannelDrawer } from "./draw/drawer.ts";
import { comeAgain } from "./settle.ts";

/** What running errands needs. */
export interface ErrandDeps {
  readonly drawer: Pick<ChannelDrawer, "draw" | "redraw" | "sweep">;
  readonly turns: Pick<ChannelTurns, "state">;
  readonly canaries: CanaryWatch;
  readonly queues: MessageQueues;
  readonly clock: Clock;
  readonly log: Log;
}

/** Seconds after which a turn comes again whose drawer died: a little more than it may take. */
const TURN_SECONDS = 30;

/**
 * Runs one errand. Never rejects.
 *
 * @returns Whether it must come again.
 */
export async function runErrand(
  incoming: Incoming,
  errand: Errand,
  deps: ErrandDeps,
): Promise<boolean> {
  const { drawer, log } = deps;
  try {
    switch (errand.kind) {
      case "turn":
        return await takeTurn(incoming, errand, deps);
      case "redraw":
        await drawer.redraw(errand.channel, errand.window);
        return false;
      case "sweep":
        await Promise.all([drawer.sweep(), deps.canaries.look()]);
        return false;
      case "canary":
        await deps.canaries.received(CANARY_WAYS.turns, errand.at);
        return false;
    }
  } catch (error) {
    log.error("An errand cannot be run now: it comes again", { ...errand, error });
    await comeAgain(incoming, deps);
    return true;
  }
}

async function takeTurn(
  incoming: Incoming,
  { channel, at }: Extract<Errand, { kind: "turn" }>,
  { drawer, turns, queues, clock, log }: ErrandDeps,
): Promise<boolean> {
  // Another is planned for later: each turn plans the next, so two would stay two for ever.
  const planned = (await turns.state(channel)).at;
  if (planned !== undefined && planned !== at && planned > clock.now()) return false;
  const postpone = async (seconds: number): Promise<void> => {
    const { receipt } = incoming;
    if (receipt === undefined) return;
    await queues.postpone(receipt, seconds).catch((error) => {
      log.warn("A turn cannot be postponed: it comes again when the queue says", {
        channel,
        error,
      });
    });
  };
  await postpone(TURN_SECONDS);
  const end = await drawer.draw(channel);
  switch (end.kind) {
    case "done":
      log.metrics({ ...end.counters });
      return false;
    case "busy":
      // Should who draws die, there is another to go on.
      await postpone(Math.max(1, Math.ceil((end.until - clock.now()) / 1_000)));
      return true;
    case "unknown":
      log.warn("A channel is no destination any more: what waits in it is not drawn", { channel });
      return false;
  }
}
