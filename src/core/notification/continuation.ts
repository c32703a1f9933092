import type { ObjectRef } from "../record/object-ref.ts";

/** Where the reading of a log file goes on after another invocation's time was up. */
export interface Resumption {
  /** Index of the first record that is not settled: all before it are on the bus or counted. */
  readonly next: number;
  /** Bytes of the file's text up to the end of the record before that. */
  readonly offset: number;
  /** Invocations that have read of the file so far. */
  readonly hops: number;
  /** S3's tag of the content read so far; absent when nothing was read. */
  readonly etag?: string;
  /** The fault met so far that did not stop the reading: it is told when all is read. */
  readonly fault?: string;
}

/** The message that has a log file read on. */
export interface Continuation {
  readonly continuation: ObjectRef & Resumption;
}

/** Makes the message that has a log file read on, in any invocation of the splitter. */
export function toContinuation({ bucket, key }: ObjectRef, at: Resumption): Continuation {
  return { continuation: { bucket, key, ...at } };
}

/**
 * Reads where to go on off a continuation's value.
 *
 * @returns Undefined if it is none, or odd.
 */
export function resumptionOf(value: unknown): Resumption | undefined {
  if (value === null || typeof value !== "object") return undefined;
  const { next, offset, hops, etag, fault } = value as Partial<Resumption>;
  if (!isCount(next) || !isCount(offset) || !isCount(hops)) return undefined;
  return {
    next,
    offset,
    hops,
    ...(typeof etag === "string" && { etag }),
    ...(typeof fault === "string" && { fault }),
  };
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}
