import type { BusEntry } from "../core/entry/bus-entry.ts";
import {
  deniedFilesNotice,
  overdueFilesNotice,
  unreadableFileNotice,
} from "../core/entry/operator-notice.ts";
import { PATIENCE_HOURS } from "../core/notification/patience.ts";
import type { LogFile } from "./log-file.ts";
import type { Publisher } from "./publisher.ts";

/**
 * Tells the operators on the bus what becomes of log files: of one nobody can read, and, once for
 * each bucket and reason, that files are denied and that files were given up.
 *
 * It remembers what it told, so that thousands of files that are tried again and again make a few
 * entries; whoever receives those goes by their identity.
 */
export class FileNotices {
  readonly #told = new Set<string>();

  /**
   * Hands the notice that a file deserves to the publisher, if it deserves one.
   *
   * The file fails if that of a file nobody can read does not get through: only the last time is
   * there a dead letter. The others hold up nothing, as the bus may be what the file waits for.
   */
  async tell(file: LogFile, publisher: Publisher): Promise<void> {
    const { object, obstacle, unreadable } = file;
    if (unreadable !== undefined && !file.handedOn) {
      const entry = unreadableFileNotice(object, unreadable.message, unreadable.code);
      await this.#send(entry, publisher, (reason) => {
        file.failure = `operator notice not published: ${reason}`;
      });
      return;
    }
    if (obstacle === undefined || !(file.denied || file.overdue)) return;
    const noticeOf = file.overdue ? overdueFilesNotice : deniedFilesNotice;
    const subject = `${noticeOf.name} ${object.bucket} ${obstacle.code}`;
    if (this.#told.has(subject)) return;
    this.#told.add(subject);
    if (this.#told.size > MAX_TOLD) this.#told.clear();
    await this.#send(noticeOf(object, obstacle, PATIENCE_HOURS), publisher, () => {
      this.#told.delete(subject);
    });
  }

  async #send(
    entry: BusEntry,
    publisher: Publisher,
    onFailure: (reason: string) => void,
  ): Promise<void> {
    const failed = (_index: number, { code, message }: { code: string; message: string }) =>
      onFailure(`${code}: ${message}`);
    await publisher.add({ entry, index: 0, sender: { published() {}, failed } });
  }
}

/** Subjects remembered by one function instance; buckets and reasons are few. */
const MAX_TOLD = 1_000;
