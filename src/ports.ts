import type { BusEntry } from "./core/bus-entry.ts";

/** A log file in S3. */
export interface ObjectRef {
  readonly bucket: string;
  /** Decoded key. */
  readonly key: string;
}

/** Where log files come from. */
export interface LogSource {
  /**
   * Opens an object's bytes as they are stored.
   *
   * @throws {UnreadableError} If no retry can help: the object is gone, access is denied.
   * Any other rejection is worth a retry.
   */
  open(object: ObjectRef): Promise<AsyncIterable<Uint8Array>>;
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
  get(id: string): Promise<string>;
}
