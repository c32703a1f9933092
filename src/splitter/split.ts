import { brokenSums, sumText } from "../contract.ts";
import { unreadableFileNotice } from "../core/entry/operator-notice.ts";
import type { Notification } from "../core/notification/notification.ts";
import type { NotificationError } from "../core/notification/object-finder.ts";
import { classifyKey } from "../core/notification/object-key.ts";
import type { Clock, DeadLetters, EventBus, Log, LogFiles } from "../ports.ts";
import { newSplitCounters, type SplitCounters } from "./counters.ts";
import { giveUpFile, giveUpNotification } from "./give-up.ts";
import { LogFile } from "./log-file.ts";
import { Publisher, type Sender } from "./publisher.ts";
import { type ReadOptions, readFile } from "./read-file.ts";

/** What {@linkcode createSplitter} needs from outside. */
export interface SplitterDeps extends ReadOptions {
  readonly logs: LogFiles;
  readonly bus: EventBus;
  readonly deadLetters: DeadLetters;
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

/** Log files opened ahead of the one that is read. */
const OPEN_AHEAD = 4;

/**
 * Makes the splitter: log files → records → entries → bus.
 *
 * The returned function takes a notification and the time by which it must be done, in
 * milliseconds since the epoch. It does not reject for anything a file, a record or the bus does:
 * what could not be done is in the report. A file that can never be read is published up to its
 * fault, then given up: a dead letter and a notice on the bus, no failure.
 */
export function createSplitter(deps: SplitterDeps) {
  const { log, deadLetters } = deps;

  return async function split(notification: Notification, deadline: number): Promise<SplitReport> {
    const counters = newSplitCounters();
    const failures: SplitFailure[] = [];
    const publisher = new Publisher(deps, deps.entries.maxBytes, deadline);

    const logs = notification.objects.filter(({ object }) => isLog(object.key));
    counters.skipped = notification.skipped + notification.objects.length - logs.length;
    const files = logs.map((noted) => new LogFile(noted, counters));
    await readAll(files, publisher, counters, deps);
    await publisher.drain();

    for (const file of files) {
      report(file, log);
      const { failure, unreadable, messageId } = file;
      if (failure !== undefined) {
        failures.push({ reason: `${file.address}: ${failure}`, messageId });
      } else if (unreadable !== undefined) {
        counters.unreadable++;
        await attempt(() => giveUpFile(file, deadLetters), file.address, messageId, failures);
        const entry = unreadableFileNotice(file.object, unreadable.message);
        await publisher.add({ entry, sender: noticeSender(file, log) });
      }
    }
    await publisher.drain();

    for (const fault of notification.faults) {
      counters.malformed++;
      log.error("notification not understood", { error: fault.error });
      if (!notification.fromQueue) continue;
      const giveUp = () => giveUpNotification(fault, deadLetters);
      await attempt(giveUp, "notification", fault.messageId, failures);
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

/** Reads the files one after the other, so that one record at a time is in memory, not one of each. */
async function readAll(
  files: readonly LogFile[],
  publisher: Publisher,
  counters: SplitCounters,
  deps: SplitterDeps,
): Promise<void> {
  const opened: Promise<AsyncIterable<Uint8Array>>[] = [];
  for (const [at, file] of files.entries()) {
    const ahead = publisher.stopped === undefined ? at + OPEN_AHEAD : 0;
    for (const { object } of files.slice(opened.length, ahead)) {
      const opening = deps.logs.open(object);
      // A rejection counts when this file's turn comes; until then nobody waits for it.
      opening.catch(() => {});
      opened.push(opening);
    }
    const opening = opened[at];
    if (opening === undefined) {
      file.failure = publisher.stopped;
      continue;
    }
    counters.files++;
    try {
      await readFile(file, await opening, publisher, counters, deps);
    } catch (error) {
      file.ended(error);
    }
  }
}

function report({ address, rejections, unreadable }: LogFile, log: Log): void {
  if (rejections.length > 0) log.warn("records rejected", { file: address, rejections });
  if (unreadable !== undefined) {
    log.error("log file unreadable", { file: address, error: unreadable });
  }
}

/** What cannot be given up is tried again as a whole: then it can be given up anew. */
async function attempt(
  action: () => Promise<void>,
  what: string,
  messageId: string | undefined,
  failures: SplitFailure[],
): Promise<void> {
  try {
    await action();
  } catch (error) {
    failures.push({ reason: `${what}: no dead letter could be sent: ${error}`, messageId });
  }
}

/** The dead letter is there already: a notice that does not get through is worth a line, no retry. */
function noticeSender({ address }: LogFile, log: Log): Sender {
  return {
    published() {},
    failed: (reason) => log.error("operator notice not published", { file: address, reason }),
  };
}

function checkSums(counters: SplitCounters, log: Log): void {
  for (const sum of brokenSums("splitter", { ...counters })) {
    log.error("A sum of the counters does not hold", { sum: sumText(sum), ...counters });
  }
}
