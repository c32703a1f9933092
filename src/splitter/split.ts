import { brokenSums, sumText } from "../contract.ts";
import { unreadableFileNotice } from "../core/entry/operator-notice.ts";
import type { Notification } from "../core/notification/notification.ts";
import type { NotificationError } from "../core/notification/object-finder.ts";
import { classifyKey } from "../core/notification/object-key.ts";
import type { Clock, Continuations, DeadLetters, EventBus, Log, LogFiles } from "../ports.ts";
import { countFile, newSplitCounters, type SplitCounters } from "./counters.ts";
import type { Deadlines } from "./deadlines.ts";
import { giveUpFile, giveUpNotification } from "./give-up.ts";
import { handOn } from "./hand-on.ts";
import { LogFile } from "./log-file.ts";
import { type Parcel, Publisher } from "./publisher.ts";
import { readAll } from "./read-all.ts";
import type { ReadOptions } from "./read-file.ts";

/** What {@linkcode createSplitter} needs from outside. */
export interface SplitterDeps extends ReadOptions {
  readonly logs: LogFiles;
  readonly bus: EventBus;
  readonly deadLetters: DeadLetters;
  readonly continuations: Continuations;
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
 * for is handed on to another invocation. A file that can never be read is published up to its
 * fault, then given up: a notice on the bus and a dead letter, no failure.
 */
export function createSplitter(deps: SplitterDeps) {
  const { log, deadLetters, continuations } = deps;

  return async function split(
    notification: Notification,
    deadlines: Deadlines,
  ): Promise<SplitReport> {
    const counters = newSplitCounters();
    const failures: SplitFailure[] = [];
    const publisher = new Publisher(deps, deps.entries.maxBytes, deadlines.send);

    const logs = notification.objects.filter(({ object }) => isLog(object.key));
    counters.skipped = notification.skipped + notification.objects.length - logs.length;
    const files = logs.map((noted) => new LogFile(noted));
    await readAll(files, publisher, deps, deadlines);
    await publisher.drain();

    const isWell = ({ failure }: LogFile) => failure === undefined;
    for (const file of files.filter(isWell)) if (file.stopped) await handOn(file, continuations);
    const isUnreadable = (file: LogFile) =>
      isWell(file) && !file.handedOn && file.unreadable !== undefined;
    // The notice first: while it does not get through, the file is tried again, and only the last
    // time is there a dead letter.
    for (const file of files.filter(isUnreadable)) await publisher.add(noticeOf(file));
    await publisher.drain();
    for (const file of files.filter(isUnreadable)) {
      const failure = await failureOf(() => giveUpFile(file, deadLetters));
      if (failure !== undefined) file.failure = failure;
    }

    for (const file of files) {
      report(file, log);
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
    checkSums(counters, log);
    log.metrics({ ...counters });
    return { counters, failures, malformed };
  };
}

function isLog(key: string): boolean {
  const kind = classifyKey(key);
  return kind !== "digest" && kind !== "foreign";
}

/** The operator notice of a file nobody can read. One that does not get through fails the file. */
function noticeOf(file: LogFile): Parcel {
  return {
    entry: unreadableFileNotice(file.object, file.unreadable?.message ?? ""),
    index: 0,
    sender: {
      published() {},
      failed(_index, reason) {
        file.failure = `operator notice not published: ${reason}`;
      },
    },
  };
}

function report({ address, from, resumption, handedOn, ...file }: LogFile, log: Log): void {
  const { rejections, unreadable } = file;
  if (rejections.length > 0) log.warn("records rejected", { file: address, rejections });
  if (unreadable !== undefined && !handedOn) {
    log.error("log file unreadable", { file: address, error: unreadable });
  }
  if (handedOn) {
    log.info("log file goes on in another invocation", {
      file: address,
      from: from.next,
      next: resumption.next,
      invocations: resumption.hops,
    });
  }
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

function checkSums(counters: SplitCounters, log: Log): void {
  for (const sum of brokenSums("splitter", { ...counters })) {
    log.error("A sum of the counters does not hold", { sum: sumText(sum), ...counters });
  }
}
