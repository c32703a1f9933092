import type { Mute } from "../../core/mute/mute.ts";
import { type Drawn, undrawn } from "../../core/thread/drawn.ts";
import { type Mark, rankOf } from "../../core/thread/mark.ts";
import { type Storm, stormIdOf } from "../../core/thread/storm.ts";
import { tallyOf } from "../../core/thread/tally.ts";
import type { WindowHead } from "../../core/thread/window.ts";
import type { ChannelBoard } from "../sheet/channel-board.ts";
import { persist } from "../sheet/persist.ts";

/** Windows counted beside each other. */
const AT_ONCE = 10;

/** The storm that windows are to be counted in. */
export interface JoinTarget {
  /** Absent: it is to be opened. */
  readonly storm?: string;
  readonly kind: Storm["kind"];
  /** What is muted, where it is for that. */
  readonly mute?: Mute;
}

/**
 * Counts windows in a storm: what each comes to is kept beside it, so that its message needs to
 * read no window. The storm itself is due then.
 */
export async function joinStorm(
  marks: readonly Mark[],
  target: JoinTarget,
  board: ChannelBoard,
): Promise<void> {
  const free = (await someAtOnce(marks, (mark) => withoutPlace(mark, target, board))).filter(
    (it) => it !== undefined,
  );
  if (free.length === 0) return;
  const found = await stormFor(free, target, board);
  if (found === undefined) return;
  const endsAt = Math.max(found.endsAt, ...free.map(({ head }) => head.closesAt));
  const storm = { ...found, endsAt };
  if (endsAt > found.endsAt) await keep(storm, board);
  await someAtOnce(free, (window) => count(window, storm, board));
  // Before the windows rest: what a drawer that dies here leaves is due in either case.
  await markStorm(storm, Math.min(...free.map(({ mark }) => mark.since ?? mark.due)), board);
  await someAtOnce(free, (window) => rest(window, storm, board));
}

async function someAtOnce<T, U>(all: readonly T[], use: (one: T) => Promise<U>): Promise<U[]> {
  const results: U[] = [];
  for (let i = 0; i < all.length; i += AT_ONCE) {
    results.push(...(await Promise.all(all.slice(i, i + AT_ONCE).map(use))));
  }
  return results;
}

/** Has a storm's message drawn when its interval is over. */
async function markStorm(storm: Storm, since: number, board: ChannelBoard): Promise<void> {
  const { channel, deps } = board;
  const { times } = deps.settings;
  const { drawn } = storm;
  const last = drawn.editedAt ?? drawn.postedAt;
  await deps.drawings.putMark(channel, {
    window: storm.id,
    rank: storm.rank,
    ruleId: storm.ruleId,
    ...(storm.outcome !== undefined && { outcome: storm.outcome }),
    openedAt: storm.openedAt,
    closesAt: storm.endsAt,
    since,
    due: last === undefined ? deps.clock.now() : last + times.groupInterval,
    version: deps.random(),
    ...(drawn.ts !== undefined && { as: "alone" }),
  });
}

/** @returns Undefined if there is no such storm: then its windows find another place. */
async function stormFor(
  [first]: readonly FreeWindow[],
  { storm: id, kind, mute }: JoinTarget,
  board: ChannelBoard,
): Promise<Storm | undefined> {
  const { channel, deps, counters } = board;
  if (id !== undefined) {
    // One whose end is drawn takes late events of its windows all the same.
    const storm = board.storms.get(id) ?? (await deps.drawings.storm(channel, id));
    if (storm !== undefined) return storm;
    deps.log.error("A storm that windows are counted in is gone", { channel, storm: id });
  }
  if (first?.mark.ruleId === undefined) return undefined;
  const { rank, ruleId, outcome } = first.mark;
  const now = deps.clock.now();
  const closesAt =
    now + (kind === "storm" ? deps.settings.windowSeconds : CATCH_UP_SECONDS) * 1_000;
  const opened: Storm = {
    id: stormIdOf(now, deps.random()),
    kind,
    ruleId,
    ...(outcome !== undefined && { outcome }),
    severity: first.head.severity,
    rank,
    openedAt: now,
    closesAt,
    endsAt: now,
    ...(mute !== undefined && ofMute(mute)),
    drawn: undrawn("alone"),
    example: first.head.subject,
  };
  counters.storms++;
  await keep(opened, board);
  return opened;
}

