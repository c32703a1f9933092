import type { ObjectRef } from "../record/object-ref.ts";
import type { Waiting } from "./patience.ts";

/** Where the reading of a log file goes on after another invocation stopped. */
export interface Resumption {
  /** Index of the first record that is not settled: all before it are on the bus or counted. */
  readonly next: number;
  /** Bytes of the file's text up to the end of the record before that. */
  readonly offset: number;
  /** Invocations whose time was up over the file so far. */
  readonly hops: number;
  /** S3's tag of the content read so far; absent when nothing was read. */
  readonly etag?: string;
  /** S3's tag of the content that the news was of; absent where it did not say. */
  readonly told?: string;
  /** The fault met so far that did not stop the reading: it is told when all is read. */
  readonly fault?: string;
  /** Records from `next` on that are settled too; absent when there are none. */
  readonly beyond?: SettledAhead;
  /** Present when it is tried again after a pause. */
  readonly waiting?: Waiting;
}

/** Records beyond the first that is not settled: all before `end` are, but for the open ones. */
export interface SettledAhead {
  readonly end: number;
  /** Indexes, rising. */
  readonly open: readonly number[];
}

/** The message that has a log file read on. */
export interface Continuation {
  readonly continuation: ObjectRef & Resumption;
}

/** Makes the message that has a log file read on, in any invocation of the splitter. */
export function toContinuation({ bucket, key, replay }: ObjectRef, at: Resumption): Continuation {
  return { continuation: { bucket, key, ...(replay !== undefined && { replay }), ...at } };
}

/**
 * Reads where to go on off a continuation's value.
 *
 * @returns Undefined if it is none, or odd.
 */
export function resumptionOf(value: unknown): Resumption | undefined {
  if (value === null || typeof value !== "object") return undefined;
  const { next, offset, hops, etag, told, fault, beyond, waiting } = value as Partial<Resumption>;
  if (!isCount(next) || !isCount(offset) || !isCount(hops)) return undefined;
  if (beyond !== undefined && !isBeyond(beyond)) return undefined;
  if (waiting !== undefined && !isWaiting(waiting)) return undefined;
  return {
    next,
    offset,
    hops,
    ...(typeof etag === "string" && { etag }),
    ...(typeof told === "string" && { told }),
    ...(typeof fault === "string" && { fault }),
    ...(beyond !== undefined && { beyond: { end: beyond.end, open: beyond.open } }),
    ...(waiting !== undefined && {
      waiting: { pauses: waiting.pauses, since: waiting.since },
    }),
  };
}

function isBeyond(value: unknown): value is SettledAhead {
  const { end, open } = Object(value) as Partial<SettledAhead>;
  return isCount(end) && Array.isArray(open) && open.every(isCount);
}

function isWaiting(value: unknown): value is Waiting {
  const { pauses, since } = Object(value) as Partial<Waiting>;
  return isCount(pauses) && isCount(since);
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}
