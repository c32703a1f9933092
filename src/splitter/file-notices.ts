import type { BusEntry } from "../core/entry/bus-entry.ts";
import {
  dayOf,
  deniedFilesNotice,
  hourOf,
  misplacedRecordsNotice,
  otherBucketNotice,
  overdueFilesNotice,
  overwrittenFileNotice,
  uncomparedFilesNotice,
  unreadableFileNotice,
  unreadableKind,
} from "../core/entry/operator-notice.ts";
import { PATIENCE_HOURS } from "../core/notification/patience.ts";
import type { ObjectRef } from "../core/record/object-ref.ts";
import type { LogFile } from "./log-file.ts";
import type { Publisher, Refused } from "./publisher.ts";

/**
 * Tells the operators on the bus what becomes of log files: of one that was overwritten, of one nobody can read, and, once for
 * each bucket and reason, that files are denied, that files were given up and that records are in
 * files of another account's.
 *
 * It remembers what it told, so that thousands of files that are tried again and again make a few
 * entries; whoever receives those goes by their identity.
 */
export class FileNotices {
  readonly #told = new Set<string>();

  /**
   * Hands the notice that a file deserves to the publisher, if it deserves one.
   *
   * While that of a file that was overwritten, or that nobody can read, does not get through, the file is tried again: only the
   * last time is there a dead letter. The others hold up nothing, as the bus may be what the file
   * waits for.
   */
  async tell(file: LogFile, publisher: Publisher, now: number): Promise<void> {
    const { object, obstacle, unreadable, overdue, stranger, overwritten } = file;
    if (overwritten !== undefined) {
      const { since, etag = String(file.etag) } = overwritten;
      const entry = overwrittenFileNotice(object, etag, since);
      await send(entry, publisher, holdUp(file));
    }
    if (stranger !== undefined) {
      const subject = `misplaced ${object.bucket} ${dayOf(now)}`;
      await this.#once(subject, misplacedRecordsNotice(object, stranger, now), publisher);
    }
    if (unreadable !== undefined && !file.handedOn) {
      const { message, code } = unreadable;
      const subject = `unreadable ${object.bucket} ${unreadableKind(message, code)} ${hourOf(now)}`;
      const entry = unreadableFileNotice(object, message, code, now);
      await this.#once(subject, entry, publisher, holdUp(file));
      return;
    }
    if (obstacle === undefined || !(file.denied || overdue)) return;
    const subject = `${overdue ? "overdue" : "denied"} ${object.bucket} ${obstacle.code} ${dayOf(now)}`;
    const noticeOf = overdue ? overdueFilesNotice : deniedFilesNotice;
    await this.#once(subject, noticeOf(object, obstacle, PATIENCE_HOURS, now), publisher);
  }

  /** Hands the notice that a file of another bucket than the expected one was told of to the publisher. */
  async tellOther(
    object: ObjectRef,
    expected: string,
    publisher: Publisher,
    now: number,
  ): Promise<void> {
    const entry = otherBucketNotice(object, expected, now);
    await this.#once(`other-bucket ${dayOf(now)}`, entry, publisher);
  }

  /** Hands the notice that files are not compared with what they were to the publisher. */
  async tellUncompared(reason: string, now: number, publisher: Publisher): Promise<void> {
    const entry = uncomparedFilesNotice(reason, now);
    await this.#once(`uncompared ${hourOf(now)}`, entry, publisher);
  }

  async #once(
    subject: string,
    entry: BusEntry,
    publisher: Publisher,
    onFailure: (refused: Refused) => void = () => {},
  ): Promise<void> {
    if (this.#told.has(subject)) return;
    if (this.#told.size >= MAX_TOLD) this.#told.clear();
    this.#told.add(subject);
    await send(entry, publisher, (refused) => {
      this.#told.delete(subject);
      onFailure(refused);
    });
  }
}

/** Has a file tried again while its notice does not get through. */
function holdUp(file: LogFile): (refused: Refused) => void {
  return ({ code, message, until }) => {
    const reason = `operator notice not published: ${code}: ${message}`;
    if (until === "never") file.failure = reason;
    else file.obstacle = { code, message: reason };
  };
}

async function send(
  entry: BusEntry,
  publisher: Publisher,
  onFailure: (refused: Refused) => void,
): Promise<void> {
  const failed = (_index: number, refused: Refused) => onFailure(refused);
  await publisher.add({ entry, index: 0, sender: { published() {}, failed } });
}

/** Subjects remembered by one function instance; buckets and reasons are few. */
const MAX_TOLD = 1_000;
