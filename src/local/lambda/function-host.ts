import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Activity } from "../wiring/activity.ts";
import { functionArn, type Place } from "../wiring/arn.ts";
import type { FunctionWiring } from "../wiring/wiring.ts";
import { type Environment, type InvocationResult, startEnvironment } from "./environment.ts";
import { createFunctionLog, type FunctionLog } from "./function-log.ts";
import { isLoop, lineageOf, MAX_LOOPS, traceHeaderOf } from "./lineage.ts";

/** A Lambda function with its environments. */
export interface FunctionHost {
  readonly wiring: FunctionWiring;
  readonly log: FunctionLog;
  /**
   * Invokes and waits for the answer.
   *
   * @param traces Trace headers of the messages that lead to it.
   */
  invoke(event: unknown, traces?: readonly (string | undefined)[]): Promise<InvocationResult>;
  /**
   * Invokes later, with retries; what fails to the last goes to the on-failure queue.
   *
   * @param requestId That of an invocation begun before a restart.
   */
  invokeAsync(event: unknown, requestId?: string): void;
  counts(): FunctionCounts;
  /** Ends every environment; nothing is invoked afterwards. */
  close(): Promise<void>;
}

/** What became of a function's invocations. */
export interface FunctionCounts {
  readonly function: string;
  /** Invocations begun, retries included. */
  readonly invocations: number;
  /** Invocations that failed. */
  readonly errors: number;
  /** Asynchronous events that failed to the last attempt. */
  readonly givenUp: number;
  /** Environments started: cold starts. */
  readonly environments: number;
}

/** What a host needs beside its wiring. */
export interface FunctionHostDeps {
  readonly place: Place;
  readonly activity: Activity;
  /** The whole environment of the function. */
  readonly env: Readonly<Record<string, string>>;
  /** Environments at one time, where the function reserves no fewer. */
  readonly maxEnvironments: number;
  /** Waits before the first, second, … retry, in milliseconds; the last one repeats. */
  readonly retryDelays: readonly number[];
  readonly toQueue: (queue: string, body: string) => void;
  readonly onInvoked?: (invocation: Invocation) => void;
  readonly log?: InvocationLog;
}

/** Takes what becomes of asynchronous invocations, so that a stack can go on after a restart. */
export interface InvocationLog {
  begun(requestId: string, event: unknown): void;
  /** @param last What is done about its end; to be noted as one with it. */
  ended(requestId: string, last: () => void): void;
}

/** One invocation that has ended. */
export interface Invocation {
  readonly function: string;
  readonly requestId: string;
  readonly outcome: InvocationResult;
  readonly milliseconds: number;
}

