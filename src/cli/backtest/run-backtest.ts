import { rmSync } from "node:fs";
import { makeTempFolder } from "../../adapters/temp-folder.ts";
import { compareSets } from "../../core/backtest/compare-sets.ts";
import { deliveryTimeOf } from "../../core/backtest/delivery-time.ts";
import { setReport } from "../../core/backtest/make-report.ts";
import { addCounts, noJudged, noneRead, type Unread } from "../../core/backtest/reading.ts";
import type { BacktestReport, SetReport } from "../../core/backtest/report.ts";
import type { Period } from "../../core/notification/period.ts";
import type { RuntimeSettings } from "../../core/settings/config.ts";
import type { Io } from "../command.ts";
import type { InputFile, LeftOut } from "../input/find-inputs.ts";
import { nothingToRead, sayLeftOut } from "../input/read-inputs.ts";
import { startReading } from "../input/reading.ts";
import { startProgress } from "../progress.ts";
import type { RulesInUse } from "../rules-in-use.ts";
import { foldHistory } from "./fold-history.ts";
import type { Chunk, ChunkResult } from "./history.ts";
import { createJudgeChunk } from "./judge-chunk.ts";
import type { HistoryTask } from "./judge-file.ts";
import { judgeOnThreads } from "./judge-threads.ts";
import { ProgressFile } from "./progress-file.ts";
import { readRuns } from "./read-runs.ts";

/** A set of rules and where its alerts go. */
export interface BacktestSet {
  readonly name: string;
  readonly inUse: RulesInUse;
  readonly settings: RuntimeSettings;
}

/** What is asked for. */
export interface BacktestRequest {
  readonly operands: readonly string[];
  readonly period: Period;
  readonly sets: readonly BacktestSet[];
  readonly bucket: string;
  /** Folder that keeps how far it is; none is kept without. */
  readonly checkpoint?: string | undefined;
}

/** Files of a chunk, and bytes of them, at most. */
const CHUNK_FILES = 32;
const CHUNK_BYTES = 2 * 1024 * 1024;

/** Unreadable things that are named in the report. */
const MOST_UNREAD = 1_000;

/** Runs history through rules: reads and judges it on all cores, then folds what was found. */
export async function runBacktest(request: BacktestRequest, io: Io): Promise<BacktestReport> {
  const { operands, period, sets, bucket, checkpoint } = request;
  const reading = startReading(io, period);
  const leftOut: LeftOut[] = [];
  const files: InputFile[] = [];
  for await (const file of reading.find(operands, leftOut)) files.push(file);
  const chunks = chunksOf(files);
  const task: HistoryTask = {
    sets: sets.map(({ inUse: { ruleSet, self, publish, entries } }) => ({
      ruleSet,
      self,
      publish,
      entries,
    })),
    bucket,
    period,
  };
  const kept = checkpoint === undefined ? makeTempFolder("backtest") : undefined;
  const folder = checkpoint ?? kept?.path ?? "";
  try {
    const progress = new ProgressFile(folder, task, chunks);
    await judgeAll(chunks, task, folder, progress, reading, io);
    const results = chunks.flatMap(({ number }) => progress.done.get(number) ?? []);
    const others = results.flatMap(({ others }) => others);
    leftOut.push(...others.map((path) => ({ path, why: "it holds no CloudTrail record" })));
    sayLeftOut(leftOut, io);
    if (files.length === others.length) throw nothingToRead(operands, period);
    const report = await reportOf(results, sets, folder, io);
    if (checkpoint !== undefined) rmSync(checkpoint, { recursive: true });
    return report;
  } finally {
    kept?.remove();
  }
}

