import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { newsOf } from "../../support/splitter-world.ts";
import { SPLITTER_BUNDLE } from "./services.ts";

/** The deployed splitter in a process of its own. */
export interface SplitterProcess {
  /** Splits log files, an invocation each. */
  split(keys: readonly string[]): Promise<Taken>;
  /** Milliseconds of user CPU so far; may be asked while files are split. */
  user(): Promise<number>;
  close(): void;
}

/** What some invocations took. */
export interface Taken {
  /** Milliseconds of CPU, user and system, of the whole process: Lambda charges for both. */
  readonly cpu: number;
  /** User CPU alone. */
  readonly user: number;
  /** Milliseconds on the clock beyond CPU. */
  readonly waited: number;
  /** Bytes of log lines, with what CloudWatch adds to each. */
  readonly logBytes: number;
  readonly records: number;
  /** Highest resident memory of the process so far, in MB. */
  readonly residentMb: number;
}

/**
 * Bytes that CloudWatch adds to each line.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html
 */
export const LINE_BYTES = 26;

/** @param env The function's. */
export async function startSplitter(
  env: Readonly<Record<string, string>>,
): Promise<SplitterProcess> {
  const child: ChildProcess = fork(
    fileURLToPath(new URL("splitter-process.mjs", import.meta.url)),
    [SPLITTER_BUNDLE, String(LINE_BYTES)],
    {
      execArgv: [],
      env: { ...env, PATH: process.env.PATH },
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    },
  );
  const ended = once(child, "exit").then(([code]) => {
    throw new Error(`Cannot measure as the splitter must go on: its process ended by ${code}`);
  });
  // Nobody waits for its end while nothing is asked of it.
  ended.catch(() => {});
  const answer = (kind: "ready" | "taken" | "user") => {
    const answered = new Promise<unknown>((resolve) => {
      const listen = (message: Readonly<Record<string, unknown>>) => {
        if (message[kind] === undefined) return;
        child.off("message", listen);
        resolve(message[kind]);
      };
      child.on("message", listen);
    });
    return Promise.race([answered, ended]);
  };
  await answer("ready");
  return {
    split(keys) {
      child.send({ events: keys.map((key) => newsOf([key])) });
      return answer("taken") as Promise<Taken>;
    },
    user() {
      child.send({ asked: true });
      return answer("user") as Promise<number>;
    },
    close: () => child.disconnect(),
  };
}