/** Makes a function; its first environment starts with its first invocation. */
export function createFunctionHost(wiring: FunctionWiring, deps: FunctionHostDeps): FunctionHost {
  const { timeoutSeconds = 3, memoryMiB = 128, asyncRetries = 2, onFailureQueue } = wiring;
  const arn = functionArn(wiring.name, deps.place);
  const log = createFunctionLog();
  const limit = Math.min(wiring.concurrency ?? Number.POSITIVE_INFINITY, deps.maxEnvironments);
  const warm: Environment[] = [];
  const all = new Set<Environment>();
  const waiting: (() => void)[] = [];
  let busy = 0;
  let closed = false;
  let counts = { function: wiring.name, invocations: 0, errors: 0, givenUp: 0, environments: 0 };

  const start = (): Environment => {
    counts = { ...counts, environments: counts.environments + 1 };
    const environment = startEnvironment({
      functionName: wiring.name,
      functionArn: arn,
      modulePath: wiring.modulePath,
      env: deps.env,
      memoryMiB,
      timeoutSeconds,
      onLog: log.write,
    });
    all.add(environment);
    return environment;
  };
  const run = async (
    event: unknown,
    requestId: string,
    traces: readonly (string | undefined)[] = [],
  ): Promise<InvocationResult> => {
    const lineage = lineageOf(traces);
    if (wiring.recursiveLoop !== "Allow" && isLoop(lineage, wiring.name)) {
      const outcome = recursionStopped(wiring.name);
      counts = { ...counts, errors: counts.errors + 1 };
      log.write(`${outcome.error.errorMessage}\n`);
      deps.onInvoked?.({ function: wiring.name, requestId, outcome, milliseconds: 0 });
      return outcome;
    }
    if (busy >= limit) await new Promise<void>((resolve) => waiting.push(resolve));
    else busy++;
    if (closed) return CLOSED;
    let environment = warm.pop();
    while (environment?.isAlive() === false) environment = warm.pop();
    environment ??= start();
    const began = performance.now();
    const outcome = await environment.invoke(event, requestId, traceHeaderOf(lineage, wiring.name));
    const milliseconds = performance.now() - began;
    if (environment.isAlive()) warm.push(environment);
    else all.delete(environment);
    const errors = counts.errors + (outcome.ok ? 0 : 1);
    counts = { ...counts, invocations: counts.invocations + 1, errors };
    // The next in line takes this one's place, so `busy` stays.
    const next = waiting.shift();
    if (next === undefined) busy--;
    else next();
    deps.onInvoked?.({ function: wiring.name, requestId, outcome, milliseconds });
    return outcome;
  };
  const { begun, ended }: InvocationLog = deps.log ?? { begun() {}, ended: (_, last) => last() };
  const runAsync = async (event: unknown, requestId: string): Promise<void> => {
    for (let attempt = 1; ; attempt++) {
      const outcome = await run(event, requestId);
      if (closed) return;
      if (outcome.ok) return ended(requestId, () => {});
      if (attempt > asyncRetries) {
        counts = { ...counts, givenUp: counts.givenUp + 1 };
        const record = failureRecord(arn, requestId, event, outcome.error, attempt);
        return ended(requestId, () => {
          if (onFailureQueue !== undefined) deps.toQueue(onFailureQueue, JSON.stringify(record));
        });
      }
      const delay = deps.retryDelays[attempt - 1] ?? deps.retryDelays.at(-1) ?? 0;
      await sleep(delay, undefined, { ref: false });
    }
  };

  return {
    wiring,
    log,
    invoke: (event, traces) => track(deps.activity, run(event, randomUUID(), traces)),
    invokeAsync(event, requestId = randomUUID()) {
      begun(requestId, event);
      void track(deps.activity, runAsync(event, requestId));
    },
    counts: () => counts,
    async close() {
      closed = true;
      for (const next of waiting.splice(0)) next();
      await Promise.all([...all].map((environment) => environment.dispose()));
    },
  };
}

function recursionStopped(name: string) {
  return {
    ok: false,
    error: {
      errorType: "Lambda.RecursiveInvocation",
      errorMessage: `Function ${name} was invoked ${MAX_LOOPS} times in one chain of requests: Lambda stops the next, as RecursiveLoop is not Allow`,
    },
  } as const;
}

const CLOSED: InvocationResult = {
  ok: false,
  error: { errorType: "Stack.Closed", errorMessage: "The local stack is closed" },
};

async function track<T>(activity: Activity, work: Promise<T>): Promise<T> {
  const end = activity.begin();
  try {
    return await work;
  } finally {
    end();
  }
}

/**
 * What Lambda sends to an on-failure destination.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
 */
function failureRecord(
  functionArn: string,
  requestId: string,
  requestPayload: unknown,
  responsePayload: object,
  approximateInvokeCount: number,
) {
  return {
    version: "1.0",
    timestamp: new Date().toISOString(),
    requestContext: {
      requestId,
      functionArn: `${functionArn}:$LATEST`,
      condition: "RetriesExhausted",
      approximateInvokeCount,
    },
    requestPayload,
    responseContext: { statusCode: 200, executedVersion: "$LATEST", functionError: "Unhandled" },
    responsePayload,
  };
}
