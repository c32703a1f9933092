import type { Notice } from "../../core/alert/notice.ts";
import type { ThreadTimes } from "../../core/thread/drawing-calls.ts";
import type {
  ChannelTurns,
  Clock,
  DeadLetters,
  Drawings,
  Log,
  WorkspaceEdits,
} from "../../ports.ts";
import type { Pen } from "../pen/pen.ts";

/** What drawing needs from outside. */
export interface DrawDeps {
  readonly drawings: Drawings;
  readonly turns: ChannelTurns;
  readonly edits: WorkspaceEdits;
  /** @returns Undefined for a channel that is no destination of this version. */
  readonly penOf: (channel: string) => Pen | undefined;
  readonly deadLetters: DeadLetters;
  /** Tells the default destinations but one; never rejects for what a destination does. */
  readonly tell: (notice: Notice, exceptChannel: string) => Promise<void>;
  readonly clock: Clock;
  readonly log: Log;
  /** A text no other call got. */
  readonly random: () => string;
  readonly settings: DrawSettings;
}

/** Settings of drawing. */
export interface DrawSettings {
  readonly times: ThreadTimes;
  readonly windowSeconds: number;
  readonly inhibit: boolean;
}
