import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { Chunk, ChunkResult } from "./history.ts";
import type { HistoryTask } from "./judge-file.ts";

/** What a thread is started with. */
export interface ThreadData {
  readonly task: HistoryTask;
  readonly folder: string;
}

/** What a thread says. */
export type ThreadMessage =
  | { readonly kind: "done"; readonly result: ChunkResult }
  | { readonly kind: "failed"; readonly error: unknown };

/** Megabytes of memory that a thread's objects may take: a chunk's are a few. */
const MAX_HEAP = 128;

/**
 * Judges chunks on all cores, each by one thread.
 *
 * @param take Gets each result, once, in no order.
 * @param isBehind Whether who takes the results has more than it can take up: then one core is its.
 * @throws What a thread threw; the others are ended then.
 */
export async function judgeOnThreads(
  chunks: readonly Chunk[],
  data: ThreadData,
  take: (result: ChunkResult) => void,
  isBehind: () => boolean,
): Promise<void> {
  const waiting = [...chunks].reverse();
  const count = Math.min(availableParallelism(), chunks.length);
  const threads = Array.from({ length: count }, () => startThread(data));
  try {
    await Promise.all(
      threads.map((thread, index) => {
        const rests = () => index > 0 && index === count - 1 && isBehind();
        return workOff(thread, waiting, take, rests);
      }),
    );
  } finally {
    await Promise.all(threads.map((thread) => thread.terminate()));
  }
}

/** Milliseconds between two looks at whether a thread is to go on. */
const REST = 50;

function workOff(
  thread: Worker,
  waiting: Chunk[],
  take: (result: ChunkResult) => void,
  rests: () => boolean,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const next = (): void => {
      if (waiting.length > 0 && rests()) {
        setTimeout(next, REST);
        return;
      }
      const chunk = waiting.pop();
      if (chunk === undefined) resolve();
      else thread.postMessage(chunk);
    };
    thread.on("error", reject);
    thread.on("exit", (code) => reject(new Error(`Cannot judge on as a thread ended: ${code}`)));
    thread.on("message", (message: ThreadMessage) => {
      if (message.kind === "failed") {
        reject(message.error);
        return;
      }
      try {
        take(message.result);
      } catch (error) {
        reject(error);
        return;
      }
      next();
    });
    next();
  });
}

/** Beside this file, whether it is the source or a part of the bundle. */
function startThread(data: ThreadData): Worker {
  const options = {
    workerData: data,
    resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP, maxYoungGenerationSizeMb: 16 },
  };
  if (!import.meta.url.endsWith(".ts")) {
    return new Worker(new URL("./judge-thread.js", import.meta.url), options);
  }
  // From the source: a thread does not inherit what makes Node read TypeScript.
  const loader = JSON.stringify(import.meta.resolve("tsx/esm/api"));
  const module = JSON.stringify(new URL("./judge-thread.ts", import.meta.url));
  const start = `import(${loader}).then(({ register }) => { register(); return import(${module}); })`;
  return new Worker(start, { ...options, eval: true });
}
