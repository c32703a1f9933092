import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { FoundEvent } from "../../core/backtest/found-event.ts";
import { addCounts, noJudged, noneRead, type Unread } from "../../core/backtest/reading.ts";
import { DayTally } from "../../core/spread/day-tally.ts";
import type { Reading } from "../input/reading.ts";
import type { Chunk, ChunkResult, Run } from "./history.ts";
import { createJudgeFile, type HistoryTask } from "./judge-file.ts";

/** Bytes of events kept in memory before they are written. */
const MAX_KEPT = 2 * 1024 * 1024;

/** Judges a chunk of files. */
export type JudgeChunk = (chunk: Chunk, bytesOf: Reading["bytesOf"]) => Promise<ChunkResult>;

/**
 * Makes what judges chunk after chunk; the events that are found are written to runs.
 *
 * @param folder Where runs are written.
 */
export function createJudgeChunk(task: HistoryTask, folder: string): JudgeChunk {
  const judgeFile = createJudgeFile(task);
  const rooms = task.sets.map(() => Buffer.allocUnsafeSlow(MAX_KEPT));
  return async ({ number, files }, bytesOf) => {
    const read = noneRead();
    const judged = task.sets.map(noJudged);
    const unread: Unread[] = [];
    const others: string[] = [];
    const writers = rooms.map((room, set) => new RunWriter(folder, `${number}-${set}`, room));
    const days = new DayTally();
    for (const file of files) {
      const found = await judgeFile(file, bytesOf, (set, event) => writers[set]?.add(event));
      addCounts(read, found.read);
      for (const [set, counts] of found.judged.entries()) addCounts(judged[set] ?? {}, counts);
      unread.push(...found.unread);
      if (found.isOther) others.push(file.path);
      days.addAll(found.days);
    }
    const runs = writers.map((writer) => writer.end());
    return { number, read, judged, runs, unread, others, days: days.days() };
  };
}

/** Where an event's line is kept. */
interface Line {
  readonly at: number;
  readonly start: number;
  readonly end: number;
}

/**
 * Writes events as runs: each one file, its lines in the order of the events' times. Lines are kept
 * as bytes: as many texts would be looked through by the collector again and again.
 */
class RunWriter {
  readonly #folder: string;
  readonly #name: string;
  #room: Buffer;
  readonly #runs: Run[] = [];
  #lines: Line[] = [];
  #size = 0;

  /** @param room Where lines are kept until they are written. */
  constructor(folder: string, name: string, room: Buffer) {
    this.#folder = folder;
    this.#name = name;
    this.#room = room;
  }

  add(event: FoundEvent): void {
    const line = `${JSON.stringify(event)}\n`;
    // A UTF-16 unit takes three bytes at most.
    const most = 3 * line.length;
    if (this.#size + most > this.#room.length) this.#write();
    if (most > this.#room.length) this.#room = Buffer.allocUnsafeSlow(most);
    const start = this.#size;
    this.#size += this.#room.write(line, start);
    this.#lines.push({ at: event.at, start, end: this.#size });
  }

  end(): readonly Run[] {
    this.#write();
    return this.#runs;
  }

  #write(): void {
    const lines = this.#lines;
    this.#lines = [];
    this.#size = 0;
    if (lines.length === 0) return;
    // Sorting keeps the order of events of one time.
    lines.sort((a, b) => a.at - b.at);
    const file = `events-${this.#name}-${this.#runs.length}.ndjson`;
    const bytes = Buffer.concat(lines.map(({ start, end }) => this.#room.subarray(start, end)));
    writeFileSync(join(this.#folder, file), bytes, { mode: 0o600 });
    const first = lines[0]?.at ?? 0;
    this.#runs.push({ file, events: lines.length, first, last: lines.at(-1)?.at ?? first });
  }
}
