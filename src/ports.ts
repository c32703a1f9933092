/** One file, so that all the use cases need from outside is seen at once. */

import type { BusEntry } from "./core/entry/bus-entry.ts";
import type { FolderValidation } from "./core/entry/validation-request.ts";
import type { KnownValue } from "./core/memory/known-value.ts";
import type { Several } from "./core/memory/several.ts";
import type { Observation, Sighting } from "./core/memory/sighting.ts";
import type { Mute } from "./core/mute/mute.ts";
import type { Continuation } from "./core/notification/continuation.ts";
import type { ObjectRef } from "./core/record/object-ref.ts";
import type { SlackMessage } from "./core/slack/block.ts";
import type { SnsMessage } from "./core/sns/message.ts";
import type { Permit } from "./core/thread/call-rate.ts";
import type { Drawn } from "./core/thread/drawn.ts";
import type { Mark } from "./core/thread/mark.ts";
import type { Member } from "./core/thread/member.ts";
import type { Pace } from "./core/thread/pace.ts";
import type { Storm } from "./core/thread/storm.ts";
import type { Tally } from "./core/thread/tally.ts";
import type { WindowHead } from "./core/thread/window.ts";

export type { ObjectRef };

/** Where log files come from. */
export interface LogFiles {
  /**
   * Opens an object's bytes as they are stored.
   *
   * @param etag Tag its content must have; any will do if undefined.
   * @throws {UnreadableError} If no retry can help: the object is gone, its content is another
   * now. Any other rejection is worth a retry.
   * @throws {DeniedError} If it is not allowed, or not yet.
   */
  open(object: ObjectRef, etag?: string): Promise<LogContent>;
}

/** An object's content. */
export interface LogContent {
  readonly bytes: AsyncIterable<Uint8Array>;
  /** Tells this content from any other the object may have. */
  readonly etag: string | undefined;
}

/** What is known of the log files that were read. Rejects if that cannot be asked for now. */
export interface PublishedFiles {
  /**
   * Writes down what a file's content is, unless something else is written already: that stays.
   */
  remember(file: ObjectRef, content: FileContent): Promise<Remembered>;
}

/** What tells one content of an object from another. */
export interface FileContent {
  /** S3's tag: another for the same content where a key of KMS encrypts it. */
  readonly etag: string;
  /** Of all its bytes as they are stored; absent if they were not read to their end. */
  readonly sha256?: string;
}

/** How a file's content relates to what is known of it. */
export type Remembered =
  | { readonly kind: "new" }
  /** `etags`: tags it was known by before; `since`: when it was read first, milliseconds since the epoch. */
  | { readonly kind: "same"; readonly etags: readonly string[]; readonly since?: number }
  /** `since`: when the first content was read. */
  | { readonly kind: "other"; readonly since?: number };

/** How the splitter asks for another invocation that reads on. */
export interface Continuations {
  /** @param delaySeconds When it is invoked; 0 to 900. */
  send(continuation: Continuation, delaySeconds: number): Promise<void>;
}

/** How the splitter sends a canary to itself, as it would a continuation. */
export interface CanaryQueue {
  sendCanary(canary: { readonly rule: string; readonly at: number }): Promise<void>;
}

/** How the splitter has a folder of digests validated by an invocation of its own. */
export interface ValidationQueue {
  sendValidation(folder: Omit<FolderValidation, "kind">): Promise<void>;
}

/** Where flat events go. */
export interface EventBus {
  /**
   * Sends one batch.
   *
   * @returns The entries the bus refused, with its reason: a refusal is an answer, not an
   * exception. Rejects only when the call itself failed.
   */
  put(batch: readonly BusEntry[]): Promise<readonly Refusal[]>;
}

/** An entry the bus did not accept. */
export interface Refusal {
  readonly entry: BusEntry;
  readonly code: string;
  readonly message: string;
  /** True if it will be refused however often it is offered. */
  readonly isFinal?: boolean;
}

