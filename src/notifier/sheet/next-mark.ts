import { editInterval, type ThreadTimes } from "../../core/thread/drawing-calls.ts";
import type { NextMark } from "../../ports.ts";
import type { SheetEnd } from "./draw-sheet.ts";

/**
 * When a sheet's mark is due next: when something is left to draw, and at its end. What was shown
 * rests for an interval, whatever comes meanwhile.
 *
 * @param closesAt Of the window, or of the storm's last; milliseconds since the epoch, as `now`.
 */
export function nextMark(
  { drawn, at, isWaiting, isTried }: Extract<SheetEnd, { end: "drawn" }>,
  { closesAt, isStorm }: { readonly closesAt: number; readonly isStorm: boolean },
  now: number,
  times: ThreadTimes,
): NextMark {
  const untilEnd = (time: number): number => (closesAt > now ? Math.min(time, closesAt) : time);
  const due = untilEnd(at ?? Math.max(closesAt, now));
  // It keeps its place once it may be seen: in a storm it would be counted twice.
  if (drawn.ts === undefined) return { due, isWaiting, ...(isTried && { as: "alone" }) };
  const rest = isWaiting ? due : now + editInterval({ count: drawn.count, isStorm }, times);
  return {
    due,
    isWaiting,
    as: drawn.as === "inhibited" ? "inhibited" : "alone",
    notBefore: untilEnd(rest),
  };
}
