import type { AccessRefusal } from "./access/refusal.ts";
import type { BusCounts } from "./events/buses.ts";
import type { EntryError } from "./events/entry-check.ts";
import type { RoutedEvent } from "./events/routed-event.ts";
import type { AccessRequest } from "./iam/request.ts";
import type { FunctionCounts, Invocation } from "./lambda/function-host.ts";
import type { Input, Intercept } from "./protocol/service.ts";
import type { ObjectChange } from "./s3/notification.ts";
import type { StoredObject } from "./s3/object-store.ts";
import type { MetricSum } from "./services/metrics.ts";
import type { TopicMessage } from "./services/sns.ts";
import type { SinkDelivery } from "./sinks.ts";
import type { QueueDepth, QueueMessage } from "./sqs/queue.ts";
import type { StateFolder } from "./state/state-folder.ts";
import type { CallTrail, CallTrailOptions } from "./trail/call-trail.ts";
import type { Wiring } from "./wiring/wiring.ts";

/** What a local stack is started with. */
export interface StackOptions {
  readonly wiring: Wiring;
  /**
   * Environments of one function at one time.
   *
   * @default the number of processors, or more where its queues may have more invocations
   */
  readonly maxEnvironments?: number;
  /**
   * Waits before the first, second, … retry of an asynchronous invocation, in milliseconds; the
   * last one repeats. Lambda waits one minute, then two.
   *
   * @default [200, 400]
   */
  readonly asyncRetryDelays?: readonly number[];
  /** Waits before each further attempt at a rule's target, in milliseconds. @default [50, 200] */
  readonly targetRetryDelays?: readonly number[];
  /**
   * Seconds after which a queue message whose invocation failed is tried again, where the
   * function did not say. Lambda waits for the queue's visibility timeout.
   *
   * @default 1
   */
  readonly failedVisibilitySeconds?: number;
  /**
   * Folder for what sinks get: `<sink>.ndjson` each, which grows as it comes.
   *
   * @default what sinks get is kept in memory
   */
  readonly sinkFolder?: string;
  /** Messages to topics kept to be looked at. @default all */
  readonly keep?: number;
  /**
   * Folder that queues, objects, tables, topics and what functions had in hand live in, to go on
   * from after a restart, however the process ended.
   *
   * @default in memory and temporary files
   */
  readonly state?: StateFolder;
  /**
   * Where the calls that the stack answers are written as CloudTrail would, once its
   * {@linkcode Stack.calls} are delivered.
   *
   * @default nowhere
   */
  readonly callTrail?: CallTrailOptions;
  /** Makes calls fail, to try what the callers do about it. */
  readonly intercept?: Intercept;
  /** Makes single entries of PutEvents fail. */
  readonly failEntry?: (entry: Input) => EntryError | undefined;
  /** Told of every permission that is asked for, granted or not. */
  readonly onAsked?: (request: AccessRequest) => void;
  /** Told of everything that happens, as it happens. */
  readonly onEvent?: (event: StackEvent) => void;
}

/** Something that happened in the stack. */
export type StackEvent =
  | { readonly kind: "object"; readonly change: ObjectChange }
  | { readonly kind: "bus-event"; readonly bus: string; readonly event: RoutedEvent }
  | { readonly kind: "delivered"; readonly sink: string }
  | { readonly kind: "published"; readonly message: TopicMessage }
  | { readonly kind: "refused"; readonly refusal: AccessRefusal }
  | { readonly kind: "invocation"; readonly invocation: Invocation }
  | { readonly kind: "dead-letter"; readonly queue: string; readonly message: QueueMessage };

/** A running local stack. */
export interface Stack {
  /** Where AWS clients find it, e.g. `http://127.0.0.1:41234`. */
  readonly endpointUrl: string;
  /** Environment variables that point any AWS client at it. */
  readonly env: Readonly<Record<string, string>>;
  queueUrl(queue: string): string;
  topicArn(topic: string): string;
  /** Writes an object without a client; its notifications go out as ever. */
  putObject(bucket: string, key: string, body: ObjectBody): Promise<StoredObject>;
  /** The trail of what was called, where there is a `callTrail`. */
  readonly calls?: CallTrail;
  /** Deletes an object; nothing happens if there is none. */
  deleteObject(bucket: string, key: string): void;
  /**
   * Resolves when nothing is left to do: no notification, event, message or invocation is under
   * way. Messages that a queue shows, first or again, within the patience count as under way; the
   * next event of a schedule does not.
   *
   * @returns What stays behind, invisible for longer.
   */
  idle(options?: IdleOptions): Promise<IdleReport>;
  report(): StackReport;
  /** Calls that the policies did not allow. */
  refusals(): readonly CountedRefusal[];
  /** Messages in a queue; they stay there. */
  messages(queue: string): readonly QueueMessage[];
  /** What a sink got, all of it, delimiters included. */
  delivered(sink: string): string;
  /** The last deliveries to a sink, oldest first. */
  deliveries(sink: string): readonly SinkDelivery[];
  /** Deliveries to each sink so far, by its name. */
  sinkCounts(): ReadonlyMap<string, number>;
  /** Last lines a function wrote, oldest first. */
  logLines(functionName: string): readonly string[];
  /** Counters a function logged: sums of its metrics without a dimension of their own. */
  counters(functionName: string): Readonly<Record<string, number>>;
  /** All metrics a function logged. */
  loggedMetrics(functionName: string): readonly MetricSum[];
  /** Metrics as CloudWatch reads them off what the functions logged. */
  metrics(): readonly MetricSum[];
  /** What was published to topics, in order, as far as it is kept. */
  snsMessages(): readonly TopicMessage[];
  /** Messages ever published, by the topic's name. */
  snsCounts(): ReadonlyMap<string, number>;
  /** Entity tag of the last object that was ever put under a key before a restart. */
  putBefore(bucket: string, key: string): string | undefined;
  /** Ends every function, closes the endpoint and deletes the objects. */
  close(): Promise<void>;
}

/** A refusal, and how often it came. */
export interface CountedRefusal extends AccessRefusal {
  readonly count: number;
}

/** Content of an object. */
export type ObjectBody = string | Uint8Array | AsyncIterable<Uint8Array>;

/** How long to wait for a stack. */
export interface IdleOptions {
  /**
   * A message that a queue shows within so many seconds is waited for; a function is asked anew as
   * things go on.
   *
   * @default 30
   */
  readonly patienceSeconds?: number | (() => number);
  /**
   * When something last came of all the work, in milliseconds since the epoch; see
   * `stillSeconds`.
   */
  readonly movedAt?: () => number;
  /**
   * Seconds without a move after which a stack is idle though work goes on: functions that send
   * themselves messages may do so for ever, to no effect.
   *
   * @default as long as work goes on
   */
  readonly stillSeconds?: number | (() => number);
}

/** What an idle stack still holds, in queues with a function. */
export interface IdleReport {
  /** Messages to be tried again: received before and invisible beyond the patience. */
  readonly waiting: number;
  /** Messages whose sender delays them beyond the patience. */
  readonly delayed: number;
}

/** What became of everything, counted. */
export interface StackReport {
  readonly queues: readonly ({
    readonly queue: string;
    readonly deadLetters: boolean;
  } & QueueDepth)[];
  readonly buses: readonly BusCounts[];
  readonly functions: readonly FunctionCounts[];
  /** Messages in all queues that hold dead letters. */
  readonly deadLetters: number;
}