/** Where work goes that no retry can do. Shaped as Lambda's own failure records, so one redrive fits both. */
export interface DeadLetters {
  send(letter: DeadLetter): Promise<void>;
}

/** One piece of work given up. */
export interface DeadLetter {
  /** The event that would do this piece again if the function were invoked with it. */
  readonly requestPayload: unknown;
  readonly responsePayload: { readonly errorType: string; readonly errorMessage: string };
}

/** Structured log. Field values never hold a secret. */
export interface Log {
  info(message: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void;
  error(message: string, fields?: Readonly<Record<string, unknown>>): void;
  /**
   * One embedded-metric-format line: counters, with optional dimensions. A list is as many
   * observations, at most 100.
   */
  metrics(
    counters: Readonly<Record<string, number | readonly number[]>>,
    dimensions?: Readonly<Record<string, string>>,
  ): void;
}

/** Time, so that waiting can be faked. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
}

/** Reads a secret's text by ARN or name. */
export interface Secrets {
  /**
   * @param options.fresh True to read it again although it is known: it may have been rotated.
   */
  get(id: string, options?: { readonly fresh?: boolean }): Promise<string>;
}

/** Posts as the Slack app. Every method rejects with a `DeliveryError`. */
export interface SlackApp {
  /**
   * @param threadTs Parent to reply to; absent for a message of its own.
   * @param by Kept with the message, so that it can be found again.
   * @returns The message's `ts`, its id within the channel.
   */
  post(channel: string, message: SlackMessage, threadTs?: string, by?: PostedBy): Promise<string>;
  update(channel: string, ts: string, message: SlackMessage): Promise<void>;
  /** A call without effect: whether Slack answers, and knows us. */
  probe(): Promise<void>;
  /**
   * Looks for a message among the latest. Needs a scope that posting does not.
   *
   * @param since When it was posted at the earliest, milliseconds since the epoch.
   * @returns Its `ts`; undefined if it is not there.
   */
  find(channel: string, by: PostedBy, since: number): Promise<string | undefined>;
}

/** What a message was posted for. */
export interface PostedBy {
  /** Window or storm. */
  readonly window: string;
  /** Tells one try from another. */
  readonly attempt: string;
}

/** Posts through incoming webhooks. Rejects with a `DeliveryError` that never holds the address. */
export interface SlackWebhooks {
  /** @param secretId ARN or name of the secret with the webhook's address. */
  post(secretId: string, message: SlackMessage): Promise<void>;
}

/** Publishes on SNS topics. Rejects with a `DeliveryError`. */
export interface Topics {
  publish(topicArn: string, message: SnsMessage): Promise<void>;
}

/** CloudWatch metrics, all values counts. */
export interface Metrics {
  /** Counts at once: when it returns, nothing can undo it. */
  put(namespace: string, values: readonly MetricValue[]): void;
}

/** One value of one metric. */
export interface MetricValue {
  readonly metric: string;
  readonly dimension: string;
  readonly dimensionValue: string;
  readonly value: number;
}

/** The notifier's queues, from the consumer's side. */
export interface MessageQueues {
  /** Has a message delivered again after so many seconds, 0 to 43,200. */
  postpone(receipt: MessageReceipt, seconds: number): Promise<void>;
}

/** A message that was received. */
export interface MessageReceipt {
  /** The queue's name. */
  readonly queue: string;
  readonly handle: string;
}

/**
 * Where canaries end, and what the notifier sends of its own. Rejections mean that the table or the
 * queue cannot be reached. Times in milliseconds since the epoch.
 */
export interface CanaryReceipts {
  /** Writes down that a canary came that set out at a time; an older one changes nothing. */
  received(way: string, at: number): Promise<void>;
  /**
   * When the last canary of each way set out. One that none ever came by counts from the first time
   * it was asked for.
   */
  last(ways: readonly string[], now: number): Promise<ReadonlyMap<string, number>>;
  /** Sends one by the queue of turns. */
  sendTurn(at: number): Promise<void>;
}

/**
 * Where events are recorded until they are drawn. Every method may be called again, in any order,
 * by any number of notifiers at once. Rejections mean the table cannot be reached.
 */
export interface AlertRecords {
  /** The window that takes a thread's events at this moment; undefined if none is open. */
  currentWindow(channel: string, thread: string, now: number): Promise<OpenWindow | undefined>;
  /**
   * Begins a window, unless another notifier was first.
   *
   * @returns The thread's current window: this one, or the other's.
   */
  openWindow(head: WindowHead, now: number): Promise<OpenWindow>;
  /** Where an event was recorded; undefined if it was not. */
  claimed(channel: string, identity: string): Promise<RecordPlace | undefined>;
  /** Records that an event is to be found in a place, unless it is known to be in another. */
  claim(channel: string, identity: string, place: RecordPlace): Promise<Claimed>;
  /** Adds events to a window, each to its part; those that are there already stay as they are. */
  addMembers(window: string, members: readonly PlacedMember[]): Promise<void>;
  /** Has a window's members spread over so many parts. Before any goes to a part beyond the first. */
  widen(window: string, shards: number): Promise<void>;
  /**
   * Says that something of a window waits. A mark that is there keeps the earlier `due`.
   *
   * @param isFirst Whether there is most likely none yet; a wrong guess costs one more write.
   */
  mark(channel: string, mark: Omit<Mark, "as" | "storm">, isFirst?: boolean): Promise<void>;
  /** Has the sweep look after a channel. */
  register(channel: string): Promise<void>;
}

/**
 * What rules of several events remember, by the key of the events that count together. Every method
 * may be called again, in any order, by any number of notifiers at once; what was written is read.
 * Rejections mean the table cannot be reached. Times in milliseconds since the epoch.
 */
export interface RuleMemory {
  /**
   * Keeps an event, unless one stands in its place at its time: that stays as it is.
   *
   * @param seconds How long it is kept.
   * @returns Whose event stands there: this one, or another.
   */
  keep(observation: Observation, seconds: number): Promise<"own" | "other">;
  /** The events of a key from one time to another, both included. */
  sightings(ruleId: string, key: string, from: number, to: number): Promise<readonly Sighting[]>;
  /** The alerts of a key that fired. */
  fired(ruleId: string, key: string): Promise<FiredAlerts>;
  /**
   * Says which alerts of a key have fired, if none has since the version was read.
   *
   * @returns Whether that went through.
   */
  fire(ruleId: string, key: string, fired: FiredAlerts, seconds: number): Promise<boolean>;
  /** What is remembered of a value; undefined if it was not met. */
  value(ruleId: string, key: string, value: string): Promise<KnownValue | undefined>;
  /**
   * Remembers a value, if what is remembered of it still is what was read.
   *
   * @returns Whether that went through.
   */
  meet(
    ruleId: string,
    key: string,
    value: string,
    change: { readonly from: KnownValue | undefined; readonly to: KnownValue },
    seconds: number,
  ): Promise<boolean>;
  /** When a key began to learn: at this time, unless it did before. Keeps that for longer, each time. */
  learnedSince(ruleId: string, key: string, time: number, seconds: number): Promise<number>;
}

/** The alerts of a key, as they were read and as they are to be written. */
export interface FiredAlerts {
  /** How often they changed. */
  readonly version: number;
  /** In the order they fired; of older ones sightings may be left out. */
  readonly alerts: readonly Several[];
}

/** An event, and the part of its window that it belongs to. */
export interface PlacedMember {
  readonly shard: number;
  readonly member: Member;
}

/** A window that takes events. */
export interface OpenWindow {
  readonly id: string;
  /** Identity of the event it was opened for, which may be recorded elsewhere in the end. */
  readonly identity?: string;
  /** Milliseconds since the epoch. */
  readonly openedAt: number;
  readonly closesAt: number;
}

/** Where a recorded event is. */
export interface RecordPlace {
  readonly window: string;
  readonly shard: number;
}

/** The answer to a claim: whether it is new, and where the event belongs. */
export interface Claimed extends RecordPlace {
  readonly isNew: boolean;
}

/**
 * Whose turn it is to draw a channel: one notifier at a time. Rejections mean that table or queue
 * cannot be reached. Times in milliseconds since the epoch.
 */
export interface ChannelTurns {
  /** Says that something of a channel waits to be drawn, at a time that may have come. */
  ask(channel: string, due: number): Promise<void>;
  /** Takes the channel for so many seconds, unless another has it. */
  take(channel: string, holder: string, seconds: number): Promise<Turn>;
  /** How often drawing was asked for. Read it before the marks. */
  sequence(channel: string): Promise<number>;
  /**
   * Lets the channel go, if nothing was asked for since.
   *
   * @returns False if something was. True as well if the holder has it no more: another may.
   */
  release(channel: string, holder: string, sequence: number): Promise<boolean>;
  /** All that were ever asked for. */
  channels(): Promise<readonly string[]>;
  /** When the next turn is planned, and until when somebody has the channel. */
  state(channel: string): Promise<{ readonly at?: number; readonly until?: number }>;
}

/** The answer to an attempt to take a channel. */
export type Turn =
  | { readonly taken: true; readonly seq: number }
  | { readonly taken: false; readonly until: number };

/**
 * What a channel's drawer reads and writes; it alone writes here, but for the marks. Rejections
 * mean the table cannot be reached. Times in milliseconds since the epoch.
 */
export interface Drawings {
  /** All marks of a channel, the most severe first. */
  marks(channel: string): Promise<readonly Mark[]>;
  /** Its critical marks alone. */
  criticalMarks(channel: string): Promise<readonly Mark[]>;
  /**
   * Marks a storm, or a window that has no mark any more.
   */
  putMark(channel: string, mark: Mark): Promise<void>;
  /**
   * Says when a mark is due next. Whatever was marked since it was read stays due; how its window
   * is drawn is taken over in any case.
   */
  renewMark(channel: string, mark: Mark, next: NextMark): Promise<void>;
  /** Removes a mark, unless something was marked since it was read. */
  clearMark(channel: string, mark: Mark): Promise<void>;
  head(window: string): Promise<WindowHead | undefined>;
  /** All members, of every part. */
  members(window: string, shards: number): Promise<readonly Member[]>;
  drawn(window: string): Promise<Drawn | undefined>;
  putDrawn(window: string, drawn: Drawn): Promise<void>;
  /** Storms whose end is not drawn yet. */
  storms(channel: string): Promise<readonly Storm[]>;
  /** Any storm, ended or not. */
  storm(channel: string, id: string): Promise<Storm | undefined>;
  putStorm(channel: string, storm: Storm): Promise<void>;
  /** Keeps a storm whose end is drawn apart from the others. */
  endStorm(channel: string, storm: Storm): Promise<void>;
  /** What a storm's windows come to, window by window. */
  stormTallies(storm: string): Promise<ReadonlyMap<string, Tally>>;
  putStormTally(storm: string, window: string, tally: Tally): Promise<void>;
  /** What is muted, in any channel; some of it may be over. */
  mutes(): Promise<readonly Mute[]>;
  pace(channel: string): Promise<Pace>;
  putPace(channel: string, pace: Pace): Promise<void>;
  /** Identities of a window's members that were published each by itself. */
  published(window: string): Promise<ReadonlySet<string>>;
  putPublished(window: string, identities: readonly string[]): Promise<void>;
}

/** A mark as its drawer leaves it. */
export interface NextMark {
  readonly due: number;
  /** Whether something still waits. */
  readonly isWaiting: boolean;
  readonly as?: Mark["as"];
  readonly storm?: string;
  readonly notBefore?: number;
  readonly wantsDetails?: boolean;
}

/** Edits of one Slack workspace, over all channels and notifiers. Rejects if the table is down. */
export interface WorkspaceEdits {
  /** @param kept Edits at once that are left to others. */
  take(kept: number): Promise<Permit>;
  /** The workspace takes no edit before a time, in milliseconds since the epoch. */
  pause(until: number): Promise<void>;
}
