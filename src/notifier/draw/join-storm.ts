import { SEVERITIES } from "../../core/rule/rule.ts";
import { undrawn } from "../../core/thread/drawn.ts";
import type { Mark } from "../../core/thread/mark.ts";
import { type Storm, stormIdOf } from "../../core/thread/storm.ts";
import { tallyOf } from "../../core/thread/tally.ts";
import type { ChannelBoard } from "../sheet/channel-board.ts";
import { persist } from "../sheet/persist.ts";

/** Windows counted beside each other. */
const AT_ONCE = 10;

/** The storm that windows are to be counted in. */
export interface JoinTarget {
  /** Absent: it is to be opened. */
  readonly storm?: string;
  readonly kind: Storm["kind"];
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
  const storm = await stormFor(marks, target, board);
  if (storm === undefined) return;
  const closes: number[] = [];
  for (let i = 0; i < marks.length; i += AT_ONCE) {
    const some = marks.slice(i, i + AT_ONCE);
    const joined = await Promise.all(some.map((mark) => join(mark, storm, board)));
    for (const [index, isIn] of joined.entries()) {
      if (isIn) closes.push(some[index]?.closesAt ?? 0);
    }
  }
  const endsAt = Math.max(storm.endsAt, ...closes);
  if (endsAt > storm.endsAt) await keep({ ...storm, endsAt }, board);
  const since = Math.min(...marks.map((mark) => mark.since ?? mark.due));
  await markStorm({ ...storm, endsAt }, since, board);
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
  marks: readonly Mark[],
  { storm: id, kind }: JoinTarget,
  board: ChannelBoard,
): Promise<Storm | undefined> {
  const { channel, deps, counters } = board;
  if (id !== undefined) {
    // One whose end is drawn takes late events of its windows all the same.
    const storm = board.storms.get(id) ?? (await deps.drawings.storm(channel, id));
    if (storm !== undefined) return storm;
    deps.log.error("A storm that windows are counted in is gone", { channel, storm: id });
  }
  const [first] = marks;
  if (first?.ruleId === undefined) return undefined;
  const now = deps.clock.now();
  const closesAt =
    now + (kind === "storm" ? deps.settings.windowSeconds : CATCH_UP_SECONDS) * 1_000;
  const opened: Storm = {
    id: stormIdOf(now, deps.random()),
    kind,
    ruleId: first.ruleId,
    severity: SEVERITIES[SEVERITIES.length - 1 - first.rank] ?? "info",
    rank: first.rank,
    openedAt: now,
    closesAt,
    endsAt: now,
    drawn: undrawn("alone"),
  };
  counters.storms++;
  await keep(opened, board);
  return opened;
}

/** Seconds for which one catch-up message takes windows. */
const CATCH_UP_SECONDS = 300;

async function keep(storm: Storm, { channel, storms, deps }: ChannelBoard): Promise<void> {
  await persist(deps.clock, () => deps.drawings.putStorm(channel, storm));
  storms.set(storm.id, storm);
}

/** @returns False if the window is drawn otherwise. */
async function join(mark: Mark, storm: Storm, { channel, deps }: ChannelBoard): Promise<boolean> {
  const { drawings, clock, settings } = deps;
  const { window } = mark;
  const [head, drawn] = await Promise.all([drawings.head(window), drawings.drawn(window)]);
  if (head === undefined || drawn?.as === "failed") {
    await drawings.clearMark(channel, mark);
    return false;
  }
  if (drawn !== undefined && drawn.as !== "storm" && (drawn.ts ?? drawn.attempt) !== undefined) {
    // It has a message, or may have one, and the mark does not say so: its drawer died.
    const { as } = drawn;
    await drawings.renewMark(channel, mark, { due: mark.due, isWaiting: true, as });
    return false;
  }
  const tally = tallyOf(await drawings.members(window, head.shards));
  await drawings.putStormTally(storm.id, window, tally);
  if (drawn?.storm !== storm.id) {
    await drawings.putDrawn(window, { ...undrawn("storm"), storm: storm.id });
  }
  const now = clock.now();
  if (head.closesAt <= now) {
    await drawings.clearMark(channel, mark);
    return true;
  }
  await drawings.renewMark(channel, mark, {
    due: head.closesAt,
    isWaiting: false,
    as: "storm",
    storm: storm.id,
    notBefore: Math.min(now + settings.times.groupInterval, head.closesAt),
  });
  return true;
}
