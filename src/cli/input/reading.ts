import { createReadStream } from "node:fs";
import type { BucketObject, BucketObjects } from "../../adapters/aws/asked/bucket-objects.ts";
import { ALL_TIME, type Period } from "../../core/notification/period.ts";
import type { Io } from "../command.ts";
import { findInputs, type InputFile, type LeftOut, looksLikeDigest } from "./find-inputs.ts";

/** Where records are read from: this machine and S3. */
export interface Reading {
  readonly io: Io;
  readonly period: Period;
  /** Finds what the user named; see {@linkcode findInputs}. */
  find(operands: readonly string[], leftOut: LeftOut[]): AsyncGenerator<InputFile>;
  /** The same for who reads each before asking for the next: small objects are fetched meanwhile. */
  findInTurn(operands: readonly string[], leftOut: LeftOut[]): AsyncGenerator<InputFile>;
  /** The content of a file, an object or standard input. */
  bytesOf(file: InputFile): AsyncIterable<Uint8Array>;
}

/** Objects that are fetched while one is read: S3 answers within some 50 ms, a log file is read in 5. */
const AHEAD = 8;

/** Bytes of an object that is fetched ahead. */
const SMALL = 2 * 1024 * 1024;

/** @param period Of the records. */
export function startReading(io: Io, period: Period = ALL_TIME): Reading {
  const fetched = new Map<InputFile, Promise<Uint8Array[]>>();
  const fetch = (file: InputFile): void => {
    const { object, size = Number.POSITIVE_INFINITY } = file;
    if (object === undefined || size > SMALL || looksLikeDigest(file.path)) return;
    const content = collect(buckets.read(object));
    // Who reads the object meets what went wrong; until then nobody waits for it.
    content.catch(() => {});
    fetched.set(file, content);
  };
  const buckets = lazyBuckets();
  return {
    io,
    period,
    find: (operands, leftOut) => findInputs(operands, period, buckets, leftOut),
    async *findInTurn(operands, leftOut) {
      const files = findInputs(operands, period, buckets, leftOut);
      for await (const file of withNext(files, AHEAD, fetch)) {
        yield file;
        // What was not read of it, nobody will.
        fetched.delete(file);
      }
    },
    bytesOf(file) {
      const content = fetched.get(file);
      fetched.delete(file);
      if (content !== undefined) return awaited(content);
      if (file.object !== undefined) return buckets.read(file.object);
      return file.path === "-" ? io.stdin : createReadStream(file.path);
    },
  };
}

/** The SDK is loaded when something is asked of S3: most commands never do. */
function lazyBuckets(): BucketObjects {
  let loaded: Promise<BucketObjects> | undefined;
  const load = (): Promise<BucketObjects> => {
    loaded ??= loadBuckets();
    return loaded;
  };
  return {
    async *list(bucket, prefix, by) {
      yield* (await load()).list(bucket, prefix, by);
    },
    async *read(object: BucketObject) {
      yield* (await load()).read(object);
    },
  };
}

async function loadBuckets(): Promise<BucketObjects> {
  const { bucketObjects } = await import("../../adapters/aws/asked/bucket-objects.ts");
  return bucketObjects();
}

/** Passes items on, so many of the next ones taken up before. */
async function* withNext<Item>(
  items: AsyncGenerator<Item>,
  most: number,
  takeUp: (item: Item) => void,
): AsyncGenerator<Item> {
  const next: Item[] = [];
  for await (const item of items) {
    takeUp(item);
    next.push(item);
    if (next.length > most) yield next.shift() as Item;
  }
  yield* next;
}

async function collect(bytes: AsyncIterable<Uint8Array>): Promise<Uint8Array[]> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of bytes) chunks.push(chunk);
  return chunks;
}

async function* awaited(content: Promise<Uint8Array[]>): AsyncGenerator<Uint8Array> {
  yield* await content;
}
