import { type CallsDue, callsDue, type DrawingTraits } from "../../core/thread/drawing-calls.ts";
import { type Drawn, undrawn } from "../../core/thread/drawn.ts";
import { type News, NONE_SEEN, seenWith } from "../../core/thread/news.ts";
import { opensAt } from "../../core/thread/pace.ts";
import { type CallResult, type ChannelBoard, callDestination } from "./channel-board.ts";
import { persist } from "./persist.ts";
import { postSheet } from "./post-sheet.ts";
import type { Sheet } from "./sheet.ts";

/** What became of drawing a sheet. */
export type SheetEnd =
  | {
      readonly end: "drawn";
      readonly drawn: Drawn;
      /** When it is to be drawn again, milliseconds since the epoch; absent if nothing is left. */
      readonly at?: number;
      /** Whether the destination lacks something that was recorded. */
      readonly isWaiting: boolean;
      /** Whether it may be shown although nobody knows. */
      readonly isTried?: boolean;
    }
  /** The destination refuses it for good. */
  | { readonly end: "refused"; readonly drawn: Drawn; readonly reason: string };

/**
 * Brings a message, and the replies to it, up to date; one call after another, each noted when it
 * succeeded.
 *
 * @param isUrgent Asked between two calls: whether something more severe is due.
 */
export async function drawSheet(
  sheet: Sheet,
  before: Drawn,
  board: ChannelBoard,
  isUrgent: () => Promise<boolean>,
): Promise<SheetEnd> {
  try {
    return await bringUpToDate(sheet, before, board, isUrgent);
  } catch (error) {
    // One that cannot be written must not hold up the others.
    if (!(error instanceof TypeError || error instanceof RangeError)) throw error;
    const { channel, deps } = board;
    deps.log.error("A window cannot be written as a message", { channel, window: sheet.id, error });
    return { end: "refused", drawn: before, reason: "cannot_be_written" };
  }
}

async function bringUpToDate(
  sheet: Sheet,
  before: Drawn,
  board: ChannelBoard,
  isUrgent: () => Promise<boolean>,
): Promise<SheetEnd> {
  let drawn = before;
  // The picture stays as it is, and writing it costs: its hash is made once.
  const hash = board.pen.hash(sheet.picture);
  if (drawn.ts === undefined) {
    const posted = await postSheet(sheet, drawn, hash, board);
    if (posted.did === "give-up") return { end: "refused", drawn, reason: posted.reason };
    if (posted.did === "replace") {
      // What it was to stand under is gone: it stands by itself.
      if (sheet.under === undefined) return { end: "refused", drawn, reason: "message_is_gone" };
      drawn = undrawn("alone");
      await persist(board.deps.clock, () => sheet.save(drawn));
      return waiting(drawn, board.deps.clock.now());
    }
    if (posted.did !== "done") {
      const isTried = drawn.attempt !== undefined || (posted.did === "wait" && posted.isUnsure);
      return { ...waiting(drawn, opensAt(board.pace, "post")), isTried };
    }
    drawn = posted.value;
  }
  for (let calls = 0; calls < MOST_CALLS; calls++) {
    const due = dueOf(sheet, drawn, hash, board);
    const [next] = due.calls;
    if (next === undefined) {
      const { at } = due;
      drawn = await passedOver(sheet, drawn, board);
      return { end: "drawn", drawn, ...(at !== undefined && { at }), isWaiting: due.isBehind };
    }
    const method = next === "edit" ? "edit" : "post";
    if (calls > 0 && (await isUrgent())) return waiting(drawn, board.deps.clock.now());
    const result =
      next === "edit"
        ? await edit(sheet, drawn, hash, board)
        : await reply(next, sheet, drawn, due.news, board);
    switch (result.did) {
      case "done":
        drawn = result.value;
        break;
      case "wait":
        return await other(method, due, sheet, drawn, board);
      case "give-up":
        return { end: "refused", drawn, reason: result.reason };
      case "replace":
        drawn = result.isThere ? { ...drawn, isFixed: true } : successor(drawn);
        await persist(board.deps.clock, () => sheet.save(drawn));
        return waiting(drawn, board.deps.clock.now());
    }
  }
  return waiting(drawn, board.deps.clock.now());
}

