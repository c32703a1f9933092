import { brokenSums, sumText, WAITING_SECONDS } from "../contract.ts";
import type { Log } from "../ports.ts";
import type { SplitCounters } from "./counters.ts";
import type { LogFile } from "./log-file.ts";

/** Logs what became of a file, if it is not all on the bus. */
export function reportFile(file: LogFile, log: Log): void {
  const { address, rejections, unreadable, overdue, obstacle, from, resumption } = file;
  const { next } = resumption;
  if (rejections.length > 0) log.warn("records rejected", { file: address, rejections });
  if (file.stranger !== undefined) {
    const { misplaced, stranger } = file;
    log.warn("records of another account than the log file's", {
      file: address,
      misplaced,
      first: stranger,
    });
  }
  if (file.overwritten !== undefined) {
    log.error("log file overwritten", { file: address, etag: file.etag, ...file.overwritten });
  }
  const error = overdue ?? unreadable;
  if (file.waits !== undefined) {
    log.warn("log file waits for another try", {
      file: address,
      next,
      reason: obstacle?.message,
      ...file.waits,
    });
  } else if (file.handedOn) {
    log.info("log file goes on in another invocation", {
      file: address,
      from: from.next,
      next,
      invocations: from.hops + 1,
    });
  } else if (error !== undefined) {
    log.error(overdue ? "log file given up" : "log file unreadable", { file: address, error });
  }
}

/** Logs an invocation's counters as metrics, how long a file waits at most, and sums that do not hold. */
export function reportCounters(
  counters: SplitCounters,
  files: readonly Pick<LogFile, "waits">[],
  log: Pick<Log, "error" | "metrics">,
): void {
  for (const sum of brokenSums("splitter", { ...counters })) {
    log.error("A sum of the counters does not hold", { sum: sumText(sum), ...counters });
  }
  const ages = files.flatMap(({ waits }) => waits?.seconds ?? []);
  log.metrics({ ...counters, ...(ages.length > 0 && { [WAITING_SECONDS]: Math.max(...ages) }) });
}
