import { createHash } from "node:crypto";
import {
  closeSync,
  existsSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readSync,
  renameSync,
  writeSync,
} from "node:fs";

/**
 * A log of what happened, on disk. What was appended is there whenever the process ends, as every
 * append is one write of the operating system's before anything else goes on.
 */
export interface Journal<E> {
  /**
   * Writes entries, all or none of them; within {@linkcode atomic}, with what else comes there.
   *
   * @throws {Error} If it is closed.
   */
  append(...entries: readonly E[]): void;
  /** Writes what the work appends as one: after the work, and also if it throws. */
  atomic<T>(work: () => T): T;
  /** Does something once all that was appended is written. */
  after(work: () => void): void;
  close(): void;
}

/** What the entries of a journal add up to. */
export interface Kept<E> {
  apply(entry: E): void;
  /** The fewest entries that add up to the same. */
  entries(): Iterable<E>;
}

/** A journal that cannot be read. */
export class JournalError extends Error {
  override readonly name = "JournalError";
}

/** First entry of every journal. */
interface Header {
  readonly format: string;
  readonly version: number;
}

const FORMAT = "trailbridge local state";

/** Rises when what is written changes so that older programs misread it. */
const VERSION = 1;

/** Bytes that a journal grows by at least until it is written anew. */
const LEAST_GROWTH = 64 * 1024 * 1024;

/**
 * Opens a journal, or makes an empty one: adds its entries up and writes it anew, shorter.
 *
 * @param kept Empty; it is kept up to date with what is appended.
 * @param onTorn Told when the last write had been cut off; nothing else is missing then.
 * @throws {JournalError} If it is of another version, or damaged before its end.
 */
export function openJournal<E>(path: string, kept: Kept<E>, onTorn: () => void): Journal<E> {
  if (existsSync(path)) readAll(path, kept, onTorn);
  let size = writeAnew(path, kept);
  let leastSize = size;
  let fd = openSync(path, "a");
  let depth = 0;
  let isClosed = false;
  let waiting: E[] = [];
  let afterwards: (() => void)[] = [];

  const write = (): void => {
    const entries = waiting;
    waiting = [];
    if (entries.length > 0) {
      const line = lineOf(entries);
      writeWhole(fd, line, size);
      size += line.length;
    }
    if (size - leastSize > Math.max(LEAST_GROWTH, leastSize)) {
      closeSync(fd);
      size = writeAnew(path, kept);
      leastSize = size;
      fd = openSync(path, "a");
    }
    for (const work of afterwards.splice(0)) work();
  };
  const atomic = <T>(work: () => T): T => {
    depth++;
    try {
      return work();
    } finally {
      depth--;
      if (depth === 0) write();
    }
  };
  return {
    append: (...entries) =>
      atomic(() => {
        // Whoever is told so leaves undone what could not be kept.
        if (isClosed) throw new Error(`Cannot keep what happens as "${path}" is closed`);
        for (const entry of entries) kept.apply(entry);
        waiting.push(...entries);
      }),
    atomic,
    after: (work) =>
      atomic(() => {
        afterwards.push(work);
      }),
    close() {
      if (isClosed) return;
      isClosed = true;
      closeSync(fd);
      afterwards = [];
    },
  };
}

/** A write that the disk refuses leaves nothing half-written behind: what follows would be lost with it. */
function writeWhole(fd: number, line: Buffer, size: number): void {
  try {
    for (let at = 0; at < line.length; ) at += writeSync(fd, line, at);
  } catch (cause) {
    ftruncateSync(fd, size);
    throw cause;
  }
}

/** Entries written in one line when a journal is written anew. */
const BATCH = 200;

function writeAnew<E>(path: string, kept: Kept<E>): number {
  const draft = `${path}.new`;
  const fd = openSync(draft, "w");
  let size = 0;
  const add = (entries: readonly unknown[]): void => {
    const line = lineOf(entries);
    writeWhole(fd, line, size);
    size += line.length;
  };
  add([{ format: FORMAT, version: VERSION } satisfies Header]);
  let batch: E[] = [];
  for (const entry of kept.entries()) {
    batch.push(entry);
    if (batch.length === BATCH) add(batch.splice(0));
  }
  if (batch.length > 0) add(batch);
  batch = [];
  fsyncSync(fd);
  closeSync(fd);
  renameSync(draft, path);
  return size;
}

/** Entries as one line: what they hold, then the text, which has no line break of its own. */
function lineOf(entries: readonly unknown[]): Buffer {
  const text = JSON.stringify(entries);
  return Buffer.from(`${checksum(text)} ${text}\n`);
}

function checksum(text: string | Buffer): string {
  return createHash("md5").update(text).digest("hex").slice(0, CHECKSUM);
}

const CHECKSUM = 12;

function readAll<E>(path: string, kept: Kept<E>, onTorn: () => void): void {
  let number = 0;
  let damaged = 0;
  for (const line of linesOf(path)) {
    number++;
    if (damaged > 0) throw damage(path, damaged);
    const entries = entriesOf(line);
    // Only a last line may be cut off: that is known when no other follows.
    if (entries === undefined) damaged = number;
    else if (number === 1) checkHeader(path, entries[0]);
    else for (const entry of entries) kept.apply(entry as E);
  }
  // A journal begins whole: it was renamed when its first lines had reached the disk.
  if (damaged === 1 || number === 0) throw damage(path, 1);
  if (damaged > 0) onTorn();
}

function entriesOf(line: Buffer): readonly unknown[] | undefined {
  const end = line.length - 1;
  if (line[end] !== LINE_BREAK || line[CHECKSUM] !== SPACE) return undefined;
  const text = line.subarray(CHECKSUM + 1, end);
  if (checksum(text) !== line.subarray(0, CHECKSUM).toString("latin1")) return undefined;
  return JSON.parse(text.toString());
}

const LINE_BREAK = 10;
const SPACE = 32;

function* linesOf(path: string): Generator<Buffer> {
  const fd = openSync(path, "r");
  try {
    const chunk = Buffer.alloc(1024 * 1024);
    let parts: Buffer[] = [];
    for (let read = readSync(fd, chunk); read > 0; read = readSync(fd, chunk)) {
      const bytes = Buffer.from(chunk.subarray(0, read));
      let start = 0;
      for (
        let end = bytes.indexOf(LINE_BREAK);
        end !== -1;
        end = bytes.indexOf(LINE_BREAK, start)
      ) {
        yield Buffer.concat([...parts, bytes.subarray(start, end + 1)]);
        parts = [];
        start = end + 1;
      }
      if (start < bytes.length) parts.push(bytes.subarray(start));
    }
    if (parts.length > 0) yield Buffer.concat(parts);
  } finally {
    closeSync(fd);
  }
}

function checkHeader(path: string, header: unknown): void {
  const { format, version } = Object(header) as Partial<Header>;
  if (format === FORMAT && version === VERSION) return;
  const is = format === FORMAT ? `it is of version ${version}` : "it is something else";
  throw new JournalError(
    `Cannot go on with "${path}" as it must be a local state of version ${VERSION}: ${is}. Use the trailbridge that wrote it, or another folder`,
  );
}

function damage(path: string, line: number): JournalError {
  return new JournalError(
    `Cannot go on with "${path}" as it must be whole but for its end: line ${line} is damaged. Use a copy of the folder, or another one`,
  );
}