/** Of what is muted nothing follows a message that cannot be edited: what came since is not shown. */
async function passedOver(sheet: Sheet, drawn: Drawn, board: ChannelBoard): Promise<Drawn> {
  const { pen, counters, deps } = board;
  const isSilent = sheet.isQuiet && (!pen.traits.canEdit || drawn.isFixed === true);
  const missed = sheet.count - drawn.count;
  if (!isSilent || pen.traits.endsOnly || missed <= 0) return drawn;
  const passed: Drawn = { ...drawn, count: sheet.count, told: sheet.count };
  await persist(deps.clock, () => sheet.save(passed));
  counters.muted += missed;
  return passed;
}

/** Calls of one drawing; what is left comes in the next. */
const MOST_CALLS = 3;

/** While edits pause replies go on, and the other way round. */
async function other(
  held: "edit" | "post",
  { calls, news }: SheetDue,
  sheet: Sheet,
  drawn: Drawn,
  board: ChannelBoard,
): Promise<SheetEnd> {
  const opens = opensAt(board.pace, held);
  const next = calls.find((it) => (it === "edit" ? "edit" : "post") !== held);
  if (next === undefined || next === "edit") return waiting(drawn, opens);
  const result = await reply(next, sheet, drawn, news, board);
  return waiting(result.did === "done" ? result.value : drawn, opens);
}

function waiting(drawn: Drawn, at: number): Extract<SheetEnd, { end: "drawn" }> {
  return { end: "drawn", drawn, at, isWaiting: true };
}

/** What a posted sheet needs now. */
interface SheetDue extends CallsDue {
  /** What no message that notifies has named. */
  readonly news: News;
  /** Whether the destination lacks something that was recorded. */
  readonly isBehind: boolean;
}

function dueOf(sheet: Sheet, drawn: Drawn, hash: string, { pen, deps }: ChannelBoard): SheetDue {
  const traits: DrawingTraits = drawn.isFixed ? { ...pen.traits, canEdit: false } : pen.traits;
  const isStale = traits.canEdit && hash !== drawn.hash;
  const news = sheet.news(drawn.seen ?? NONE_SEEN);
  const hasNews = sheet.isNews(news);
  const { count, isClosed, isStorm, isQuiet } = sheet;
  const now = deps.clock.now();
  const situation = { drawn, count, isStale, hasNews, isClosed, isStorm, isQuiet, now };
  const due = callsDue(situation, traits, deps.settings.times);
  return { ...due, news, isBehind: isStale || (hasNews && !isQuiet) };
}

async function edit(
  sheet: Sheet,
  drawn: Drawn,
  hash: string,
  board: ChannelBoard,
): Promise<CallResult<Drawn>> {
  const { pen, counters, deps } = board;
  const { ts = "" } = drawn;
  const result = await callDestination(board, "edit", sheet.rank, async () =>
    pen.edit?.(ts, sheet.picture),
  );
  if (result.did !== "done") return result;
  counters.edits++;
  counters[sheet.countsAs] += Math.max(0, sheet.count - drawn.count);
  return noted(sheet, { ...drawn, count: sheet.count, hash, editedAt: deps.clock.now() }, board);
}

async function reply(
  kind: "reply" | "final",
  sheet: Sheet,
  drawn: Drawn,
  news: News,
  board: ChannelBoard,
): Promise<CallResult<Drawn>> {
  const { pen, counters, deps } = board;
  const { canReply, canEdit } = pen.traits;
  const picture = sheet.progress(kind, { from: drawn.told + 1, news });
  const under = drawn.parent ?? drawn.ts;
  const result = await callDestination(board, "post", sheet.rank, () =>
    pen.post(picture, { of: sheet.id, ...(canReply && under && { under }) }),
  );
  if (result.did !== "done") return result;
  if (canReply) counters.replies++;
  else counters.messages++;
  const shows = !canEdit || drawn.isFixed;
  if (shows) counters.drawn += Math.max(0, sheet.count - drawn.count);
  return noted(
    sheet,
    {
      ...drawn,
      ...(shows && { count: sheet.count }),
      told: sheet.count,
      replies: drawn.replies + 1,
      repliedAt: deps.clock.now(),
      seen: seenWith(drawn.seen ?? NONE_SEEN, news),
      ...(kind === "final" && { isEnded: true }),
    },
    board,
  );
}

async function noted(sheet: Sheet, drawn: Drawn, board: ChannelBoard): Promise<CallResult<Drawn>> {
  await persist(board.deps.clock, () => sheet.save(drawn));
  return { did: "done", value: drawn };
}

/** The message is gone: what follows it begins anew, the storm or thread goes on. */
function successor({ as, storm, parent, replies }: Drawn): Drawn {
  return {
    as,
    ...(storm !== undefined && { storm }),
    ...(parent !== undefined && { parent }),
    count: 0,
    told: 0,
    replies,
  };
}
