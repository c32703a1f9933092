import { deliveryTimeOf } from "../../core/backtest/delivery-time.ts";
import type { FoundEvent } from "../../core/backtest/found-event.ts";
import { createJudgeRecord, type JudgedBy } from "../../core/backtest/judge-records.ts";
import {
  type JudgedCounts,
  noJudged,
  noneRead,
  type ReadCounts,
  type Unread,
} from "../../core/backtest/reading.ts";
import { DeniedError, UnreadableError } from "../../core/log/unreadable.ts";
import type { Period } from "../../core/notification/period.ts";
import { instantOf } from "../../core/record/event-time.ts";
import type { ObjectRef } from "../../core/record/object-ref.ts";
import { type DayCount, DayTally } from "../../core/spread/day-tally.ts";
import { fileFault, type InputFile, looksLikeLogFile } from "../input/find-inputs.ts";
import { openInput } from "../input/input-records.ts";
import type { Reading } from "../input/reading.ts";
import { type QuickItem, readQuickly } from "./read-quickly.ts";

/** What a history is judged by, and which part of it. */
export interface HistoryTask {
  /** One set of rules, or two that are compared. */
  readonly sets: readonly JudgedBy[];
  /** Bucket the log files are taken to be in. */
  readonly bucket: string;
  readonly period: Period;
}

/** What a file came to. */
export interface JudgedFile {
  readonly read: ReadCounts;
  /** By set of rules. */
  readonly judged: readonly JudgedCounts[];
  readonly unread: readonly Unread[];
  /** When the records were that were judged. */
  readonly days: readonly Readonly<DayCount>[];
  /** Whether it is a folder's file that holds nothing of a log. */
  readonly isOther: boolean;
}

/** What is no record of one file that is named one by one. */
const MAX_NAMED = 100;

/** Takes an event that a set of rules has something to say of. */
export type TakeEvent = (set: number, event: FoundEvent) => void;

/** Makes what reads a file and judges its records. */
export function createJudgeFile({ sets, bucket, period }: HistoryTask) {
  const { from, to } = period;
  const judges = sets.map(createJudgeRecord);
  const timeOf = rememberedTimes();

  return async (file: InputFile, bytesOf: Reading["bytesOf"], take: TakeEvent) => {
    const read = noneRead();
    const judged = sets.map(noJudged);
    const unread: Unread[] = [];
    const delivered = deliveryTimeOf(file.name);
    const object: ObjectRef = { bucket, key: keyOf(file) };
    const isOther = !file.isNamed && !looksLikeLogFile(file.path);
    const days = new DayTally();
    let unnamed = 0;
    let at = delivered ?? Math.max(0, from);

    const visit = (item: QuickItem): void => {
      read.records++;
      if ("rejected" in item) {
        read.rejected++;
        if (unread.length < MAX_NAMED) {
          unread.push({ path: file.path, where: item.where, why: item.rejected });
        } else unnamed++;
        return;
      }
      const happened = timeOf(item.value.eventTime);
      const time = happened ?? delivered ?? at;
      if (time < from || time >= to) {
        read.outside++;
        return;
      }
      // Of a file whose name does not say when it came, each record comes when it happened.
      at = delivered ?? time;
      days.add(time);
      for (const [set, judge] of judges.entries()) {
        const event = judge(item, object, at, judged[set] as JudgedCounts);
        if (event !== undefined) take(set, event);
      }
    };

    const why = await readAll(file, bytesOf, visit);
    read.files++;
    const isForeign = isOther && read.records === read.rejected;
    if (why !== undefined) unread.push({ path: file.path, why });
    if (unnamed > 0) {
      unread.push({ path: file.path, why: `${unnamed} more elements are no records` });
    }
    return {
      read: isForeign ? noneRead() : read,
      judged,
      unread: isForeign ? [] : unread,
      days: days.days(),
      isOther: isForeign,
    } satisfies JudgedFile;
  };
}

/** Times that are remembered: those of a log file are of few minutes, to the second. */
const MOST_TIMES = 4_000;

/** `instantOf`, which costs as much as judging. */
function rememberedTimes(): (eventTime: unknown) => number | undefined {
  const known = new Map<unknown, number | undefined>();
  return (eventTime) => {
    if (known.has(eventTime)) return known.get(eventTime);
    if (known.size >= MOST_TIMES) known.clear();
    const time = instantOf(eventTime);
    if (typeof eventTime === "string" && eventTime.length <= 64) known.set(eventTime, time);
    return time;
  };
}

/** @returns Why it could not be read to its end; undefined if it could. */
async function readAll(
  file: InputFile,
  bytesOf: Reading["bytesOf"],
  visit: (item: QuickItem) => void,
): Promise<string | undefined> {
  const { taken, isWhole } =
    file.isRegular && file.object === undefined
      ? readQuickly(file.path, visit)
      : { taken: 0, isWhole: false };
  if (isWhole) return undefined;
  let passed = 0;
  try {
    const input = await openInput(bytesOf(file));
    for await (const item of input.items) {
      if (passed++ >= taken) visit(item);
    }
    return undefined;
  } catch (cause) {
    const isTold = cause instanceof UnreadableError || cause instanceof DeniedError;
    const why = isTold ? cause.message : fileFault(cause);
    if (why === undefined) throw cause;
    return why;
  }
}

/** The key a log file has in its bucket, as far as its path tells. */
function keyOf({ name, path }: InputFile): string {
  const at = path.search(/(?:^|[\\/])AWSLogs[\\/]/);
  return at < 0 ? name : path.slice(path[at] === "A" ? at : at + 1).replaceAll("\\", "/");
}
