/**
 * Runs inside the worker thread of one execution environment: loads the handler, then serves
 * one invocation after another. It imports nothing of the project, as it is started from its text.
 *
 * @module
 */
import { parentPort, workerData } from "node:worker_threads";

/** What the environment is started with. */
export interface WorkerSettings {
  /** `file:` URL of the module that exports `handler`. */
  readonly moduleUrl: string;
  readonly functionName: string;
  readonly functionArn: string;
  readonly memoryMiB: number;
}

/** What the worker is asked: one invocation. */
export interface InvokeMessage {
  readonly requestId: string;
  readonly event: unknown;
  /** Trace header that AWS clients send on. */
  readonly trace: string;
  /** When the invocation times out, in milliseconds since the epoch. */
  readonly deadline: number;
}

/** An error as a function reports it. */
export interface FunctionError {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
}

/** What the worker says: that its module has loaded or failed to, a line of log, or the end of an invocation. */
export type WorkerMessage =
  | { readonly kind: "ready" }
  | { readonly kind: "log"; readonly text: string }
  | { readonly kind: "result"; readonly requestId: string; readonly json: string }
  | { readonly kind: "error"; readonly requestId: string; readonly error: FunctionError };

type Handler = (event: unknown, context: object) => unknown;

const settings: WorkerSettings = workerData;

// Written text takes the way of the results, so that it arrives before them.
for (const stream of [process.stdout, process.stderr]) {
  stream.write = ((chunk: unknown, ...rest: unknown[]) => {
    say({ kind: "log", text: typeof chunk === "string" ? chunk : String(chunk) });
    const done = rest.at(-1);
    if (typeof done === "function") done();
    return true;
  }) as typeof stream.write;
}

const loading = import(settings.moduleUrl).then(({ handler }: { handler?: unknown }) => {
  if (typeof handler === "function") return handler as Handler;
  throw Object.assign(new Error(`${settings.moduleUrl} exports no function named handler`), {
    name: "Runtime.HandlerNotFound",
  });
});
// A failure to load is reported by the first invocation.
loading.catch(() => {}).finally(() => say({ kind: "ready" }));

parentPort?.on("message", async ({ requestId, event, deadline, trace }: InvokeMessage) => {
  process.env._X_AMZN_TRACE_ID = trace;
  const context = {
    functionName: settings.functionName,
    functionVersion: "$LATEST",
    invokedFunctionArn: settings.functionArn,
    memoryLimitInMB: String(settings.memoryMiB),
    awsRequestId: requestId,
    logGroupName: `/aws/lambda/${settings.functionName}`,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  };
  try {
    const handler = await loading;
    const json = JSON.stringify((await handler(event, context)) ?? null);
    say({ kind: "result", requestId, json });
  } catch (cause) {
    say({ kind: "error", requestId, error: describe(cause) });
  }
});

function say(message: WorkerMessage): void {
  parentPort?.postMessage(message);
}

function describe(cause: unknown): FunctionError {
  if (!(cause instanceof Error)) return { errorType: typeof cause, errorMessage: String(cause) };
  const trace = cause.stack?.split("\n");
  return {
    errorType: cause.name,
    errorMessage: cause.message,
    ...(trace === undefined ? {} : { trace }),
  };
}
