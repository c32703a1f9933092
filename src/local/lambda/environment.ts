import { randomUUID } from "node:crypto";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import type { FunctionError, InvokeMessage, WorkerMessage, WorkerSettings } from "./worker.ts";
import { workerProgram } from "./worker-code.ts";

/** How an invocation ended. */
export type InvocationResult =
  | { readonly ok: true; readonly payload: unknown }
  | { readonly ok: false; readonly error: FunctionError };

/** One execution environment: a worker thread that serves one invocation at a time. */
export interface Environment {
  /** Invokes the handler. An environment that timed out or crashed is dead afterwards. */
  invoke(event: unknown, requestId: string, trace: string): Promise<InvocationResult>;
  isAlive(): boolean;
  /** Ends the thread; an invocation under way ends as failed. */
  dispose(): Promise<void>;
}

/** What an environment is made of. */
export interface EnvironmentOptions {
  readonly functionName: string;
  readonly functionArn: string;
  readonly modulePath: string;
  readonly env: Readonly<Record<string, string>>;
  readonly memoryMiB: number;
  readonly timeoutSeconds: number;
  /** Takes what the function writes, as it comes. */
  readonly onLog: (text: string) => void;
}

/** Longest that a module may take to load; Lambda gives 10 s, on a processor of its own. */
const INIT_SECONDS = 30;

/** Starts an environment; the handler's module loads at once. */
export function startEnvironment(options: EnvironmentOptions): Environment {
  const { functionName, functionArn, memoryMiB, timeoutSeconds, onLog } = options;
  const workerData: WorkerSettings = {
    moduleUrl: pathToFileURL(options.modulePath).href,
    functionName,
    functionArn,
    memoryMiB,
  };
  const { program, eval: isText } = workerProgram();
  const worker = new Worker(program, {
    eval: isText,
    name: functionName,
    workerData,
    env: { ...options.env, AWS_LAMBDA_LOG_STREAM_NAME: `local/[$LATEST]${randomUUID()}` },
    execArgv: [],
    stdout: true,
    stderr: true,
    // The heap alone, where Lambda counts the whole process: a function that fits here may not there.
    resourceLimits: { maxOldGenerationSizeMb: memoryMiB },
  });
  let alive = true;
  let death: FunctionError | undefined;
  let becomeReady = () => {};
  /** Loading does not count against the timeout, as on Lambda; it has one of its own. */
  const ready = new Promise<void>((resolve) => {
    const timer = setTimeout(() => {
      fail("Sandbox.Timedout", `Init timed out after ${INIT_SECONDS} seconds`);
      void worker.terminate();
    }, INIT_SECONDS * 1000);
    becomeReady = () => {
      clearTimeout(timer);
      resolve();
    };
  });
  let current:
    | { readonly requestId: string; readonly end: (outcome: InvocationResult) => void }
    | undefined;
  const end = (outcome: InvocationResult) => {
    current?.end(outcome);
    current = undefined;
  };
  const fail = (errorType: string, what: string) => {
    alive = false;
    becomeReady();
    const errorMessage = `RequestId: ${current?.requestId ?? "none"} Error: ${what}`;
    death ??= { errorType, errorMessage };
    end({ ok: false, error: { errorType, errorMessage } });
  };

  worker.stdout.setEncoding("utf8").on("data", onLog);
  worker.stderr.setEncoding("utf8").on("data", onLog);
  worker.on("message", (message: WorkerMessage) => {
    if (message.kind === "log") onLog(message.text);
    else if (message.kind === "ready") becomeReady();
    else if (message.requestId !== current?.requestId) return;
    else if (message.kind === "result") end({ ok: true, payload: JSON.parse(message.json) });
    else end({ ok: false, error: message.error });
  });
  worker.on("error", (cause: Error) => {
    onLog(`${cause.stack ?? cause.message}\n`);
    fail("Runtime.ExitError", `Runtime exited with error: ${cause.message}`);
  });
  worker.on("exit", (code) => {
    fail("Runtime.ExitError", `Runtime exited with error: exit status ${code}`);
  });

  return {
    isAlive: () => alive,
    async invoke(event, requestId, trace) {
      await ready;
      if (death !== undefined) return { ok: false, error: death };
      return new Promise((resolve) => {
        const timeoutMs = timeoutSeconds * 1000;
        const timer = setTimeout(() => {
          const what = `Task timed out after ${timeoutSeconds.toFixed(2)} seconds`;
          onLog(`${new Date().toISOString()} ${requestId} ${what}\n`);
          fail("Sandbox.Timedout", what);
          void worker.terminate();
        }, timeoutMs);
        current = {
          requestId,
          end(outcome) {
            clearTimeout(timer);
            resolve(outcome);
          },
        };
        const deadline = Date.now() + timeoutMs;
        const message: InvokeMessage = { requestId, event, trace, deadline };
        worker.postMessage(message);
      });
    },
    async dispose() {
      alive = false;
      await worker.terminate();
    },
  };
}
