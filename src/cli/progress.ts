import type { Io } from "./command.ts";

/** A line that says how far something is. */
export interface Progress {
  /** Shows the count; on a terminal the line is drawn anew, elsewhere every tenth is a line. */
  step(): void;
  /** Ends the line. */
  done(): void;
}

/** Cells of the bar. */
const WIDTH = 30;

/** Starts a progress line on standard error, so that standard output holds results alone. */
export function startProgress(what: string, total: number, io: Io): Progress {
  let count = 0;
  let shown = -1;
  const draw = (): void => {
    const share = total === 0 ? 1 : count / total;
    const tenth = Math.floor(share * (io.terminal ? 100 : 10));
    if (tenth === shown) return;
    shown = tenth;
    const filled = Math.round(share * WIDTH);
    const bar = "█".repeat(filled) + "░".repeat(WIDTH - filled);
    const line = `${what} ${bar} ${count}/${total}`;
    io.err(io.terminal ? `\r${line}` : `${line}\n`);
  };
  draw();
  return {
    step() {
      count++;
      draw();
    },
    done() {
      if (io.terminal) io.err("\n");
    },
  };
}
