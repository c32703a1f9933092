import { parentPort, workerData } from "node:worker_threads";
import { startReading } from "../input/reading.ts";
import type { Chunk } from "./history.ts";
import { createJudgeChunk } from "./judge-chunk.ts";
import type { ThreadData, ThreadMessage } from "./judge-threads.ts";

/**
 * A thread that judges chunks, one at a time, until it is ended.
 *
 * @module
 */
const { task, folder } = workerData as ThreadData;
const judge = createJudgeChunk(task, folder);
const reading = startReading(silentIo(), task.period);

parentPort?.on("message", async (chunk: Chunk) => {
  try {
    say({ kind: "done", result: await judge(chunk, reading.bytesOf) });
  } catch (error) {
    say({ kind: "failed", error });
  }
});

function say(message: ThreadMessage): void {
  parentPort?.postMessage(message);
}

/** Files alone are read here. */
function silentIo(): Parameters<typeof startReading>[0] {
  return {
    stdin: (async function* () {})(),
    out: async () => {},
    err() {},
    status() {},
    colour: false,
    redraws: false,
    asks: false,
  };
}
