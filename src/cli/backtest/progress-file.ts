import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { sha256 } from "../../core/record/sha256.ts";
import { UsageError } from "../command.ts";
import { fileFault } from "../input/find-inputs.ts";
import type { Chunk, ChunkResult } from "./history.ts";
import type { HistoryTask } from "./judge-file.ts";

/** Name of the file in the folder of a run that says what is done. */
const FILE = "progress.ndjson";

/** Changes with what the files of a folder mean. */
const VERSION = 2;

/** What of a history is judged already; kept in a folder, so that a run that ends early can go on. */
export class ProgressFile {
  readonly #path: string;
  /** Results of the chunks that were judged before, by number. */
  readonly done = new Map<number, ChunkResult>();

  /**
   * Opens the progress of a run, or begins it.
   *
   * @throws {UsageError} If the folder holds the progress of other files or rules.
   */
  constructor(folder: string, task: HistoryTask, chunks: readonly Chunk[]) {
    makeFolder(folder);
    this.#path = join(folder, FILE);
    const head = JSON.stringify({ version: VERSION, of: fingerprint(task, chunks) });
    if (!existsSync(this.#path)) {
      writeFileSync(this.#path, `${head}\n`, { mode: 0o600 });
      return;
    }
    const text = readFileSync(this.#path, "utf8");
    // A line that was being written when the run ended is none.
    const end = text.lastIndexOf("\n") + 1;
    if (end < text.length) truncateSync(this.#path, Buffer.byteLength(text.slice(0, end)));
    const [first, ...lines] = text.slice(0, end).split("\n");
    if (first !== head) {
      throw new UsageError(
        `--checkpoint "${folder}" holds the progress of other log files, rules or settings: name another folder, or remove it`,
      );
    }
    for (const line of lines) {
      if (line === "") continue;
      const result: ChunkResult = JSON.parse(line);
      this.done.set(result.number, result);
    }
  }

  add(result: ChunkResult): void {
    appendFileSync(this.#path, `${JSON.stringify(result)}\n`);
    this.done.set(result.number, result);
  }
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const why = code === "EEXIST" || code === "ENOTDIR" ? "it is a file" : fileFault(cause);
    if (why === undefined) throw cause;
    throw new UsageError(`--checkpoint takes a folder, "${folder}": ${why}`);
  }
}

/** Of all that decides what chunks come to. */
function fingerprint(task: HistoryTask, chunks: readonly Chunk[]): string {
  const { from, to } = task.period;
  const files = chunks.map(({ files }) =>
    files.map(({ path, object }) => [path, stampOf(path, object)]),
  );
  return sha256(JSON.stringify([task.sets, task.bucket, String(from), String(to), files]));
}

/** What changes when a file does. */
function stampOf(path: string, object: unknown): unknown {
  if (object !== undefined || path === "-") return object ?? null;
  const { size, mtimeMs } = statSync(path);
  return [size, mtimeMs];
}
