import { rmSync } from "node:fs";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { makeTempFolder, type TempFolder } from "../../adapters/temp-folder.ts";
import { deliveryTimeOf } from "../../core/backtest/delivery-time.ts";
import type { BacktestReport } from "../../core/backtest/report.ts";
import type { Period } from "../../core/notification/period.ts";
import type { RuntimeSettings } from "../../core/settings/config.ts";
import { type Io, UsageError } from "../command.ts";
import type { InputFile, LeftOut } from "../input/find-inputs.ts";
import { nothingToRead, sayLeftOut } from "../input/read-inputs.ts";
import { type Reading, startReading } from "../input/reading.ts";
import { type Progress, startProgress } from "../progress.ts";
import type { RulesInUse } from "../rules-in-use.ts";
import { chunksOf } from "./chunks.ts";
import type { Chunk, ChunkResult, Run } from "./history.ts";
import { createJudgeChunk } from "./judge-chunk.ts";
import type { HistoryTask } from "./judge-file.ts";
import { judgeOnThreads } from "./judge-threads.ts";
import { ProgressFile } from "./progress-file.ts";
import { readRuns } from "./read-runs.ts";
import { reportOf } from "./report-of.ts";
import { ResultLine } from "./result-line.ts";
import { SetHistory } from "./set-history.ts";

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

/** Events that may wait to be folded before a core is left to folding. */
const MANY_EVENTS = 5_000;

/**
 * A heap grows by half of what lives in it before it is looked through, not to several times that:
 * of the threads and of folding there are three, and most of what they make is gone at once.
 */
const HEAP_GROWTH = "--heap-growing-percent=50";

/** All cores are at work: helpers of each thread's collector would only wait for one another. */
const OWN_SCAVENGES = "--no-parallel-scavenge";

/** Files that are judged without threads. */
const FEW_FILES = 20;

/**
 * Runs history through rules: reads and judges it on all cores, and folds what is found, which
 * begins at once where the files' names tell their order.
 */
export async function runBacktest(request: BacktestRequest, io: Io): Promise<BacktestReport> {
  const { operands, period, sets, checkpoint } = request;
  setFlagsFromString(HEAP_GROWTH);
  setFlagsFromString(OWN_SCAVENGES);
  const reading = startReading(io, period);
  const leftOut: LeftOut[] = [];
  const files: InputFile[] = [];
  for await (const file of reading.find(operands, leftOut)) files.push(file);
  if (checkpoint !== undefined && files.some(({ path }) => path === "-")) {
    throw new UsageError(
      "--checkpoint is for files, which can be read again: what comes by standard input cannot",
    );
  }
  const chunks = chunksOf(files);
  const line = startProgress("log files", files.length, io);
  let kept: TempFolder | undefined;
  const interrupt = (): never => {
    line.done();
    kept?.remove();
    const way =
      checkpoint === undefined
        ? "with --checkpoint <folder> it could go on where it ended"
        : "the same words go on from here";
    io.err(`trailbridge: interrupted: ${way}\n`);
    // What a shell makes of SIGINT: threads are at work, and nothing else waits for an end.
    process.exit(130);
  };
  process.once("SIGINT", interrupt);
  try {
    if (checkpoint === undefined) kept = makeTempFolder("backtest");
    const folder = checkpoint ?? kept?.path ?? "";
    const task = taskOf(request);
    const progress = new ProgressFile(folder, task, chunks);
    const results = new ResultLine(chunks.length);
    const histories = sets.map(
      ({ inUse: { ruleSet }, settings }) => new SetHistory({ ruleSet, settings }),
    );
    const judging = judgeAll(chunks, { task, folder }, progress, results, reading, line).catch(
      (error: unknown) => results.fail(error),
    );
    const isTimed = files.every(({ path }) => deliveryTimeOf(path) !== undefined);
    const all: ChunkResult[] = [];
    for await (const result of results.inOrder()) {
      all.push(result);
      if (isTimed) await foldRuns(result.runs, histories, folder, kept !== undefined);
    }
    await judging;
    if (!isTimed) {
      const runs = histories.map((_, set) => all.flatMap((result) => result.runs[set] ?? []));
      await foldRuns(runs, histories, folder, kept !== undefined);
    }
    const report = await reportOf(all, sets, histories);
    line.done();
    const others = all.flatMap((result) => result.others);
    leftOut.push(...others.map((path) => ({ path, why: "it holds no CloudTrail record" })));
    sayLeftOut(leftOut, io);
    if (files.length === others.length) throw nothingToRead(operands, period);
    if (checkpoint !== undefined) rmSync(checkpoint, { recursive: true });
    return report;
  } finally {
    process.off("SIGINT", interrupt);
    line.done();
    kept?.remove();
  }
}

function taskOf({ sets, bucket, period }: BacktestRequest): HistoryTask {
  return {
    sets: sets.map(({ inUse: { ruleSet, self, publish, entries } }) => ({
      ruleSet,
      self,
      publish,
      entries,
    })),
    bucket,
    period,
  };
}

async function judgeAll(
  chunks: readonly Chunk[],
  data: { readonly task: HistoryTask; readonly folder: string },
  progress: ProgressFile,
  results: ResultLine,
  reading: Reading,
  line: Progress,
): Promise<void> {
  for (const result of progress.done.values()) results.put(result);
  const waiting = chunks.filter(({ number }) => !progress.done.has(number));
  line.step(sizeOf(chunks) - sizeOf(waiting));
  const take = (result: ChunkResult): void => {
    progress.add(result);
    results.put(result);
    line.step(chunks[result.number]?.files.length);
  };
  // A thread cannot read standard input, and is not worth its start for a few files.
  const own = waiting.filter(({ files }) => files.some(({ path }) => path === "-"));
  const others = waiting.filter((chunk) => !own.includes(chunk));
  const alone = sizeOf(others) <= FEW_FILES ? others.splice(0) : [];
  const judge = createJudgeChunk(data.task, data.folder);
  for (const chunk of [...own, ...alone]) take(await judge(chunk, reading.bytesOf));
  if (others.length > 0) {
    await judgeOnThreads(others, data, take, () => results.waiting > MANY_EVENTS);
  }
}

function sizeOf(chunks: readonly Chunk[]): number {
  return chunks.reduce((sum, { files }) => sum + files.length, 0);
}

/** Folds runs, by set of rules; what is not kept is removed then. */
async function foldRuns(
  runs: readonly (readonly Run[])[],
  histories: readonly SetHistory[],
  folder: string,
  isOver: boolean,
): Promise<void> {
  for (const [set, history] of histories.entries()) {
    const own = runs[set] ?? [];
    for (const event of readRuns(folder, own)) await history.add(event);
    if (isOver) for (const { file } of own) rmSync(join(folder, file));
  }
}