/** It goes on for as long as the mute does, and stands behind everything that people are told. */
function ofMute(mute: Mute): Pick<Storm, "mute" | "severity" | "rank" | "closesAt" | "endsAt"> {
  const { until } = mute;
  return { mute, severity: "info", rank: rankOf("info"), closesAt: until, endsAt: until };
}

/** Seconds for which one catch-up message takes windows. */
const CATCH_UP_SECONDS = 300;

async function keep(storm: Storm, { channel, storms, deps }: ChannelBoard): Promise<void> {
  await persist(deps.clock, () => deps.drawings.putStorm(channel, storm));
  storms.set(storm.id, storm);
}

/** A window that is to be counted in a storm. */
interface FreeWindow {
  readonly mark: Mark;
  readonly head: WindowHead;
  readonly drawn: Drawn | undefined;
}

/**
 * A window as it is to be counted; undefined if it has a place already and its mark does not say
 * so: its drawer died, or an event came again when all was over.
 */
async function withoutPlace(
  mark: Mark,
  target: JoinTarget,
  board: ChannelBoard,
): Promise<FreeWindow | undefined> {
  const { channel, deps } = board;
  const { drawings } = deps;
  const { window } = mark;
  const [head, drawn] = await Promise.all([drawings.head(window), drawings.drawn(window)]);
  const { as, storm } = drawn ?? {};
  if (head === undefined || as === "failed") {
    await drawings.clearMark(channel, mark);
    return undefined;
  }
  const isShown = as === "storm" ? await isOther(storm, target, board) : hasMessage(drawn);
  if (as === undefined || !isShown) return { mark, head, drawn };
  const place = { as, ...(as === "storm" && storm !== undefined && { storm }) };
  await drawings.renewMark(channel, mark, { due: mark.due, isWaiting: true, ...place });
  return undefined;
}

/** Whether there is a message, or may be one. */
function hasMessage(drawn: Drawn | undefined): boolean {
  return (drawn?.ts ?? drawn?.attempt) !== undefined;
}

/** Whether a storm is there and not the one to join: in both a window would be counted twice. */
async function isOther(
  storm: string | undefined,
  target: JoinTarget,
  { channel, deps, storms }: ChannelBoard,
): Promise<boolean> {
  if (storm === undefined || storm === target.storm) return false;
  return storms.has(storm) || (await deps.drawings.storm(channel, storm)) !== undefined;
}

async function count(
  { mark: { window }, head, drawn }: FreeWindow,
  storm: Storm,
  { deps: { drawings } }: ChannelBoard,
): Promise<void> {
  const tally = tallyOf(await drawings.members(window, head.shards));
  // Its place first: what a drawer that dies here leaves uncounted is counted in this storm alone.
  if (drawn?.storm !== storm.id) {
    await drawings.putDrawn(window, { ...undrawn("storm"), storm: storm.id });
  }
  await drawings.putStormTally(storm.id, window, tally);
}

async function rest(
  { mark, head }: FreeWindow,
  storm: Storm,
  { channel, deps: { drawings, clock, settings } }: ChannelBoard,
): Promise<void> {
  const now = clock.now();
  if (head.closesAt <= now) return drawings.clearMark(channel, mark);
  await drawings.renewMark(channel, mark, {
    due: head.closesAt,
    isWaiting: false,
    as: "storm",
    storm: storm.id,
    notBefore: Math.min(now + settings.times.groupInterval, head.closesAt),
  });
}
