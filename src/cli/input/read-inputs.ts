import { DeniedError, LogFileError, UnreadableError } from "../../core/log/unreadable.ts";
import { ALL_TIME, isOfPeriod, type Period } from "../../core/notification/period.ts";
import { type Io, UsageError } from "../command.ts";
import { startProgress } from "../progress.ts";
import { inLine } from "../terminal-text.ts";
import {
  fileFault,
  type InputFile,
  type LeftOut,
  looksLikeDigest,
  looksLikeLogFile,
} from "./find-inputs.ts";
import { type InputItem, openInput } from "./input-records.ts";
import { type Reading, startReading } from "./reading.ts";

/** Takes what is found, in order. */
export type Visit = (item: InputItem, file: InputFile) => Promise<void>;

/**
 * Reads everything the user named, in order, and says on standard error what is no record, what
 * cannot be read to its end and what of a folder is left out.
 *
 * @param period Records of another time are passed over, where their time can be told.
 * @returns Whether all of it was read and all in it are records.
 * @throws {UsageError} If something named is not there, or a folder holds nothing that can be read.
 */
export async function readInputs(
  operands: readonly string[],
  io: Io,
  visit: Visit,
  period: Period = ALL_TIME,
): Promise<boolean> {
  const reading = startReading(io, period);
  const others: LeftOut[] = [];
  let isWhole = true;
  let readable = 0;
  for await (const file of reading.findInTurn(operands, others)) {
    const outcome = await readInput(file, reading, visit).catch((cause: unknown) =>
      ofDenied(cause, readable > 0, io),
    );
    if (outcome.leftOut !== undefined) others.push(outcome.leftOut);
    else readable++;
    isWhole &&= outcome.isWhole;
  }
  sayLeftOut(others, io);
  if (readable === 0) throw nothingToRead(operands, period);
  return isWhole;
}

/**
 * As {@linkcode readInputs}, with a line that says how far it is: for commands that print nothing
 * until all is read.
 */
export async function readQuietly(
  operands: readonly string[],
  io: Io,
  visit: Visit,
  period: Period = ALL_TIME,
): Promise<boolean> {
  const line = startProgress("records", undefined, io);
  const counted: Visit = async (item, file) => {
    line.step();
    await visit(item, file);
  };
  try {
    return await readInputs(operands, io, counted, period);
  } finally {
    line.done();
  }
}

/** One object that is denied among others that are not stops nothing; where all are, one is told. */
function ofDenied(cause: unknown, othersAreRead: boolean, io: Io): InputOutcome {
  if (!(cause instanceof DeniedError)) throw cause;
  if (!othersAreRead) throw new Error(cause.message, { cause });
  io.err(`${inLine(cause.message)}\n`);
  return { isWhole: false, records: 0 };
}

/** What became of one file. */
export interface InputOutcome {
  readonly isWhole: boolean;
  /** Records in it. */
  readonly records: number;
  /** Set where a folder's file holds nothing of a log: then nothing was said of it. */
  readonly leftOut?: LeftOut;
}

/** Reads one file; see {@linkcode readInputs}. */
export async function readInput(
  file: InputFile,
  reading: Reading,
  visit: Visit,
): Promise<InputOutcome> {
  const { io, period } = reading;
  const shown = shownPath(file);
  const isOther = !file.isNamed && !looksLikeLogFile(file.path);
  if (!file.isNamed && looksLikeDigest(file.path)) {
    return { isWhole: true, records: 0, leftOut: { path: file.path, why: "it is a digest file" } };
  }
  let records = 0;
  let isWhole = true;
  /** What is no record before the first record: of a folder's other file there will be none. */
  let held: InputItem[] = [];
  const take = async (item: InputItem): Promise<void> => {
    if ("rejected" in item) {
      isWhole = false;
      io.err(`${shown}: ${item.where} is rejected: ${inLine(item.rejected)}\n`);
    } else if (!isOfPeriod(item.value.eventTime, period)) {
      return;
    }
    await visit(item, file);
  };
  const flush = async (): Promise<void> => {
    for (const item of held) await take(item);
    held = [];
  };
  try {
    const input = await openInput(reading.bytesOf(file));
    for await (const item of input.items) {
      if ("rejected" in item && isOther && records === 0) {
        held.push(item);
        if (held.length === MAX_HELD) break;
        continue;
      }
      await flush();
      if (!("rejected" in item)) records++;
      await take(item);
    }
    const [first] = held;
    if (records === 0 && first !== undefined && "rejected" in first) {
      const why = `${first.where}: ${first.rejected}`;
      return { isWhole: true, records, leftOut: { path: file.path, why } };
    }
    if (records === 0 && isWhole) io.err(`${shown}: 0 records\n`);
    return { isWhole, records };
  } catch (cause) {
    const why = cause instanceof UnreadableError ? cause.message : fileFault(cause);
    if (why === undefined) throw cause;
    if (isOther && records === 0) {
      return { isWhole: true, records, leftOut: { path: file.path, why } };
    }
    await flush();
    io.err(`${shown}: ${cause instanceof LogFileError ? why : `cannot be read: ${why}`}\n`);
    return { isWhole: false, records };
  }
}

/** Says which files of folders are left out, the first few with the reason. */
export function sayLeftOut(others: readonly LeftOut[], io: Io): void {
  if (others.length === 0) return;
  io.err(`${others.length} other ${others.length === 1 ? "file is" : "files are"} left out:\n`);
  for (const { path, why } of others.slice(0, MAX_TOLD)) {
    io.err(`  ${inLine(path)}: ${inLine(why.replace(/^Cannot read log file as /, ""))}\n`);
  }
  if (others.length > MAX_TOLD) io.err(`  and ${others.length - MAX_TOLD} more\n`);
}

/** How a file is named on the terminal. */
export function shownPath({ path }: InputFile): string {
  return path === "-" ? "standard input" : inLine(path);
}

/** The error for folders without anything that can be read. */
export function nothingToRead(operands: readonly string[], period: Period = ALL_TIME): UsageError {
  const named = operands.map((it) => `"${it}"`).join(", ");
  const when = period === ALL_TIME ? "" : " between --from and --to";
  return new UsageError(`there is no file with CloudTrail records in ${named}${when}`);
}

/** Other files of folders that are named one by one. */
const MAX_TOLD = 20;

/** What is no record at the beginning of a folder's file, until it is no log. */
const MAX_HELD = 1000;
