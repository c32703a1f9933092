import type { Notification } from "../core/notification/notification.ts";
import type { NotificationError } from "../core/notification/object-finder.ts";
import { classifyKey } from "../core/notification/object-key.ts";
import type {
  Clock,
  Continuations,
  DeadLetters,
  EventBus,
  Log,
  LogFiles,
  PublishedFiles,
} from "../ports.ts";
import { countFile, newSplitCounters, type SplitCounters } from "./counters.ts";
import type { Deadlines } from "./deadlines.ts";
import type { FileNotices } from "./file-notices.ts";
import { giveUpFile, giveUpNotification } from "./give-up.ts";
import { handOn, postpone } from "./hand-on.ts";
import { LogFile } from "./log-file.ts";
import { FileComparison } from "./published/compare.ts";
import { Publisher } from "./publisher.ts";
import { readAll } from "./read-all.ts";
import type { ReadOptions } from "./read-file.ts";
import { reportCounters, reportFile } from "./report.ts";

/** What {@linkcode createSplitter} needs from outside. */
export interface SplitterDeps extends ReadOptions {
  readonly logs: LogFiles;
  readonly bus: EventBus;
  readonly deadLetters: DeadLetters;
  readonly continuations: Continuations;
  readonly notices: FileNotices;
  /** What log files held before; undefined compares none. */
  readonly published?: PublishedFiles | undefined;
  /** What keys of log files begin with: a topic or a queue that others fill may tell of more. */
  readonly logPrefix: string;
  /** The bucket whose log files are read; undefined when it is not known: then those of any are. */
  readonly logBucket: string | undefined;
  readonly clock: Clock;
  readonly log: Log;
}

/** What became of a notification. */
export interface SplitReport {
  readonly counters: Readonly<SplitCounters>;
  /** What must be tried again; empty when all is done. */
  readonly failures: readonly SplitFailure[];
  /** Notifications that are not understood and came from no queue: nobody else knows of them. */
  readonly malformed: readonly NotificationError[];
}

/** A log file, or a dead letter, that a retry may bring through. */
export interface SplitFailure {
  /** What failed and why. */
  readonly reason: string;
  /** The queue message that told of it. */
  readonly messageId?: string | undefined;
}

/**
 * Makes the splitter: log files → records → entries → bus.
 *
 * The returned function takes a notification and its deadlines. It does not reject for anything a
 * file, a record or the bus does: what could not be done is in the report. A file that time is up
 * for is handed on to another invocation; one that a later try may bring through as well, after a
 * pause. A file that can never be read is published up to its fault, then given up, and so is one
 * that was tried for hours: a notice on the bus and a dead letter, no failure.
 */
export function createSplitter(deps: SplitterDeps) {
  const { log, clock, deadLetters, continuations, notices, logBucket, logPrefix } = deps;

  return async function split(
    notification: Notification,
    deadlines: Deadlines,
  ): Promise<SplitReport> {
    const counters = newSplitCounters();
    const failures: SplitFailure[] = [];
    const publisher = new Publisher(deps, deps.entries.maxBytes, deadlines.send);

    const told = notification.objects.filter(
      ({ object: { key }, resume, isAgain }) =>
        (resume !== undefined || isAgain || key.startsWith(logPrefix)) && isLog(key),
    );
    const logs = told.filter(({ object: { bucket } }) => bucket === (logBucket ?? bucket));
    counters.skipped = notification.skipped + notification.objects.length - logs.length;
    const files = logs.map((noted) => new LogFile(noted));
    for (const { object } of told) {
      if (logBucket === undefined || object.bucket === logBucket) continue;
      log.warn("log file of another bucket skipped", { ...object, expected: logBucket });
      await notices.tellOther(object, logBucket, publisher, clock.now());
    }
    await readAll(files, publisher, deps, deadlines);
    const comparison = new FileComparison(deps.published, log);
    // Neither waits for the other: the table answers while the bus takes the last records.
    await Promise.all([publisher.drain(), toEach(files, (file) => comparison.compare(file))]);
    const { unanswered } = comparison;
    if (unanswered !== undefined) await notices.tellUncompared(unanswered, clock.now(), publisher);

    const wait = async (file: LogFile) => {
      const { obstacle } = file;
      if (obstacle !== undefined) await postpone(file, obstacle, continuations, clock);
      return obstacle !== undefined;
    };
    const isDone = ({ failure, handedOn }: LogFile) => failure !== undefined || handedOn;
    await toEach(files, async (file) => {
      if (isDone(file) || (await wait(file))) return;
      if (file.stopped) await handOn(file, continuations);
    });
    for (const file of files)
      if (file.failure === undefined) await notices.tell(file, publisher, clock.now());
    await publisher.drain();
    await toEach(files, async (file) => {
      // Its notice may not have got through.
      if (!isDone(file) && file.overdue === undefined) await wait(file);
      if (isDone(file)) return;
      if (file.unreadable === undefined && file.overdue === undefined) return;
      const failure = await failureOf(() => giveUpFile(file, deadLetters));
      if (failure !== undefined) file.failure = failure;
    });

    for (const file of files) {
      reportFile(file, log);
      countFile(file, counters);
      const { failure, messageId } = file;
      if (failure !== undefined)
        failures.push({ reason: `${file.address}: ${failure}`, messageId });
    }
    for (const fault of notification.faults) {
      counters.malformed++;
      log.error("notification not understood", { error: fault.error });
      if (!notification.fromQueue) continue;
      const failure = await failureOf(() => giveUpNotification(fault, deadLetters));
      if (failure === undefined) continue;
      failures.push({ reason: `notification: ${failure}`, messageId: fault.messageId });
    }
    const malformed = notification.fromQueue ? [] : notification.faults.map(({ error }) => error);
    for (const { reason } of failures) log.error("to be tried again", { reason });
    reportCounters(counters, files, log);
    return { counters, failures, malformed };
  };
}

function isLog(key: string): boolean {
  const kind = classifyKey(key);
  return kind !== "digest" && kind !== "foreign";
}

/** Files whose messages are sent at a time: a queue that does not answer costs seconds in all. */
const LANES = 16;

async function toEach(
  files: readonly LogFile[],
  act: (file: LogFile) => Promise<void>,
): Promise<void> {
  const rest = files.values();
  const lane = async () => {
    for (const file of rest) await act(file);
  };
  await Promise.all(Array.from({ length: Math.min(LANES, files.length) }, lane));
}

/** What cannot be given up is tried again as a whole: then it can be given up anew. */
async function failureOf(giveUp: () => Promise<void>): Promise<string | undefined> {
  try {
    await giveUp();
    return undefined;
  } catch (error) {
    return `no dead letter could be sent: ${error}`;
  }
}
