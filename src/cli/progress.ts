import { digits } from "../core/wording/counted.ts";
import type { Io } from "./command.ts";

/** A line that says how far something is. */
export interface Progress {
  /** So many more are done: one if not given. */
  step(by?: number): void;
  /** Takes the line away. */
  done(): void;
}

/** Cells of the bar. */
const WIDTH = 30;

/** Milliseconds that something takes before its line is shown: what is over sooner needs none. */
const QUIET = 1000;

/** Milliseconds between two drawings. */
const INTERVAL = 100;

/**
 * Starts a progress line at the foot of a terminal; where standard error is none there is no line.
 *
 * @param what What is counted: `log files`.
 * @param total How many there are; undefined if nobody knows.
 * @param now Milliseconds of a clock that only goes forward.
 */
export function startProgress(
  what: string,
  total: number | undefined,
  io: Pick<Io, "redraws" | "status">,
  now: () => number = () => performance.now(),
): Progress {
  if (!io.redraws) return { step() {}, done() {} };
  const start = now();
  let count = 0;
  let drawnAt = start + QUIET - INTERVAL;
  const draw = (): void => {
    const at = now();
    if (at - drawnAt < INTERVAL) return;
    drawnAt = at;
    io.status(progressLine(what, count, total, (at - start) / 1000));
  };
  // What is slow to take its next step shows that it is alive.
  const timer = setInterval(draw, 5 * INTERVAL);
  timer.unref();
  return {
    step(by = 1) {
      count += by;
      draw();
    },
    done() {
      clearInterval(timer);
      io.status(undefined);
    },
  };
}

/**
 * `log files ███░░░ 3/9 1.5/s, 4 s left`
 *
 * @param seconds Since it began.
 */
export function progressLine(
  what: string,
  count: number,
  total: number | undefined,
  seconds: number,
): string {
  const rate = count / Math.max(seconds, 0.001);
  const speed = `${rate < 10 ? rate.toFixed(1) : grouped(rate)}/s`;
  if (total === undefined) return `${what} ${grouped(count)}, ${speed}, ${seconds.toFixed(0)} s`;
  const share = total === 0 ? 1 : Math.min(1, count / total);
  const filled = Math.round(share * WIDTH);
  const bar = "█".repeat(filled) + "░".repeat(WIDTH - filled);
  const left = count === 0 ? "" : `, ${Math.ceil(Math.max(0, total - count) / rate)} s left`;
  return `${what} ${bar} ${grouped(count)}/${grouped(total)}, ${speed}${left}`;
}

function grouped(count: number): string {
  return digits(Math.round(count));
}
