import type { JudgedCounts, ReadCounts, Unread } from "../../core/backtest/reading.ts";
import type { DayCount } from "../../core/spread/day-tally.ts";
import type { InputFile } from "../input/find-inputs.ts";

/** Files that are read in one go, by one thread. */
export interface Chunk {
  readonly number: number;
  readonly files: readonly InputFile[];
}

/** Events found in a chunk, in the order of their times: one file of lines. */
export interface Run {
  /** Name of the file in the folder of the progress. */
  readonly file: string;
  readonly events: number;
  /** Times of its first and last event, milliseconds since the epoch. */
  readonly first: number;
  readonly last: number;
}

/** What a chunk came to. */
export interface ChunkResult {
  readonly number: number;
  readonly read: ReadCounts;
  /** By set of rules. */
  readonly judged: readonly JudgedCounts[];
  readonly runs: readonly (readonly Run[])[];
  readonly unread: readonly Unread[];
  /** When the records were that were judged. */
  readonly days: readonly Readonly<DayCount>[];
  /** Files of folders that hold nothing of a log. */
  readonly others: readonly string[];
}
