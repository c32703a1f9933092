import { gzipSync } from "node:zlib";
import { type BusEntry, MAX_REQUEST_BYTES } from "../../src/core/entry/bus-entry.ts";
import type { Continuation } from "../../src/core/notification/continuation.ts";
import { readNotification, toS3Notification } from "../../src/core/notification/notification.ts";
import { createWholeRecords } from "../../src/core/verdict/whole-records.ts";
import { FlatWalk } from "../../src/core/walk/flat-walk.ts";
import { LearnedKeys } from "../../src/core/walk/learned-keys.ts";
import type { DeadLetter, ObjectRef, Refusal } from "../../src/ports.ts";
import type { Deadlines } from "../../src/splitter/deadlines.ts";
import { FileNotices } from "../../src/splitter/file-notices.ts";
import { createSplitter, type SplitterDeps } from "../../src/splitter/split.ts";
import { inChunks } from "./chunks.ts";

/** A splitter among fakes, and what they saw. */
export interface FakeSplitter {
  readonly deps: SplitterDeps;
  /** Objects by key, in any bucket. Values that are errors are thrown. */
  readonly objects: Map<string, Uint8Array | AsyncIterable<Uint8Array> | Error>;
  /** Tags of their contents by key. @default the key */
  readonly etags: Map<string, string>;
  /** Batches the bus accepted something of. */
  readonly batches: BusEntry[][];
  readonly letters: DeadLetter[];
  /** What other invocations were asked to go on with. */
  readonly continuations: Continuation[];
  /** Seconds after which each of them is to come. */
  readonly pauses: number[];
  readonly lines: { level: string; message: string; fields: Readonly<Record<string, unknown>> }[];
  readonly sleeps: number[];
  /** Splits S3's notifications of these keys, or the event given. */
  split(keys: readonly string[]): ReturnType<ReturnType<typeof createSplitter>>;
  splitEvent(event: unknown, deadlines?: Deadlines): ReturnType<ReturnType<typeof createSplitter>>;
  /** Details of the records' entries that were accepted, parsed. */
  details(): Record<string, unknown>[];
}

/** What a test may have otherwise than all's well. */
export interface Faults extends Partial<SplitterDeps> {
  /** Why the bus refuses an entry; called once for each time it is offered. */
  readonly refuse?: (entry: BusEntry) => Pick<Refusal, "code" | "isFinal"> | undefined;
  /** What the bus does before it answers a call; throws to let the call fail. */
  readonly before?: (batch: readonly BusEntry[]) => Promise<void> | void;
  readonly sendLetter?: () => Promise<void>;
}

/** Makes a splitter among fakes. */
export function fakeSplitter({ refuse, before, sendLetter, ...given }: Faults = {}): FakeSplitter {
  const fake = {
    objects: new Map(),
    etags: new Map<string, string>(),
    batches: [] as BusEntry[][],
    letters: [] as DeadLetter[],
    continuations: [] as Continuation[],
    pauses: [] as number[],
    lines: [] as FakeSplitter["lines"],
    sleeps: [] as number[],
  };
  let now = 0;
  const keys = new LearnedKeys();
  const line =
    (level: string) =>
    (message: string, fields = {}) => {
      fake.lines.push({ level, message, fields });
    };
  const deps: SplitterDeps = {
    logs: {
      async open({ key }: ObjectRef) {
        const object = fake.objects.get(key);
        if (object === undefined) throw new Error(`the test has no object ${key}`);
        if (object instanceof Error) throw object;
        const bytes = object instanceof Uint8Array ? inChunks(object) : object;
        return { bytes, etag: fake.etags.get(key) ?? `"${key}"` };
      },
    },
    bus: {
      async put(batch) {
        await before?.(batch);
        const refusals = batch.flatMap((entry): Refusal[] => {
          const refusal = refuse?.(entry);
          return refusal === undefined ? [] : [{ entry, ...refusal, message: "refused" }];
        });
        const refused = new Set(refusals.map(({ entry }) => entry));
        fake.batches.push(batch.filter((entry) => !refused.has(entry)));
        return refusals;
      },
    },
    deadLetters: {
      async send(letter) {
        await sendLetter?.();
        fake.letters.push(letter);
      },
    },
    continuations: {
      async send(continuation, delaySeconds) {
        fake.continuations.push(continuation);
        fake.pauses.push(delaySeconds);
      },
    },
    notices: new FileNotices(),
    logPrefix: "",
    logBucket: undefined,
    clock: {
      now: () => now,
      async sleep(milliseconds) {
        fake.sleeps.push(milliseconds);
        now += milliseconds;
      },
    },
    log: {
      info: line("info"),
      warn: line("warn"),
      error: line("error"),
      metrics: (fields) => line("metrics")("", fields),
    },
    entries: { includeRecord: true, maxBytes: MAX_REQUEST_BYTES },
    whole: async () => createWholeRecords({ rules: [], ignoreRules: [] }, [])(now),
    own: { roles: [], bucket: undefined, prefix: "", bus: "records" },
    accepts: undefined,
    walk: () => new FlatWalk(keys),
    ...given,
  };
  const split = createSplitter(deps);
  const splitEvent = (event: unknown, deadlines = { read: 900_000, send: 1_000_000 }) =>
    split(readNotification(event, ["own"]), deadlines);
  return {
    ...fake,
    deps,
    splitEvent,
    split: (keys) =>
      splitEvent({
        Records: keys.flatMap(
          (key) => (toS3Notification({ bucket: "org-logs", key }) as { Records: [] }).Records,
        ),
      }),
    details: () =>
      fake.batches
        .flat()
        .filter(({ detailType }) => detailType !== "Trailbridge Operator Notice")
        .map(({ detail }) => JSON.parse(detail)),
  };
}

/** A log file of these records, gzipped. */
export function logFile(records: readonly unknown[]): Buffer {
  return gzipSync(JSON.stringify({ Records: records }));
}

/** The key CloudTrail would give a log file. */
export function logKey(name: string, kind = "CloudTrail"): string {
  return `AWSLogs/111122223333/${kind}/us-east-1/2026/01/24/111122223333_${kind}_us-east-1_20260124T0005Z_${name}.json.gz`;
}
