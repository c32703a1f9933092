/**
 * The deployed splitter, in a process that is the function and nothing else. Started by
 * `startSplitter`; each message names log files, which it splits by an invocation each.
 */
import type { SplitterHandler } from "../../../src/splitter/compose.ts";
import { newsOf } from "../../support/splitter-world.ts";

/** What some invocations took. */
export interface Invoked {
  /** Milliseconds of CPU, user and system, of the whole process: Lambda pays for both. */
  readonly cpu: number;
  /** Milliseconds on the clock beyond CPU. */
  readonly waited: number;
  /** Bytes of log lines, with the 26 that CloudWatch adds to each. */
  readonly logBytes: number;
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html */
const LINE_BYTES = 26;

const context = {
  getRemainingTimeInMillis: () => 300_000,
  invokedFunctionArn: "arn:aws:lambda:eu-central-1:111122223333:function:trailbridge-splitter",
};
let logBytes = 0;
console.log = (line: string) => {
  logBytes += Buffer.byteLength(line) + LINE_BYTES;
};

const { handler } = (await import(process.argv[2] ?? "")) as { handler: SplitterHandler };
process.on("message", async (keys: readonly string[]) => process.send?.(await invoke(keys)));
process.send?.("ready");

async function invoke(keys: readonly string[]): Promise<Invoked> {
  logBytes = 0;
  const began = performance.now();
  const before = process.cpuUsage();
  for (const key of keys) {
    const { counters } = await handler(newsOf([key]), context);
    const { published, filtered, waiting, misplaced } = counters;
    if (published + filtered === 0 || waiting > 0 || misplaced > 0) {
      throw new Error(`Cannot measure as all files must be split: ${JSON.stringify(counters)}`);
    }
  }
  const { user, system } = process.cpuUsage(before);
  const cpu = (user + system) / 1_000;
  return { cpu, waited: Math.max(0, performance.now() - began - cpu), logBytes };
}
