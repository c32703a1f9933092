import { opensAt } from "../../core/thread/pace.ts";
import { dueAt, planOf } from "../../core/thread/plan.ts";
import type { ChannelBoard } from "../sheet/channel-board.ts";
import { type DrawCounters, noDrawing } from "../sheet/draw-counters.ts";
import type { DrawDeps } from "../sheet/draw-deps.ts";
import { drawDetails } from "./draw-details.ts";
import { drawStorm } from "./draw-storm.ts";
import { drawWindow } from "./draw-window.ts";
import { joinStorm } from "./join-storm.ts";
import { type KnownMarks, knownMarks } from "./known-marks.ts";

/** Seconds for which a channel is taken. */
const LEASE_SECONDS = 25;

/** Milliseconds in which calls are begun: the last, which may take 10 s, ends within the lease. */
const DRAWING = 14_500;

/** Milliseconds a drawer waits at most between two looks at what is marked. */
const LOOK = 1_000;

/** Milliseconds to the next drawing for which a drawer stays. */
const STAY = 3_000;

/** Drawings in one millisecond. */
const MOST_STEPS = 200;

/** What became of a turn. */
export type TurnEnd =
  | { readonly kind: "done"; readonly counters: DrawCounters }
  /** Another draws the channel, until a time in milliseconds since the epoch. */
  | { readonly kind: "busy"; readonly until: number }
  /** No destination of this version. */
  | { readonly kind: "unknown" };

/**
 * Draws a channel: the most severe first, one call after another, for a lease at most.
 * Looks before each whether anything was marked, so that what is more severe and comes meanwhile is next. Lets go
 * only if nothing was marked since it looked last, and asks for the next turn.
 */
export async function drawTurn(channel: string, deps: DrawDeps): Promise<TurnEnd> {
  const { turns, clock, random } = deps;
  const pen = deps.penOf(channel);
  if (pen === undefined) return { kind: "unknown" };
  const holder = random();
  const start = clock.now();
  const turn = await turns.take(channel, holder, LEASE_SECONDS);
  if (!turn.taken) return { kind: "busy", until: turn.until };
  const counters = { ...noDrawing(), turns: 1 };
  const marks = knownMarks(channel, deps.drawings);
  const { drawings } = marks;
  try {
    const [pace, storms, mutes] = await Promise.all([
      drawings.pace(channel),
      drawings.storms(channel),
      drawings.mutes(),
    ]);
    const board: ChannelBoard = {
      channel,
      pen,
      deps: { ...deps, drawings },
      counters,
      storms: new Map(storms.map((storm) => [storm.id, storm])),
      mutes,
      pace,
      until: start + DRAWING,
    };
    await draw(board, holder, marks);
  } catch (error) {
    // The next drawer need not wait for the lease to end.
    const freed = await letGo(channel, deps, holder).catch(() => false);
    deps.log.error("A turn ended early", { channel, freed, error });
    // What is shown is shown, whatever came after.
    deps.log.metrics({ ...counters });
    throw error;
  }
  return { kind: "done", counters };
}

async function draw(board: ChannelBoard, holder: string, marks: KnownMarks): Promise<void> {
  const { channel, deps, until } = board;
  const { turns, drawings, clock } = deps;
  let kept = board.pace;
  let [at, steps] = [0, 0];
  for (;;) {
    // Time stands still only where calls cost none and bring nothing about.
    steps = clock.now() === at ? steps + 1 : 0;
    at = clock.now();
    if (steps > MOST_STEPS) await clock.sleep(LOOK);
    const sequence = await turns.sequence(channel);
    const next = await drawNext(board, marks, sequence);
    const now = clock.now();
    const isOver = now >= until;
    if (!isOver && next === "drew") continue;
    if (!isOver && next !== undefined && next !== "drew" && next <= Math.min(now + STAY, until)) {
      await clock.sleep(Math.min(LOOK, Math.max(1, next - now)));
      continue;
    }
    if (board.pace !== kept) await drawings.putPace(channel, board.pace);
    kept = board.pace;
    if (isOver) {
      // While it is held nobody else is asked: this turn comes again then.
      if (!(await letGo(channel, deps, holder)))
        throw new Error("Cannot let a channel go as it must rest: it is asked for all the time");
      return await turns.ask(channel, now);
    }
    if (!(await turns.release(channel, holder, sequence))) continue;
    if (next !== undefined && next !== "drew") await turns.ask(channel, next);
    return;
  }
}

/** Lets a channel go although something was marked since; somebody must be asked for then. */
async function letGo(
  channel: string,
  deps: Pick<DrawDeps, "turns">,
  holder: string,
): Promise<boolean> {
  for (let tries = 0; tries < 5; tries++) {
    const sequence = await deps.turns.sequence(channel);
    if (await deps.turns.release(channel, holder, sequence)) return true;
  }
  return false;
}

/** @returns Until when there is nothing to do, milliseconds since the epoch; undefined for ever. */
async function drawNext(
  board: ChannelBoard,
  marks: KnownMarks,
  sequence: number,
): Promise<"drew" | number | undefined> {
  const { channel, deps, pen, pace } = board;
  const { drawings, clock, settings } = deps;
  // While nothing can be called for long, what waits need not even be read.
  const opens = Math.min(
    opensAt(pace, "post"),
    opensAt(pace, pen.traits.canEdit ? "edit" : "post"),
  );
  if (opens > clock.now() + STAY) return opens;
  const plan = planOf({
    marks: await marks.at(sequence),
    storms: [...board.storms.values()],
    pace: board.pace,
    now: clock.now(),
    rules: {
      windowSeconds: settings.windowSeconds,
      canStorm: pen.traits.canStorm,
      inhibit: settings.inhibit && pen.traits.canReply,
      mutes: board.mutes,
    },
    canEdit: pen.traits.canEdit,
  });
  /** Whether a critical window is due, and `rank` is not that of one. */
  const isUrgent = (rank: number) => async () =>
    rank > 0 && (await drawings.criticalMarks(channel)).some((mark) => dueAt(mark) <= clock.now());
  switch (plan.do) {
    case "rest":
      return plan.until;
    case "draw":
      await drawWindow(plan.mark, plan.place, board, isUrgent(plan.mark.rank));
      break;
    case "join":
      await joinStorm(plan.marks, plan, board);
      break;
    case "storm":
      await drawStorm(plan.mark, board, isUrgent(plan.mark.rank));
      break;
    case "details":
      await drawDetails(plan.mark, board);
      break;
  }
  return "drew";
}