async function judgeAll(
  chunks: readonly Chunk[],
  task: HistoryTask,
  folder: string,
  progress: ProgressFile,
  reading: ReturnType<typeof startReading>,
  io: Io,
): Promise<void> {
  const waiting = chunks.filter(({ number }) => !progress.done.has(number));
  const line = startProgress("log files", sizeOf(chunks), io);
  line.step(sizeOf(chunks) - sizeOf(waiting));
  const take = (chunk: Chunk, result: ChunkResult): void => {
    progress.add(result);
    line.step(chunk.files.length);
  };
  try {
    // A thread cannot read standard input, and is not worth its start for a few files.
    const own = waiting.filter(({ files }) => files.some(({ path }) => path === "-"));
    const others = waiting.filter((chunk) => !own.includes(chunk));
    const alone = sizeOf(others) <= FEW_FILES ? others.splice(0) : [];
    const judge = createJudgeChunk(task, folder);
    for (const chunk of [...own, ...alone]) take(chunk, await judge(chunk, reading.bytesOf));
    if (others.length === 0) return;
    const byNumber = new Map(others.map((chunk) => [chunk.number, chunk]));
    await judgeOnThreads(others, { task, folder }, (result) => {
      const chunk = byNumber.get(result.number);
      if (chunk !== undefined) take(chunk, result);
    });
  } finally {
    line.done();
  }
}

/** Files that are judged without threads. */
const FEW_FILES = 20;

function sizeOf(chunks: readonly Chunk[]): number {
  return chunks.reduce((sum, { files }) => sum + files.length, 0);
}

async function reportOf(
  results: readonly ChunkResult[],
  sets: readonly BacktestSet[],
  folder: string,
  io: Io,
): Promise<BacktestReport> {
  const read = noneRead();
  const unread: Unread[] = [];
  let unreadInAll = 0;
  for (const result of results) {
    addCounts(read, result.read);
    unreadInAll += result.unread.length;
    unread.push(...result.unread.slice(0, MOST_UNREAD - unread.length));
  }
  const reports: SetReport[] = [];
  for (const [set, { name, inUse, settings }] of sets.entries()) {
    const judged = noJudged();
    for (const result of results) addCounts(judged, result.judged[set] ?? {});
    const runs = results.flatMap((result) => result.runs[set] ?? []);
    const events = runs.reduce((sum, run) => sum + run.events, 0);
    const line = startProgress("events", events, io);
    const { ruleSet } = inUse;
    try {
      const found = readRuns(folder, runs);
      const folded = await foldHistory(found, { ruleSet, settings }, () => line.step());
      reports.push(
        setReport({ name, ruleSet, judged, ...folded, accountNames: settings.accountNames }),
      );
    } finally {
      line.done();
    }
  }
  const [before, after] = reports;
  return {
    version: 1,
    period: periodOf(results),
    read,
    unread,
    unreadInAll,
    sets: reports,
    ...(before !== undefined && after !== undefined && { comparison: compareSets(before, after) }),
  };
}

function periodOf(results: readonly ChunkResult[]): BacktestReport["period"] {
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  for (const { first, last } of results) {
    from = Math.min(from, first ?? from);
    to = Math.max(to, last ?? to);
  }
  return from <= to ? { from: new Date(from).toISOString(), to: new Date(to).toISOString() } : null;
}

/** The files in the order they came to the bucket, a few at a time. */
function chunksOf(files: readonly InputFile[]): readonly Chunk[] {
  const timed = files.map((file) => ({ file, at: deliveryTimeOf(file.path) ?? 0 }));
  timed.sort((a, b) => a.at - b.at || (a.file.path < b.file.path ? -1 : 1));
  const chunks: { number: number; files: InputFile[] }[] = [];
  let bytes = 0;
  for (const { file } of timed) {
    const last = chunks.at(-1);
    const size = file.size ?? TYPICAL_BYTES;
    if (last === undefined || last.files.length >= CHUNK_FILES || bytes + size > CHUNK_BYTES) {
      chunks.push({ number: chunks.length, files: [file] });
      bytes = size;
    } else {
      last.files.push(file);
      bytes += size;
    }
  }
  return chunks;
}

/** Of a file whose size is not known. */
const TYPICAL_BYTES = 100_000;
